import { nextScrape, type TrackedTarget } from './tracked.ts';

/** Distances of scrapes that are remembered of a target. */
const REMEMBERED = 3;

/** How often pods are scraped, in milliseconds. */
export interface Pace {
  /** The usual distance of the slowest. */
  readonly step: number;
  /** The newest distance, of most. */
  readonly latest: number;
}

/** The target's scrapes up to an instant are counted. */
export function passScrapes(target: TrackedTarget, at: number): void {
  for (let time = nextScrape(target); time <= at; time = nextScrape(target)) {
    if (target.last !== null) rememberGap(target, time - target.last);
    target.last = time;
    target.head += 1;
  }
}

/** A target was scraped again so long after the last time. A scrape begins some milliseconds sooner or later. */
function rememberGap({ gaps }: TrackedTarget, gap: number): void {
  gaps.push(Math.max(100, Math.round(gap / 100) * 100));
  if (gaps.length > REMEMBERED) gaps.shift();
}

/**
 * The pace as the last scrapes show it. A scrape that was missed makes one distance long; where the interval was changed,
 * all that follow are. So the least of a target's last three distances counts, or of two, where most of a version's agree.
 * @param unknown the interval of a target that has not shown it yet
 */
export function paceOf(alive: readonly TrackedTarget[], unknown: number): Pace {
  let step = 0;
  for (const { gaps } of alive) {
    if (gaps.length > 0)
      step = Math.max(step, gaps.length < REMEMBERED ? Math.min(unknown, ...gaps) : Math.min(...gaps));
  }
  for (const side of ['baseline', 'candidate'] as const) {
    const lasting = alive.filter((one) => one.side === side && one.gaps.length > 1);
    step = Math.max(step, median(lasting.map(({ gaps }) => Math.min(...gaps.slice(-2)))));
  }
  return { step: step || unknown, latest: median(alive.flatMap(({ gaps }) => gaps.at(-1) ?? [])) || unknown };
}

/** The lower of the two in the middle; 0 of none. */
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
