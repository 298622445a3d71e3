import { own } from '../../../own.ts';
import { safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import { columns, widest } from '../../canvas/columns.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import type { Row } from '../../core/rows.ts';
import { inView, urgency, worstFirst } from '../../core/worst.ts';
import { distanceRuns } from '../distance.ts';
import { listLines } from '../panel.ts';
import { stateMark } from '../parts.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { farthest, measuredDistance, measureLimit } from './limited.ts';
import { moreRun } from './more.ts';
import { charted, passing } from './series.ts';
import { toldLine, toldText, valueWidth } from './told.ts';

type TableRow = Content<'table'>['rows'][number];

/** Series as rows, queries as columns: what does not fit goes from the right. */
function draw({ content }: Held<'table'>, input: BoardInput): BoardDrawing {
  const { height, glyphs } = input;
  const rows = passing(rowsListed(content), input.ids);
  if (input.detail === 'line') return { badges: [], lines: [summary(rows, content, input)] };
  const table = tableOf(content, rows, input);
  const heads = headsOf(content, table, height > rows.length + 1, glyphs);
  const places = height - heads.length;
  const shown = inView(rows, places, ({ id }) => id === input.cursor, urgency);
  const lines = listLines(
    shown,
    ({ id }) => id,
    input,
    places,
    (row) =>
      table.row({
        mark: stateMark(row.state, glyphs),
        ...Object.fromEntries(row.names.map((name, i) => [`by${i}`, run(name)])),
        ...Object.fromEntries(
          row.cells.map((cell, i) => {
            const unit = content.columns[i]?.unit;
            return [`value${i}`, cell && unit ? toldLine(cell, unit, glyphs) : run('-', 'dim')];
          }),
        ),
        ...Object.fromEntries(
          row.cells.map((cell, i) => [`distance${i}`, distanceIn(cell, content.columns[i], input)]),
        ),
      }),
  );
  const gone = content.columns.filter((_, i) => own(table.widths, `value${i}`) === 0).length;
  const columnsGone = run(gone > 0 ? `${glyphs.right}${gone}` : '', 'accent', { kept: true });
  return { badges: [[columnsGone], [moreRun(rows.length - lines.length, input)]], lines: [...heads, ...lines] };
}

/** How far a value is from the limit of its column, in so many cells. */
const distanceIn =
  (cell: TableRow['cells'][number], measure: Content<'table'>['columns'][number] | undefined, input: BoardInput) =>
  (cells: number): Line =>
    cell === null || !measure?.limit ? [] : distanceRuns(measuredDistance(cell, measure), cells, input.unicode);

/** The names of the columns, and below them their limits where any has one and there is room. */
function headsOf(
  { by, columns: values }: Content<'table'>,
  table: ReturnType<typeof tableOf>,
  isRoomy: boolean,
  glyphs: Glyphs,
): readonly Line[] {
  const names = table.header({
    ...Object.fromEntries(by.map((label, i) => [`by${i}`, label])),
    ...Object.fromEntries(values.map(({ label }, i) => [`value${i}`, label])),
  });
  if (!isRoomy || values.every(({ limit }) => limit === null)) return [names];
  return [
    names,
    table.header({
      by0: safe('limit'),
      ...Object.fromEntries(values.map((measure, i) => [`value${i}`, measureLimit(measure, glyphs)])),
    }),
  ];
}

/** The worst first, by the cell that is farthest from its limit. */
const rowsListed = once(({ rows, columns: values }: Content<'table'>) =>
  worstFirst(rows, ({ cells }) =>
    farthest(cells.map((cell, i) => (cell && values[i] ? measuredDistance(cell, values[i]) : null))),
  ),
);

/** Cells of a distance beside its value. */
const BAR = 10;
const LEAST_BAR = 5;

/** The first column of each kind stays whatever there is room for. */
const tableOf = ({ by, columns: values }: Content<'table'>, rows: readonly TableRow[], { width, glyphs }: BoardInput) =>
  columns<string>(
    [
      { name: 'mark', width: 1, after: 1 },
      ...by.map((label, i) => ({
        name: `by${i}`,
        width: widest([label, ...rows.flatMap(({ names }) => names[i] ?? [])], { most: 32 }),
        least: 6,
        gives: 100 - i,
        after: 1,
        ...(i > 0 && { vanishes: true as const }),
      })),
      ...values.flatMap(({ label, unit, limit }, i) => {
        const least = valueWidth(
          rows.flatMap(({ cells }) => cells[i] ?? []),
          unit,
          glyphs,
        );
        const value = {
          name: `value${i}`,
          width: Math.max(least, widthOf(measureLimit({ unit, limit }, glyphs)), Math.min(20, widthOf(label))),
          align: 'right' as const,
          gap: 2,
          ...(i > 0 && { vanishes: true as const, least, gives: 50 - i }),
        };
        const bar = { name: `distance${i}`, width: BAR, least: LEAST_BAR, vanishes: true as const, gives: -i, gap: 1 };
        return limit === null ? [value] : [value, bar];
      }),
    ],
    width,
  );

function summary(rows: readonly TableRow[], { columns: values }: Content<'table'>, { glyphs }: BoardInput): Line {
  const [worst] = worstFirst(rows);
  if (worst === undefined || worst.state === 'ok') return [stateMark('ok', glyphs), run(` ${rows.length} well`, 'ok')];
  const at = worst.cells.findIndex((cell) => cell !== null && cell.state === worst.state);
  const [cell, column] = [worst.cells[at], values[at]];
  const value = cell && column ? safe(` ${column.label} ${toldText(cell, column.unit)}`) : safe('');
  const more = rows.filter(({ state }) => state !== 'ok').length - 1;
  return [
    stateMark(worst.state, glyphs),
    run(` ${worst.names[0] ?? ''}${value}`, worst.state),
    run(more > 0 ? ` +${more}` : '', 'dim'),
  ];
}

const rowsOf = once((rows: readonly TableRow[]): readonly Row[] =>
  rows.map(({ id, names, labels, state }) => ({
    id,
    text: [...names, ...Object.values(labels), state].join(' '),
    fields: { ...labels, state },
  })),
);

/** What several queries say of the same things. */
export const table: BoardKind<'table'> = {
  ...charted,
  least: { width: 30, height: 5 },
  good: { width: 60, height: 10 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => rowsOf(rowsListed(content)),
  draw,
};
