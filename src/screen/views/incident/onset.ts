import type { Room } from '../../../room/shown.ts';
import { type Millis, millis } from '../../../units.ts';
import { isSample } from '../../canvas/charts/samples.ts';
import type { Past, Range } from '../../canvas/charts/trend.ts';
import type { Subject } from '../chart/state.ts';
import { watchedOf } from '../chart/subjects.ts';

/** When something began to be wrong. */
export interface Onset {
  readonly at: Millis;
  /** It was so as far back as was looked. */
  readonly orEarlier: boolean;
}

/** Means that a range is looked at in: finer than any chart is drawn. */
const COLUMNS = 360;

/** Since when a subject is beyond its limit, as its past tells; null where it is not, or that cannot be told. */
export function onsetOf(subject: Subject, room: Room, past: Past, range: Range): Onset | null {
  const watched = watchedOf(subject, room);
  if (watched === null) return null;
  const all = watched.sources.map((source) => past(source, COLUMNS));
  const bad = Array.from({ length: COLUMNS }, (_, i) => {
    const values = all.map((samples) => samples[i] ?? null);
    return values.every(isSample) ? watched.isBad(values) : null;
  });
  // What was not sampled says nothing, neither good nor bad.
  if (bad.findLast((one) => one !== null) !== true) return null;
  const first = bad.indexOf(true, bad.lastIndexOf(false) + 1);
  const width = (range.to - range.from) / COLUMNS;
  return { at: millis(Math.round(range.from + first * width)), orEarlier: !bad.includes(false) };
}
