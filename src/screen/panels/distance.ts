import type { Distance } from '../../limits/distance.ts';
import { type Safe, safe } from '../../text/safe.ts';
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
 * The distance of a value to its limit in exactly so many cells: a line up to the value within, "━━━━╸   ┊", and a bar
 * through the tick beyond, "████████┊██▍ over", so that no colour is needed to tell them apart. Up to the tick, which is
 * the limit, it is true to scale: full there at the limit and not before. Beyond, each doubling of the value halves what
 * is left, so that twice and twenty times the limit can be told apart. Null of a value that is not known.
 */
export function distanceRuns(distance: Distance | null, cells: number, unicode: boolean): Line {
  if (cells < LEAST) return [run(blank(Math.max(0, cells)))];
  if (distance === null) return [run(bar(null, cells, unicode).rest, 'unknown', { solid: true })];
  const word = cells >= WITH_WORD ? WORD : 0;
  const width = cells - word - 1;
  const within = Math.max(1, Math.round(width * WITHIN));
  const tone = distanceTone(distance);
  const told = word === 0 ? [] : [run(cell(` ${distanceWord(distance)}`, word), tone, { bold: distance.beyond })];
  const tick = unicode ? '┊' : '|';
  if (!distance.beyond)
    return [
      run(lineUpTo(distance.share, within, unicode), tone),
      run(tick, 'dim'),
      run(blank(width - within)),
      ...told,
    ];
  return [
    run(bar(1, within, unicode).filled, tone, { solid: true }),
    run(tick, 'title'),
    run(barPast(1 - 1 / distance.share, width - within, unicode), tone, { solid: true }),
    ...told,
  ];
}

const blank = (cells: number): Safe => safe(' ').repeat(cells);

/** Half a cell at least where there is anything of it. */
function lineUpTo(share: number, cells: number, unicode: boolean): Safe {
  if (!unicode)
    return safe('=')
      .repeat(Math.floor(share * cells))
      .padEnd(cells);
  const halves = Math.max(share > 0 ? 1 : 0, Math.floor(share * cells * 2));
  return safe(`${safe('━').repeat(Math.floor(halves / 2))}${safe(halves % 2 === 1 ? '╸' : '')}`).padEnd(cells);
}

/** An eighth of a cell at least, or a whole sign in ASCII. */
const barPast = (share: number, cells: number, unicode: boolean): Safe =>
  bar(Math.max(share, (unicode ? 1 / 8 : 1) / Math.max(1, cells)), cells, unicode).filled.padEnd(cells);
