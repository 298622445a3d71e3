import { z } from 'zod';
import { unwrapped } from '../powershell.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { amount } from './report-number.ts';
import { timestamp } from './report-time.ts';

/** No report is longer, in bytes; the collector's has less than a thousand. */
export const MAX_REPORT_BYTES = 64 * 1024;

const label = (longest: number) =>
  z
    .string()
    // Of two hosts whose names have a letter each that nobody can read, one would stand for both.
    .refine((text) => text.isWellFormed() && !text.includes('\uFFFD'), 'holds a character that cannot be read')
    .transform((text): string => sanitiseLine(text))
    .pipe(z.string().trim().min(1).max(longest));
/** As Windows and DNS have it. */
export const hostName = label(253);

/** `[d.]hh:mm:ss[.f]`, as .NET writes a TimeSpan. */
const timeSpanText = z
  .string()
  .regex(/^(\d+\.)?\d{1,2}:\d\d:\d\d(\.\d+)?$/)
  .transform((text) => {
    const [, days = 0, hours, minutes, rest] = /^(?:(\d+)\.)?(\d+):(\d+):(.+)$/.exec(text) ?? [];
    return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  });
/** A TimeSpan as ConvertTo-Json writes it: an object of all its parts. */
const timeSpan = z.object({ TotalSeconds: z.number().max(1e15) }).transform(({ TotalSeconds }) => TotalSeconds);

/** What the collector writes, and after the blank line what one that measures more can add under names like these. */
const reportSchema = z.object({
  timestamp,
  ring: z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'expected the id of a ring'),
  hostname: hostName,
  version: label(64).nullish(),
  /** In units of 2^20 bytes; absent, as what follows, when the application does not run. */
  memoryUsage: amount,
  /** Processor time in seconds. */
  cpuUsage: amount,
  processUptime: z.union([timeSpan, timeSpanText, amount], 'expected seconds, or a TimeSpan'),
  /** Counted anew each time in the logs written to today: they grow, and start anew with new logs. */
  errorCount: amount,
  signatureErrors: amount,
  antiRollbackErrors: amount,

  operationCount: amount,
  crashCount: amount,
  /** In seconds. */
  startupTime: amount,
  /** In seconds. */
  licenseValidationTime: amount,
});

/** One report of one host. A field that is missing was not measured. */
export type Report = z.infer<typeof reportSchema>;

/** `cut-short`: it may be only half written. The reason is one sentence, safe to print. */
export type ParsedReport =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly kind: 'cut-short' | 'invalid'; readonly reason: string };

export function parseReport(text: string): ParsedReport {
  let value: unknown;
  try {
    value = alone(unwrapped(JSON.parse(text)));
  } catch {
    return { ok: false, kind: 'cut-short', reason: 'it is not JSON' };
  }
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return { ok: true, report: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return { ok: false, kind: 'invalid', reason: `${where}${issue?.message ?? 'not a report'}` };
}

/** The one report of a list of one, as `@($report) | ConvertTo-Json` writes it. */
const alone = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);
