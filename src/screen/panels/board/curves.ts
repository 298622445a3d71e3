import type { PanelContent, PanelSeries } from '../../../room/shown.ts';
import type { Level } from '../../canvas/charts/levels.ts';
import { type StrokeName, strokeFor, TOLD_APART } from '../../canvas/charts/strokes.ts';
import { urgency } from '../../core/worst.ts';

/** A series as it is drawn among others. */
export interface Drawn {
  readonly series: PanelSeries;
  readonly line: StrokeName;
  /** Its number among those of its panel. */
  readonly place: number;
}

/**
 * Series with the lines they are drawn by, the first above all others. So few lines can be told apart that the chosen one
 * and those that are not well have them, where there are more.
 */
export const drawnSeries = (
  all: readonly PanelSeries[],
  chosen: string | undefined,
  stacked: boolean,
): readonly Drawn[] =>
  all
    .map((series, place) => ({
      series,
      place,
      rank: all.length <= TOLD_APART ? 0 : series.id === chosen ? -1 : urgency(series),
    }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ series, place }, i) => ({ series, place, line: strokeFor(i, stacked) }));

type Measure = Extract<PanelContent, { readonly type: 'timeseries' }>['measure'];

const LINES = {
  ok: 'okLevel',
  warn: 'warnLevel',
  fail: 'failLevel',
  info: 'infoLevel',
  plain: 'limit',
} as const satisfies Readonly<Record<NonNullable<PanelSeries['tone']>, StrokeName>>;

/** Where colours change, in the colour that begins there. */
export const stepLevels = ({ steps }: Measure): readonly Level[] =>
  steps.flatMap(({ from, tone }) => (from === null ? [] : [{ value: from, line: LINES[tone] }]));
