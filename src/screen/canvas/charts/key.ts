import { joined, type Safe, safe } from '../../../text/safe.ts';
import type { Millis } from '../../../units.ts';
import { type Canvas, type Cell, columnOf } from './canvas.ts';
import type { Level } from './levels.ts';
import { isSample, type Samples } from './samples.ts';
import type { Series } from './series.ts';
import { type StrokeName, strokeOf } from './strokes.ts';
import type { TimeSpan } from './time-axis.ts';
import { cellsOf, put, putFree } from './words.ts';

/** What a key tells of curves. */
interface KeyOf {
  /** A value in words. */
  told(value: number): Safe;
  /** A piece of a curve, as it is drawn. */
  readonly sampleOf: (line: StrokeName) => Safe;
  /** What stands where curves of two versions meet, in words; none where none do. */
  readonly both: readonly Safe[];
  /** A piece of a curve where it is beyond its limit; null where none is. */
  readonly beyond: Safe | null;
  /** Of those that go up and down the value is told at the cursor, too. */
  readonly levels: readonly Level[];
  /** The instant whose values are told; null for none. */
  readonly cursor: Millis | null;
  readonly time: TimeSpan;
  /** Rows that levels stand in, which a key would look a part of: they come last. */
  readonly crowded: ReadonlySet<number>;
  /** Names are told with values alone: a legend stands elsewhere. */
  readonly isElsewhere: boolean;
}

const GAP: readonly Cell[] = cellsOf(safe('  '), 'dim');

/**
 * What each curve is called and was at the cursor, where nothing is drawn, from the top down. What was asked for is told in
 * any case: where there is no room for it, it takes the uppermost rows.
 */
export function drawKey(canvas: Canvas, series: readonly Series[], of: KeyOf): void {
  const at = columnOf(of.cursor, of.time, 1) === null ? null : of.cursor;
  if (of.isElsewhere && at === null) return;
  const entries = series.toReversed().flatMap((one) => entryOf(one, at, of));
  const notes = [
    ...(at === null ? [] : of.levels.flatMap((level) => limitAt(level, at, of))),
    ...(of.isElsewhere ? [] : signNotes(of)),
  ];
  if (entries.length + notes.length === 0) return;
  const places = [...canvas.keys()].sort((a, b) => Number(of.crowded.has(a)) - Number(of.crowded.has(b)) || a - b);
  rowsOf([...entries, ...notes], (canvas[0]?.length ?? 0) - 2).forEach((words, row) => {
    const cells = canvas[row];
    if (!putFree(canvas, places, words) && at !== null && cells) put(cells, 1, words);
  });
}

/** What signs mean that are of no curve alone. */
const signNotes = ({ both, beyond }: KeyOf): readonly (readonly Cell[])[] => [
  ...both.map((words) => cellsOf(words, 'dim')),
  ...(beyond === null ? [] : [cellsOf(safe(`${beyond} beyond limit`), 'fail')]),
];

/** Entries beside each other, as many as fit in a row; what is wider than one is left out. */
function rowsOf(entries: readonly (readonly Cell[])[], width: number): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    if (last && last.length + GAP.length + entry.length <= width) rows[rows.length - 1] = [...last, ...GAP, ...entry];
    else if (entry.length <= width) rows.push(entry);
  }
  return rows;
}

/** None of a curve that there is nothing to say of. */
function entryOf(
  { samples, line, name }: Series,
  at: Millis | null,
  { told: tell, sampleOf, time }: KeyOf,
): (readonly Cell[])[] {
  if (name === undefined && at === null) return [];
  const value = at === null ? null : sampleAt(samples, at, time);
  const told = at === null ? [] : [value === null ? safe('nothing') : tell(value)];
  const words = [sampleOf(line), ...(name === undefined ? [] : [name]), ...told];
  return [cellsOf(joined(words, ' '), strokeOf(line).tone)];
}

/** Where a limit that goes up and down was then. */
function limitAt({ value, name }: Level, at: Millis, { told, time }: KeyOf): (readonly Cell[])[] {
  if (typeof value === 'number' || name === undefined) return [];
  const found = sampleAt(value, at, time);
  return [cellsOf(safe(`limit ${found === null ? safe('not known') : told(found)}`), 'dim')];
}

/** The sample that stands at an instant of a chart; null where there is none. */
function sampleAt(samples: Samples, at: Millis, time: TimeSpan): number | null {
  const value = samples[columnOf(at, time, samples.length) ?? 0] ?? null;
  return value !== null && isSample(value) ? value : null;
}
