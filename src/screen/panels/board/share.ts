import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { hiddenRun, listLines } from '../panel.ts';
import { barRuns } from '../parts.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { charted, passing, seriesRows } from './series.ts';
import { toldLine } from './told.ts';

type Part = Content<'share'>['series'][number];

/** Parts of a whole, the largest first: a bar, the share and the value of each. */
function draw({ content }: Held<'share'>, input: BoardInput): BoardDrawing {
  const { width, height, glyphs, unicode } = input;
  const parts = passing(content.series, input.ids);
  if (input.detail === 'line') return { badge: [], lines: [summary(parts)] };
  const table = columns(
    [
      {
        name: 'name',
        width: widest(
          parts.map(({ name }) => name),
          { least: 2, most: 28 },
        ),
        least: 4,
        gives: 2,
        after: 1,
      },
      { name: 'bar', width: 'rest', least: 6, most: 60, vanishes: true },
      { name: 'share', width: 8, align: 'right' },
      { name: 'value', width: 12, align: 'right', vanishes: true, gives: 1 },
    ],
    width,
  );
  const lines = listLines(
    parts,
    ({ id }) => id,
    input,
    height,
    (part) =>
      table.row({
        name: run(part.name),
        bar: (cells) => barRuns(part.share, cells, part.state === 'ok' ? 'candidate' : part.state, unicode),
        share: run(shareText(part), part.share === null ? 'unknown' : 'text', { bold: true }),
        value: toldLine(part, content.unit, glyphs),
      }),
  );
  return { badge: [...wholeLine(content), hiddenRun(parts.length - lines.length, glyphs, true)], lines };
}

const shareText = ({ share }: Part) => (share === null ? safe('unknown') : formatValue(share, 'ratio'));

/** What the parts add up to; nothing while one of them is not known. */
function wholeLine({ series, unit }: Content<'share'>): Line {
  const values = series.map(({ reading }) => (reading.known ? reading.value : null));
  if (values.length === 0 || values.includes(null)) return [];
  return [
    run(
      `of ${formatValue(
        values.reduce((sum: number, value) => sum + (value ?? 0), 0),
        unit,
      )}`,
      'dim',
    ),
  ];
}

const summary = (parts: readonly Part[]): Line =>
  parts.flatMap(
    (part, i): Line => [
      run(i > 0 ? '  ' : ''),
      run(`${part.name} `),
      run(shareText(part), part.share === null ? 'unknown' : 'text', { bold: true }),
    ],
  );

/** Parts of a whole: what a pie is elsewhere. */
export const share: BoardKind<'share'> = {
  ...charted,
  least: { width: 20, height: 4 },
  good: { width: 40, height: 7 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => seriesRows(content.series),
  draw,
};
