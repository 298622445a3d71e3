import { formatValue } from '../../../text/format.ts';
import { unreadText } from '../../../wording/readings.ts';
import { plotSamples } from '../../canvas/charts/canvas.ts';
import { heat } from '../../canvas/charts/heat.ts';
import { chartLines } from '../../canvas/charts/plot.ts';
import { type Line, lineWidth, run } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import type { BoardKey } from '../../core/panel-key.ts';
import type { Row } from '../../core/rows.ts';
import { chartView } from '../../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../../views/chart/subjects.ts';
import { stateMark } from '../parts.ts';
import { boundsText, heatBands, shadesLine } from './heat-bands.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';

/** How many took how long, over time; in few rows the bounds below which most lie now. */
function draw({ content }: Held<'histogram'>, input: BoardInput): BoardDrawing {
  const { buckets, unit } = content;
  const { width, height, unicode, range, timeZone } = input;
  const words = boundsLine(content, input);
  if (input.detail === 'line' || height < LOWEST_MAP) return { badges: [totalLine(content)], lines: [words] };
  const bands = heatBands(buckets, unit, input.past, plotSamples(width));
  const shades = shadesLine(bands, unicode);
  const legend = [words, ...(height >= WITH_SHADES && lineWidth(shades) <= width ? [shades] : [])];
  const map = heat(bands, {
    width,
    height: height - legend.length,
    ink: input.glyphs.ink,
    cursor: range.cursor ?? null,
    time: { ...range, timeZone },
  });
  return {
    badges: [totalLine(content)],
    lines: [...chartLines(map), ...legend],
  };
}

/** Below which bounds most of the newest lie; else why that is not known. */
function boundsLine({ buckets, unit }: Content<'histogram'>, { glyphs, at, width }: BoardInput): Line {
  const unknown = buckets.find(({ reading }) => !reading.known)?.reading;
  if (unknown === undefined || unknown.known) return [run(boundsText(buckets, unit, glyphs.atMost, width))];
  return [stateMark('unknown', glyphs), run(` ${unreadText(unknown, at)}`, 'unknown')];
}

/** Rows from which a map tells more than words, and from which its shades are told. */
const LOWEST_MAP = 5;
const WITH_SHADES = 7;

/** How many there are by the newest answer. */
function totalLine({ buckets }: Content<'histogram'>): Line {
  const newest = buckets.at(-1)?.reading;
  return newest?.known ? [run(formatValue(newest.value, 'per-second'), 'dim')] : [];
}

/** All of it is one row. */
const rowsOf = once((content: Content<'histogram'>): readonly Row[] =>
  content.buckets.length === 0 ? [] : [{ id: 'all', text: '' }],
);

const subject = (panel: BoardKey) => ({ kind: 'panel', panel, row: '' }) as const;

/** A latency heat map. */
export const histogram: BoardKind<'histogram'> = {
  least: { width: 26, height: 6 },
  good: { width: 56, height: 14 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => rowsOf(content),
  draw,
  open: ({ key }) => chartView(subject(key)),
  copy: ({ key }, _, room) => subjectCopy(subject(key), room),
  logs: ({ key }, _, scene) => subjectLogs(subject(key), scene),
};
