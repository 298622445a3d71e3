import type { EProcess, Pair, Weights } from './e-process.ts';
import { addToTally, newTally, type Tally } from './rates.ts';

/**
 * Since when an alternative has been fitting better than "no worse", and what was counted since: the place where the
 * likelihood of a change is greatest (Page's CUSUM). It says when trouble began and how large it is; over the whole
 * ring, hours without trouble would hide a failure that began a minute ago. As JSON can hold it.
 */
export interface Window {
  gain: number;
  from: number | null;
  tally: Tally;
}

export const newWindows = (alternatives: number): Window[] =>
  Array.from({ length: alternatives }, () => ({ gain: 0, from: null, tally: newTally() }));

/** @param gains ln L of the round by alternative @param from when the round began */
export function extendWindows(windows: readonly Window[], gains: readonly number[], pair: Pair, from: number): void {
  for (let j = 0; j < windows.length; j += 1) {
    const window = windows[j];
    const gain = gains[j] ?? 0;
    if (!window) continue;
    if (window.gain + gain <= 0) {
      if (window.from !== null) {
        window.gain = 0;
        window.from = null;
        window.tally = newTally();
      }
      continue;
    }
    window.gain += gain;
    window.from ??= from;
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
