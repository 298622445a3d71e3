import type { Distance } from '../../limits/distance.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import { bar } from '../canvas/charts/bar.ts';
import { cell, type Line, run, type Tone } from '../canvas/runs.ts';

/** The colour of a value is how far it is from its limit, and nothing else. */
export const distanceTone = ({ beyond, near }: Pick<Distance, 'beyond' | 'near'>): Tone =>
  beyond ? 'fail' : near ? 'warn' : 'ok';

/** What a distance is called: beyond the limit on which side, or near it; of a value that is well nothing. */
export const distanceWord = ({ beyond, near, side }: Distance): Safe => safe(beyond ? side : near ? 'near' : '');

/** Cells of the word with the blank before it, and of the least bar it stands beside. */
const WORD = 6;
const WITH_WORD = 14;
/** As wide as this, a bar has no room for anything beside its limit. */
const LEAST = 3;
/** Of a bar, what lies within the limit. */
const WITHIN = 2 / 3;

/**
 * The distance of a value to its limit in exactly so many cells: "████▎  ┊" within, "██████┊██▍ over" beyond. Up to the
 * tick, which is the limit, it is true to scale: full there at the limit and not before. Beyond, each doubling of the
 * value halves what is left, so that twice and twenty times the limit can be told apart. Null of a value that is not known.
 */
export function distanceRuns(distance: Distance | null, cells: number, unicode: boolean): Line {
  if (cells < LEAST) return [run(safe(' ').repeat(Math.max(0, cells)))];
  if (distance === null) return [run(bar(null, cells, unicode).rest, 'unknown', { solid: true })];
  const word = cells >= WITH_WORD ? WORD : 0;
  const width = cells - word - 1;
  const within = Math.max(1, Math.round(width * WITHIN));
  const { share, beyond } = distance;
  const tone = distanceTone(distance);
  const past = beyond ? filled(1 - 1 / share, width - within, unicode, 1) : empty(width - within);
  return [
    run(beyond ? filled(1, within, unicode) : filled(share, within, unicode), tone, { solid: true }),
    run(unicode ? '┊' : '|', beyond ? 'title' : 'dim'),
    run(past, tone, { solid: true }),
    ...(word === 0 ? [] : [run(cell(` ${distanceWord(distance)}`, word), tone, { bold: beyond })]),
  ];
}

const empty = (cells: number): Safe => safe(' ').repeat(cells);

/** A bar on nothing, in exactly so many cells; of what is drawn at all at least so many eighths, and a whole sign in ASCII. */
function filled(share: number, cells: number, unicode: boolean, least = 0): Safe {
  const smallest = least === 0 || cells === 0 ? 0 : (unicode ? least / 8 : 1) / cells;
  const drawn = bar(Math.max(share, smallest), cells, unicode).filled;
  return joined([drawn, empty(cells - drawn.length)], '');
}
