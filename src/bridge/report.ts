import { z } from 'zod';
import { sanitiseLine } from '../text/sanitise.ts';
import { type Millis, millis } from '../units.ts';

/** No report is longer, in bytes; the collector's has less than a thousand. */
export const MAX_REPORT_BYTES = 64 * 1024;

const label = (longest: number) =>
  z
    .string()
    .transform((text): string => sanitiseLine(text))
    .pipe(z.string().trim().min(1).max(longest));
const amount = z.number().nonnegative().max(1e15).nullish();

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
  timestamp: z.string().optional(),
  ring: z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'expected the id of a ring'),
  hostname: label(253),
  version: label(64).nullish(),
  /** In units of 2^20 bytes; absent, as what follows, when the application does not run. */
  memoryUsage: amount,
  /** Processor time in seconds. */
  cpuUsage: amount,
  processUptime: z.union([amount, timeSpan, timeSpanText]),
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
    value = JSON.parse(text);
  } catch {
    return { ok: false, kind: 'cut-short', reason: 'it is not JSON' };
  }
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return { ok: true, report: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return { ok: false, kind: 'invalid', reason: `${where}${issue?.message ?? 'not a report'}` };
}

/** Every time zone lies within so many hours behind UTC; those before it are further ahead. */
const FURTHEST_BEHIND_UTC = 12 * 3_600_000;

/**
 * When a report was made, at the latest. The collector writes its local time with the letter Z, so it is not to be
 * compared with other clocks; but a report that came `arrivedAt` cannot be younger than it says in the time zone furthest
 * behind: an old file that was copied today is still old.
 */
export function madeAt({ timestamp }: Report, arrivedAt: Millis): Millis {
  const said = Date.parse(timestamp ?? '');
  return Number.isNaN(said) ? arrivedAt : millis(Math.min(arrivedAt, said + FURTHEST_BEHIND_UTC));
}
