import { fullAt } from '../../limits/limit.ts';
import type { InfraItem } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { columns, widest } from '../canvas/columns.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, run, selected, toWidth } from '../canvas/runs.ts';
import { WHOLE } from '../core/chart-window.ts';
import { once } from '../core/once.ts';
import type { Row } from '../core/rows.ts';
import { inView, urgency, worstFirst, worstOf } from '../core/worst.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import type { PanelKind } from './kind.ts';
import { infraKey, nothingRollsOut, pageInfra } from './page.ts';
import { filteredTitle, hiddenRun, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { barRuns, readingText, stateMark } from './parts.ts';

/** What it draws from. */
type Part = 'infra' | 'pages';
type Input = PanelInput<Part>;

const CELL = 34;
/** Narrower than this, the badge is short. */
const NARROW = 40;
const USUAL_LABEL = 18;

/** What the rollout stands on, in a grid, under the names of its groups where there is room for them; in the profile's order as long as all fits, so that everything keeps its place. */
function draw(input: Input): PanelDrawing {
  const { glyphs, width, height, room } = input;
  const items = itemsOf(room.infra, input.ids);
  const badge = badgeOf(input, 0);
  const title = filteredTitle('Infra', input);
  if (items.length === 0) return { title, badge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title, badge, lines: [summary(pageItems(input), glyphs)] };
  const beside = Math.max(1, Math.min(Math.floor((width + 2) / CELL), items.length));
  const cellWidth = Math.floor((width - 2 * (beside - 1)) / beside);
  const table = tableOf(items, cellWidth);
  const drawRow = (row: readonly InfraItem[]): Line =>
    row.flatMap((item, i) => {
      const line = toWidth(itemCell(item, input, table), cellWidth);
      return [...(i > 0 ? [run('  ')] : []), ...(infraKey(item) === input.cursor ? selected(line) : line)];
    });
  const groups = [...Map.groupBy(items, ({ group }) => group)].map(([group, members]) => ({
    heading: toWidth([run(group, 'dim')], width),
    rows: chunks(members, beside),
  }));
  const tall = groups.reduce((sum, { rows }) => sum + 1 + rows.length, 0);
  if (groups.length > 1 && tall <= height)
    return { title, badge, lines: groups.flatMap(({ heading, rows }) => [heading, ...rows.map(drawRow)]) };
  const shown = inView(items, beside * height, (item) => infraKey(item) === input.cursor, urgency);
  const lines = chunks(shown, beside).map(drawRow);
  const hidden = items.length - shown.length;
  return { title, badge: badgeOf(input, hidden), lines };
}

/** The rows of some identities, and all others. */
const parted = once((infra: readonly InfraItem[]) =>
  once((ids: readonly string[]) => {
    const wanted = new Set(ids);
    return Map.groupBy(infra, (item) => wanted.has(infraKey(item)));
  }),
);
const itemsOf = (infra: readonly InfraItem[], ids: readonly string[]) => parted(infra)(ids).get(true) ?? [];
const elsewhereOf = (infra: readonly InfraItem[], ids: readonly string[]) => parted(infra)(ids).get(false) ?? [];

/** Every row of the page, whatever is filtered. */
const pageItems = ({ room, all }: Input): readonly InfraItem[] => itemsOf(room.infra, all);

/** How the page's rows stand, how many of them are out of sight, and those of other pages where these are worse: line 2 may speak of them. */
function badgeOf(input: Input, hidden: number): Line {
  const { room, all, glyphs, width } = input;
  const told = (items: readonly InfraItem[], well: ' all well' | '', where: ' on other pages' | ''): Line => {
    const bad = worstFirst(items).filter(({ state }) => state !== 'ok');
    const [worst] = bad;
    if (worst === undefined)
      return well === '' ? [] : [stateMark('ok', glyphs), run(width < NARROW ? safe(' well') : well, 'ok')];
    const of = safe(
      where === '' ? ` ${bad.length}${width < NARROW ? '/' : ' of '}${items.length}` : ` ${bad.length}${where}`,
    );
    return [stateMark(worst.state, glyphs), run(of, worst.state)];
  };
  const here = [...told(pageItems(input), ' all well', ''), hiddenRun(hidden, glyphs, width < NARROW)];
  const elsewhere = told(elsewhereOf(room.infra, all), '', ' on other pages');
  return elsewhere.length === 0 ? here : [...here, run('  '), ...elsewhere];
}

const chunks = (items: readonly InfraItem[], size: number): InfraItem[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** Labels get what they need, but leave room for a bar where the cell is wide enough for one. */
function tableOf(items: readonly InfraItem[], cellWidth: number) {
  const needed = widest(
    items.map((item) => item.label),
    { least: 4 },
  );
  return columns(
    [
      { name: 'mark', width: 1 },
      { name: 'label', width: 'rest', least: Math.min(needed, USUAL_LABEL), most: needed, gap: 1, after: 1 },
      { name: 'bar', width: 12, least: 4, vanishes: true },
      { name: 'value', width: 10, align: 'right' },
    ],
    cellWidth,
  );
}

function itemCell(item: InfraItem, { glyphs, unicode }: Input, table: ReturnType<typeof tableOf>): Line {
  const { reading, state, unit } = item;
  const isUp = item.show === 'up' && reading.known;
  const word = isUp ? (reading.value > 0 ? 'up' : 'DOWN') : readingText(reading, unit);
  const full = item.limit === null ? 1 : fullAt(item.limit);
  const share = reading.known ? reading.value / full : null;
  return table.row({
    mark: stateMark(state, glyphs),
    label: run(item.label),
    bar: (cells) => (item.show === 'bar' ? barRuns(share, cells, state, unicode) : []),
    value: run(word, state === 'ok' ? 'text' : state, { dim: item.show !== 'up' && reading.known && reading.aging }),
  });
}

function summary(items: readonly InfraItem[], glyphs: Glyphs): Line {
  const [worst] = worstFirst(items);
  if (worst === undefined || worst.state === 'ok') return [stateMark('ok', glyphs), run(` ${items.length} well`, 'ok')];
  const more = items.filter((item) => item.state !== 'ok').length - 1;
  return [
    stateMark(worst.state, glyphs),
    run(` ${worst.label} ${readingText(worst.reading, worst.unit)}`, worst.state),
    run(more > 0 ? ` +${more}` : '', 'dim'),
  ];
}

const rowsOf = once((items: readonly InfraItem[]): readonly Row[] =>
  items.map((item) => ({ id: infraKey(item), text: `${item.group} ${item.label} ${item.state}` })),
);

const subject = (row: string) => ({ kind: 'infra', row }) as const;

/** The machines beneath. */
export const infra: PanelKind<Part> = {
  title: safe('Infra'),
  place: {
    spots: { wall: [1, 0, 1], wide: [1, 1, 1], medium: [1, 1, 1], small: [2, 1, 1] },
    stays: 2,
    gives: 'second',
    share: 2,
    inOneRow: true,
  },
  need(size, room, page) {
    const items = pageInfra(room, page);
    if (!nothingRollsOut(room))
      return {
        min: 3,
        want: 2 + (isRoomy(size) ? Math.max(2, Math.ceil(items.length / 2)) : 3),
        grow: isRoomy(size) ? 0 : 1,
      };
    const groups = new Set(items.map(({ group }) => group)).size;
    return { min: 3, want: 2 + Math.ceil(items.length / (size === 'medium' ? 1 : 2)) + groups, grow: 1 };
  },
  reads: { infra: true, pages: true },
  present: (room, page) => pageInfra(room, page).length > 0,
  rows: (room, page) => rowsOf(pageInfra(room, page)),
  state: (room, page) => worstOf(pageInfra(room, page).map(({ state }) => state)),
  draw,
  open: (id) => chartView(subject(id)),
  copy: (id, room) => subjectCopy(subject(id), room),
  logs: (id, scene) => subjectLogs(subject(id), scene, WHOLE),
  hints: () => ({ first: [], besides: [] }),
};
