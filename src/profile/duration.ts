import { own } from '../own.ts';
import { type Seconds, seconds } from '../units.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** Prometheus' own duration syntax: units from largest to smallest, each at most once. */
const DURATION = /^(?=\d)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?$/;

/** Reads a Prometheus duration ("1h30m", "15s", "250ms"); null when it is none. */
export function parseDuration(text: string): Seconds | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g))
    total += Number(digits) * (own(UNIT_SECONDS, unit ?? '') ?? 0);
  return seconds(total);
}
