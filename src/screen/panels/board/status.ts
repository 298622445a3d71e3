import type { Reading } from '../../../room/shown.ts';
import { literals, type Safe, safe } from '../../../text/safe.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run, selected, type Tone, toWidth } from '../../canvas/runs.ts';
import { seriesFields } from '../../core/fields.ts';
import { once } from '../../core/once.ts';
import type { Row } from '../../core/rows.ts';
import { inView, urgency, worstFirst } from '../../core/worst.ts';
import { distanceRuns } from '../distance.ts';
import { readingText, stateMark } from '../parts.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { measuredDistance, measureLimit } from './limited.ts';
import { moreRun } from './more.ts';
import { charted, passing } from './series.ts';

type Item = Content<'status'>['items'][number];

/** Cells of one of them, where several stand beside each other. */
const CELL = 38;

/** Cells at both ends of a row of a panel. */
const BORDERS = 4;

/** Cells of a distance beside the time it is of. */
const BAR = 12;
const LEAST_BAR = 5;

const WORDS: Readonly<Record<Item['standing'], Safe>> = literals({
  up: 'up',
  degraded: 'DEGRADED',
  down: 'DOWN',
  unknown: 'UNKNOWN',
});

/** What is up and what is not, in a grid, each with how fast it answered and what. */
function draw({ content }: Held<'status'>, input: BoardInput): BoardDrawing {
  const { width, height } = input;
  const items = passing(itemsListed(content), input.ids);
  const badge = badgeOf(content.items, input);
  const limit = run(measureLimit(content.measure, input.glyphs), 'dim');
  if (input.detail === 'line') return { badges: [badge], lines: [summary(content.items, input)] };
  const beside = besideIn(width, items);
  const cellWidth = Math.floor((width - 2 * (beside - 1)) / beside);
  const shown = inView(items, beside * height, ({ id }) => id === input.cursor, urgency);
  const table = tableOf(shown, content, cellWidth);
  const lines = Array.from(
    { length: Math.ceil(shown.length / beside) },
    (_, row): Line =>
      shown.slice(row * beside, (row + 1) * beside).flatMap((item, i) => {
        const line = toWidth(itemCells(item, content, input, table), cellWidth);
        return [run(i > 0 ? '  ' : ''), ...(item.id === input.cursor ? selected(line) : line)];
      }),
  );
  return { badges: [badge, [limit], [moreRun(items.length - shown.length, input)]], lines };
}

/** How many of some stand beside each other. */
const besideIn = (width: number, items: readonly Item[]): number =>
  Math.max(1, Math.min(Math.floor((width + 2) / CELL), items.length));

/** The worst first: those that are down, then those that took longest beyond the limit. */
const itemsListed = once(({ items, measure }: Content<'status'>) =>
  worstFirst(items, ({ response }) => (response === null ? null : measuredDistance({ reading: response }, measure))),
);

const has = (readings: readonly (Reading | null)[]): boolean => readings.some((reading) => reading !== null);

const tableOf = (items: readonly Item[], { items: all, measure }: Content<'status'>, width: number) =>
  columns(
    [
      { name: 'mark', width: 1, after: 1 },
      // What it is called is cut last of all: how fast it answered, and what, is in its chart, too.
      { name: 'name', width: widest(items.map(({ name }) => name)), least: 1, gives: 4 },
      { name: 'word', width: widest(items.map(({ standing }) => WORDS[standing])), gap: 1 },
      {
        name: 'response',
        width: has(all.map(({ response }) => response)) ? 8 : 0,
        align: 'right',
        vanishes: true,
        gives: 3,
      },
      {
        name: 'distance',
        width: measure.limit !== null && has(all.map(({ response }) => response)) ? BAR : 0,
        least: LEAST_BAR,
        vanishes: true,
        gives: 1,
        gap: 1,
      },
      {
        name: 'code',
        width: has(all.map(({ code }) => code)) ? 4 : 0,
        align: 'right',
        vanishes: true,
        gives: 2,
        gap: 1,
      },
    ],
    width,
  );

function itemCells(
  item: Item,
  { measure }: Content<'status'>,
  { glyphs, unicode }: BoardInput,
  table: ReturnType<typeof tableOf>,
): Line {
  const { state, standing, response, code } = item;
  const tone: Tone = state === 'ok' ? 'text' : state;
  return table.row({
    mark: stateMark(state, glyphs),
    name: run(item.name),
    word: run(WORDS[standing], state, { bold: standing !== 'up' }),
    response: response === null ? [] : run(readingText(response, measure.unit), response.known ? tone : 'unknown'),
    distance: (cells) => distanceLine(item, measure, cells, unicode),
    code: code === null ? [] : run(codeText(code), code.known ? tone : 'unknown'),
  });
}

/** How far from its limit an answer took; of what gives none nothing. Degraded is no failure: the bar has the colour of its state. */
function distanceLine(
  { response, standing, state }: Item,
  measure: Content<'status'>['measure'],
  cells: number,
  unicode: boolean,
): Line {
  if (response === null || measure.limit === null || standing === 'down') return [];
  const drawn = distanceRuns(measuredDistance({ reading: response }, measure), cells, unicode);
  return drawn.map((part) => (part.tone === 'fail' ? { ...part, tone: state } : part));
}

/** A code as it is, without what makes a number readable. */
const codeText = (code: Reading): Safe => (code.known ? safe(`${code.value}`) : safe('-'));

/** How many are up of those of which that is known, and of how many it is not. */
function badgeOf(items: readonly Item[], { glyphs }: BoardInput): Line {
  const count = (is: Item['standing']) => items.filter(({ standing }) => standing === is).length;
  const [up, unknown] = [count('up'), count('unknown')];
  if (items.length === 0) return [];
  if (up === items.length) return [stateMark('ok', glyphs), run(` ${up} up`, 'ok')];
  const known =
    unknown === items.length ? [] : [run(`${up}/${items.length - unknown} up`, worstFirst(items)[0]?.state ?? 'ok')];
  return [...known, ...(unknown > 0 ? [run(`${known.length > 0 ? '  ' : ''}${unknown} unknown`, 'unknown')] : [])];
}

function summary(items: readonly Item[], { glyphs }: BoardInput): Line {
  const [worst] = worstFirst(items);
  if (worst === undefined || worst.state === 'ok') return [stateMark('ok', glyphs), run(` ${items.length} up`, 'ok')];
  const more = items.filter(({ state }) => state !== 'ok').length - 1;
  return [
    stateMark(worst.state, glyphs),
    run(` ${worst.name} ${WORDS[worst.standing]}`, worst.state, { bold: true }),
    run(more > 0 ? ` +${more}` : '', 'dim'),
  ];
}

const rowsOf = once((items: readonly Item[]): readonly Row[] =>
  items.map((item) => ({
    id: item.id,
    text: [item.name, ...Object.values(item.labels), WORDS[item.standing]].join(' '),
    fields: { ...seriesFields(item), standing: item.standing },
  })),
);

/** What is up, degraded or down. */
export const status: BoardKind<'status'> = {
  ...charted,
  least: { width: 26, height: 4 },
  good: { width: 44, height: 8 },
  needs: ({ content: { items } }, width) => Math.ceil(items.length / besideIn(width - BORDERS, items)) + 2,
  inOneRow: true,
  reads: {},
  rows: ({ content }) => rowsOf(itemsListed(content)),
  draw,
};
