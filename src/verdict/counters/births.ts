import { intervalOf, type Member } from './member.ts';
import { firstAfter } from './raw-samples.ts';

/** A scrape begins by so much of the interval sooner or later than the last one lets expect; at least 100 ms. */
const JITTER = 0.03;

/**
 * What a sample is.
 * - `scrape`: what was read at that instant
 * - `birth`: a 0 put where a counter began (`created-timestamp-zero-ingestion`): nothing was scraped then
 * - `either`: the first of all samples of its target, which only the next one tells
 */
export type SampleKind = 'scrape' | 'birth' | 'either';

/**
 * A scrape has samples beside a 0 that are none, or is due, or repeats it; a created timestamp lies anywhere.
 * @param others series of the same target
 * @param startsAreTold each scrape has a sample of when the process began
 */
export function kindOf(
  member: Member,
  others: readonly Member[],
  { time, value, unknown, startsAreTold }: Sample,
): SampleKind {
  if (isSurelyScrape(member, value)) return 'scrape';
  let last = member.time;
  for (const other of others) {
    if (other === member) continue;
    if (tellsScrape(other, time)) return 'scrape';
    const before = lastBefore(other, time);
    if (before !== null) last = Math.max(last ?? before, before);
  }
  if (last !== null) return isDue(time - last, intervalOf(member, unknown)) ? 'scrape' : 'birth';
  return startsAreTold ? 'birth' : 'either';
}

/** Whether a sample is a scrape whatever others tell. */
export const isSurelyScrape = ({ role, born, time, value: before }: Member, value: number): boolean =>
  value !== 0 || role.kind === 'start' || born !== null || (time !== null && before === 0);

interface Sample {
  readonly time: number;
  readonly value: number;
  /** Milliseconds between samples where that is not known. */
  readonly unknown: number;
  readonly startsAreTold: boolean;
}

/** Whether a series has a sample at that instant which is no 0 put there; it may be read beyond that. */
function tellsScrape({ role, time, value, times, values }: Member, at: number): boolean {
  if (time === at) return role.kind === 'start' || value > 0;
  const index = firstAfter(times, at) - 1;
  return times[index] === at && (role.kind === 'start' || (values[index] ?? 0) > 0);
}

/** The last scrape of a series before an instant, read or not, as far as it is not forgotten. */
export function lastBefore({ time, times }: Member, at: number): number | null {
  return times[firstAfter(times, at - 1) - 1] ?? (time !== null && time < at ? time : null);
}

function isDue(since: number, interval: number): boolean {
  const scrapes = Math.round(since / interval);
  return scrapes >= 1 && Math.abs(since - scrapes * interval) <= Math.max(100, JITTER * interval);
}
