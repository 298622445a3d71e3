import * as v from 'valibot';
import { unwrapped } from '../powershell.ts';
import { IN_WORDS, number, object, wrongPlace } from '../shape.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { amount } from './report-number.ts';
import { timestamp } from './report-time.ts';

/** No report is longer, in bytes; the collector's has less than a thousand. */
export const MAX_REPORT_BYTES = 64 * 1024;

const label = (longest: number) =>
  v.pipe(
    v.string(),
    // Of two hosts whose names have a letter each that nobody can read, one would stand for both.
    v.check((text) => text.isWellFormed() && !text.includes('\uFFFD'), 'holds a character that cannot be read'),
    v.transform((text): string => sanitiseLine(text)),
    v.trim(),
    v.minLength(1, 'Too small: expected string to have >=1 characters'),
    v.maxLength(longest, `Too big: expected string to have <=${longest} characters`),
  );
/** As Windows and DNS have it. */
export const hostName = label(253);

/** `[d.]hh:mm:ss[.f]`, as .NET writes a TimeSpan. */
const timeSpanText = v.pipe(
  v.string(),
  v.regex(/^(\d+\.)?\d{1,2}:\d\d:\d\d(\.\d+)?$/),
  v.transform((text) => {
    const [, days = 0, hours, minutes, rest] = /^(?:(\d+)\.)?(\d+):(\d+):(.+)$/.exec(text) ?? [];
    return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  }),
);
/** A TimeSpan as ConvertTo-Json writes it: an object of all its parts. */
const timeSpan = v.pipe(
  object({ TotalSeconds: v.pipe(number, v.maxValue(1e15)) }),
  v.transform(({ TotalSeconds }) => TotalSeconds),
);

/** What the collector writes, and after the blank line what one that measures more can add under names like these. */
const reportShape = object({
  timestamp,
  ring: v.pipe(v.string(), v.regex(/^[A-Za-z][\w.-]{0,63}$/, 'expected the id of a ring')),
  hostname: hostName,
  version: v.nullish(label(64)),
  /** In units of 2^20 bytes; absent, as what follows, when the application does not run. */
  memoryUsage: amount,
  /** Processor time in seconds. */
  cpuUsage: amount,
  processUptime: v.nullish(v.union([timeSpan, timeSpanText, amount], 'expected seconds, or a TimeSpan')),
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
export type Report = v.InferOutput<typeof reportShape>;

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
  const parsed = v.safeParse(reportShape, value, IN_WORDS);
  if (parsed.success) return { ok: true, report: parsed.output };
  const [issue] = parsed.issues;
  const where = wrongPlace(issue);
  return { ok: false, kind: 'invalid', reason: `${where === undefined ? '' : `${where}: `}${issue.message}` };
}

/** The one report of a list of one, as `@($report) | ConvertTo-Json` writes it. */
const alone = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);
