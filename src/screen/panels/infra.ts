import type { InfraItem, State } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { isSample } from '../canvas/charts/samples.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, lineWidth, run } from '../canvas/runs.ts';
import { infraFields } from '../core/fields.ts';
import { once } from '../core/once.ts';
import type { Row } from '../core/rows.ts';
import { worstFirst, worstOf } from '../core/worst.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import { CHART, chartGrid } from './chart-grid.ts';
import { type InfraLines, infraLines, infraRank, nearestOf } from './infra-rows.ts';
import { infraDistance, infraWindow } from './infra-tables.ts';
import type { PanelKind } from './kind.ts';
import { infraKey, nothingRollsOut, pageInfra } from './page.ts';
import { filteredTitle, hiddenRun, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { limitText, readingText, stateMark } from './parts.ts';
import { windowTitle } from './window-title.ts';

/** What it draws from. */
type Part = 'at' | 'infra' | 'pages';
type Input = PanelInput<Part>;

/** Narrower than this, the badge is short. */
const NARROW = 40;
/** Cells of its title, and of what stands around title and badge. */
const TITLE = 13;

/** As many of those that are well are shown where others want the rows of the rest. */
const FEW = 3;

/** What the rollout stands on, each with its limit, the worst first. */
function draw(input: Input): PanelDrawing {
  const { room } = input;
  const items = itemsOf(room.infra, input.ids);
  const { lines, hidden } = linesOf(items, input);
  const badge = badgeOf(input, hidden);
  const title = windowTitle(filteredTitle('Infra', input), infraWindow(pageItems(input)), badge, input);
  return { title, badge, lines: [...lines, ...chartsBelow(items, input, input.height - lines.length - 1)] };
}

/** Those over time that are not well, and then those nearest to their limits, in so many rows. */
function chartsBelow(items: readonly InfraItem[], input: Input, rows: number): readonly Line[] {
  if (input.detail !== 'full' || rows < CHART) return [];
  const charted = items
    .filter((item) => hasPast(item) && input.past({ expr: item.expr }, 2).some(isSample))
    .toSorted((a, b) => infraRank(a) - infraRank(b));
  if (charted.length === 0) return [];
  const draw = (item: InfraItem, width: number, height: number) => chartOf(item, input, width, height);
  return [[], ...chartGrid(charted, draw, { width: input.width, height: rows })];
}

/** Of one of several series no past is kept, and being up is no curve. */
const hasPast = ({ show, exactLabels }: InfraItem): boolean => show !== 'up' && Object.keys(exactLabels).length === 0;

/** A row over time, under its name and its limit. */
function chartOf(item: InfraItem, { chart, glyphs }: Input, width: number, height: number): readonly Line[] {
  const { label, limit, unit, state, expr } = item;
  const name = run(label, state === 'ok' ? 'title' : state, { bold: true });
  const head: Line = [name, run(limit === null ? '' : `  limit ${limitText({ limit, unit }, glyphs)}`, 'dim')];
  return [head, ...chart([{ expr, line: 'candidate' }], unit, width, height - 1, { limit })];
}

function linesOf(items: readonly InfraItem[], input: Input): InfraLines {
  if (items.length === 0) return { lines: [NO_MATCH], hidden: 0 };
  if (input.detail === 'line') return { lines: [summary(pageItems(input), input)], hidden: 0 };
  return infraLines(items, input.height, input);
}

/** Rows as they are listed: the worst first. */
const listed = once((items: readonly InfraItem[]) => worstFirst(items, infraDistance));

/** The rows of some identities, and all others. */
const parted = once((infra: readonly InfraItem[]) =>
  once((ids: readonly string[]) => {
    const wanted = new Set(ids);
    return Map.groupBy(listed(infra), (item) => wanted.has(infraKey(item)));
  }),
);
const itemsOf = (infra: readonly InfraItem[], ids: readonly string[]) => parted(infra)(ids).get(true) ?? [];
const elsewhereOf = (infra: readonly InfraItem[], ids: readonly string[]) => parted(infra)(ids).get(false) ?? [];

/** Every row of the page, whatever is filtered. */
const pageItems = ({ room, all }: Input): readonly InfraItem[] => itemsOf(room.infra, all);

/** How the page's rows stand, how many of them are out of sight, and those of other pages where these are worse: line 2 may speak of them. */
function badgeOf(input: Input, hidden: number): Line {
  const { room, all, glyphs, width } = input;
  const elsewhere = elsewhereOf(room.infra, all);
  const badge = (isShort: boolean): Line => [
    ...hereRuns(pageItems(input), glyphs, isShort),
    hiddenRun(hidden, glyphs, isShort),
    ...elsewhereRuns(elsewhere, glyphs, isShort),
  ];
  const whole = badge(false);
  return width < NARROW || lineWidth(whole) > width - TITLE ? badge(true) : whole;
}

function hereRuns(items: readonly InfraItem[], glyphs: Glyphs, isShort: boolean): Line {
  const [worst, bad] = worstOfThem(items);
  return worst === undefined
    ? [stateMark('ok', glyphs), run(isShort ? ' well' : ' all well', 'ok')]
    : [stateMark(worst, glyphs), run(safe(` ${bad}${isShort ? '/' : ' of '}${items.length}`), worst)];
}

/** The worst state of some rows, undefined of none that is not well, and how many are not well. */
function worstOfThem(items: readonly InfraItem[]): readonly [State | undefined, number] {
  const bad = worstFirst(items).filter(({ state }) => state !== 'ok');
  return [bad[0]?.state, bad.length];
}

function elsewhereRuns(items: readonly InfraItem[], glyphs: Glyphs, isShort: boolean): Line {
  const [worst, bad] = worstOfThem(items);
  if (worst === undefined) return [];
  return [run(isShort ? `  ${glyphs[worst]} ${bad} elsewhere` : `  ${glyphs[worst]} ${bad} on other pages`, worst)];
}

/** All of them in a single row: how many are well, those of other pages that are not, and which is nearest to its limit; else the worst. */
function summary(items: readonly InfraItem[], { room, all, glyphs }: Input): Line {
  const elsewhere = elsewhereRuns(elsewhereOf(room.infra, all), glyphs, false);
  const [worst] = worstFirst(items, infraDistance);
  if (worst === undefined || worst.state === 'ok')
    return [run(`${glyphs.ok} all ${items.length} well`, 'ok'), ...elsewhere, ...nearestRuns(items, glyphs)];
  const [, bad] = worstOfThem(items);
  const value = run(`: ${worst.label} ${readingText(worst.reading, worst.unit, worst.limit)}`, worst.state);
  return [run(`${glyphs[worst.state]} ${bad} of ${items.length}`, worst.state), value, ...elsewhere];
}

/** " · nearest: p95 42 ms ≤ 50 ms"; nothing where none has one. */
function nearestRuns(items: readonly InfraItem[], glyphs: Glyphs): Line {
  const nearest = nearestOf(items);
  if (nearest?.limit == null) return [];
  const { label, reading, limit, unit } = nearest;
  const value = readingText(reading, unit, limit);
  return [run(` ${glyphs.separator} nearest: ${label} ${value} ${limitText({ limit, unit }, glyphs)}`, 'dim')];
}

const rowsOf = once((items: readonly InfraItem[]): readonly Row[] =>
  listed(items).map((item) => ({
    id: infraKey(item),
    text: `${item.group} ${item.label} ${item.state}`,
    fields: infraFields(item),
  })),
);

const subject = (row: string) => ({ kind: 'infra', row }) as const;

/** The machines beneath. */
export const infra: PanelKind<Part> = {
  title: safe('Infra'),
  place: {
    spots: { wall: [1, 1, 2], wide: [1, 1, 1], medium: [1, 1, 1], small: [2, 1, 1] },
    stays: 2,
    share: 2,
    inOneRow: true,
  },
  need(size, room, page) {
    const items = pageInfra(room, page);
    const bad = items.filter(({ state }) => state !== 'ok').length;
    const groups = new Set(items.map(({ group, state }) => (state === 'ok' ? group : null))).size;
    if (nothingRollsOut(room)) return { min: 3, want: 2 + items.length + groups, grow: 1 };
    return { min: 3, want: 2 + items.length, grow: isRoomy(size) ? 0 : 1, tells: bad > 0 ? 2 + bad : 1 };
  },
  gives(_, room, page) {
    const items = pageInfra(room, page);
    const bad = items.filter(({ state }) => state !== 'ok').length;
    const heights = [2 + bad + FEW, ...(bad > 0 ? [2 + bad] : [1])];
    return heights.filter((height) => height < 2 + items.length);
  },
  reads: { at: true, infra: true, pages: true },
  present: (room, page) => pageInfra(room, page).length > 0,
  rows: (room, page) => rowsOf(pageInfra(room, page)),
  state: (room, page) => worstOf(pageInfra(room, page).map(({ state }) => state)),
  draw,
  open: (id) => chartView(subject(id)),
  copy: (id, room) => subjectCopy(subject(id), room),
  logs: (id, scene) => subjectLogs(subject(id), scene),
  hints: () => ({ first: [], besides: [] }),
};
