import { type Seconds, seconds } from '../units.ts';

/** Units of durations as Prometheus writes them, from the largest that is a whole number of the next. */
const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
];

/** A window as queries and names of rules have it, in the largest unit it is whole in: "5m", "30d", "90s". */
export function windowText(window: Seconds): string {
  const [unit, length] = UNITS.find(([, length]) => window % length === 0) ?? ['s', 1];
  return `${window / length}${unit}`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * The two windows that a burn rate must exceed at once: the long one says that it matters, the short one that it still
 * goes on, so that an alert is over soon after its cause. Numbers are those of Google's Site Reliability Workbook,
 * chapter 5, "Alerting on SLOs", section 6, "Multiwindow, Multi-Burn-Rate Alerts".
 */
export const BURN_WINDOWS = {
  fast: { short: seconds(5 * MINUTE), long: seconds(HOUR) },
  slow: { short: seconds(30 * MINUTE), long: seconds(6 * HOUR) },
} as const;
export type BurnPace = keyof typeof BURN_WINDOWS;
