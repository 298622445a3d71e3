import type { EProcess, Pair, Weights } from './e-process.ts';
import { addToTally, newTally, type Tally } from './rates.ts';
import { type CountedSpread, copySpread } from './spread.ts';

/**
 * Since when an alternative has been fitting better than "no worse", and what was counted since: the place where the
 * likelihood of a change is greatest (Page's CUSUM). It says when trouble began and how large it is; over the whole
 * ring, hours without trouble would hide a failure that began a minute ago. As JSON can hold it.
 */
export interface Window {
  gain: number;
  from: number | null;
  tally: Tally;
  /** What the pods had counted before; null while there is no trouble, or there are no pods. */
  before: CountedSpread | null;
  /** Whether it was loud since it began. */
  isHeard: boolean;
}

/** A likelihood ratio from which on the last minutes speak against the candidate, whatever the stage as a whole says. */
export const AGAINST = Math.log(100);

export const newWindows = (alternatives: number): Window[] =>
  Array.from({ length: alternatives }, () => ({
    gain: 0,
    from: null,
    tally: newTally(),
    before: null,
    isHeard: false,
  }));

/**
 * @param gains ln L of the round by alternative, and what it costs to begin in this round @param from when the round began
 * @param spread what the pods had counted before it; null where there are none
 * @param most what a window can earn: with a limit, what was long and bad ends as soon as what was short
 */
export function extendWindows(
  windows: readonly Window[],
  { gains, costs }: { readonly gains: readonly number[]; readonly costs: readonly number[] },
  pair: Pair,
  from: number,
  spread: CountedSpread | null,
  most = Infinity,
): void {
  // Windows that begin in the same round share one copy.
  let before: CountedSpread | null = null;
  for (let j = 0; j < windows.length; j += 1) {
    const window = windows[j];
    if (!window) continue;
    const gain = (gains[j] ?? 0) - (window.from === null ? (costs[j] ?? 0) : 0);
    if (window.gain + gain <= 0) {
      if (window.from !== null) {
        window.gain = 0;
        window.from = null;
        window.before = null;
        window.isHeard = false;
        window.tally = newTally();
      }
      continue;
    }
    window.gain = Math.min(most, window.gain + gain);
    window.isHeard ||= window.gain >= AGAINST;
    window.from ??= from;
    if (window.before === null && spread) {
      before ??= copySpread(spread);
      window.before = before;
    }
    addToTally(window.tally, pair);
  }
}

/** The window of the alternative that has earned most. */
export function leadingWindow(windows: readonly Window[], process: EProcess, { lnWeights }: Weights): Window | null {
  let best: Window | null = null;
  let most = -Infinity;
  windows.forEach((window, j) => {
    const sinceChange = Math.log(process.change[j] ?? 0) + process.scale;
    const earned = (lnWeights[j] ?? 0) + Math.max(process.start[j] ?? 0, sinceChange);
    if (earned <= most) return;
    most = earned;
    best = window;
  });
  return best;
}
