import type { Room } from '../../../room/shown.ts';
import { type Millis, millis } from '../../../units.ts';
import { isSample } from '../../canvas/charts/samples.ts';
import type { Past, Range } from '../../canvas/charts/trend.ts';
import type { Subject } from '../chart/state.ts';
import { standingOf, watchedOf } from '../chart/subjects.ts';

/** When something began to be as it is. */
export interface Onset {
  readonly at: Millis;
  /** It was so as far back as was looked. */
  readonly orEarlier: boolean;
}

/** Means that a range is looked at in: finer than any chart is drawn. */
const COLUMNS = 360;

/**
 * Since when a subject is beyond its limit, or its value is not known, as its past tells; null where it is well, or that
 * cannot be told. What was beyond its limit and is not known now is told from where it is not.
 */
export function onsetOf(subject: Subject, room: Room, past: Past, range: Range): Onset | null {
  const watched = watchedOf(subject, room);
  const state = standingOf(subject, room);
  if (watched === null || state === null || state === 'ok') return null;
  const all = watched.sources.map((source) => past(source, COLUMNS));
  const bad = Array.from({ length: COLUMNS }, (_, i) => {
    const values = all.map((samples) => samples[i] ?? null);
    return values.every(isSample) ? watched.isBad(values) : null;
  });
  const width = (range.to - range.from) / COLUMNS;
  const after = (column: number): Millis => millis(Math.round(range.from + column * width));
  if (state === 'unknown') {
    const last = bad.findLastIndex((one) => one !== null);
    // Sampled up to now it says nothing of why it is not known.
    return last === -1 || last === COLUMNS - 1 ? null : { at: after(last + 1), orEarlier: false };
  }
  // What was not sampled says nothing, neither good nor bad.
  if (bad.findLast((one) => one !== null) !== true) return null;
  const first = bad.indexOf(true, bad.lastIndexOf(false) + 1);
  return { at: after(first), orEarlier: !bad.includes(false) };
}
