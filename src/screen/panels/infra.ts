import { fullAt } from '../../limits/limit.ts';
import type { InfraItem } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { isRoomy } from '../canvas/layout.ts';
import { blank, cell, type Line, run, selected, toWidth, widthOf } from '../canvas/runs.ts';
import { WHOLE } from '../core/chart-window.ts';
import { inView, urgency, worstFirst, worstOf } from '../core/worst.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import type { PanelKind } from './kind.ts';
import { infraKey, nothingRollsOut, pageInfra } from './page.ts';
import { filteredTitle, hiddenRun, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { barRuns, readingText, stateMark } from './parts.ts';

const CELL = 34;
/** Narrower than this, the badge is short. */
const NARROW = 40;
const VALUE = 10;
const USUAL_LABEL = 18;
const LEAST_BAR = 4;
const WIDEST_BAR = 12;

/** What the rollout stands on, in a grid, under the names of its groups where there is room for them; in the profile's order as long as all fits, so that everything keeps its place. */
function draw(input: PanelInput): PanelDrawing {
  const { glyphs, width, height, room } = input;
  const items = room.infra.filter((item) => input.ids.includes(infraKey(item)));
  const badge = badgeOf(input, 0);
  const title = filteredTitle('Infra', input);
  if (items.length === 0) return { title, badge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title, badge, lines: [summary(pageItems(input), glyphs)] };
  const columns = Math.max(1, Math.min(Math.floor((width + 2) / CELL), items.length));
  const cellWidth = Math.floor((width - 2 * (columns - 1)) / columns);
  const label = labelWidth(items, cellWidth);
  const drawRow = (row: readonly InfraItem[]): Line =>
    row.flatMap((item, i) => {
      const line = toWidth(itemCell(item, input, cellWidth, label), cellWidth);
      return [...(i > 0 ? [run('  ')] : []), ...(infraKey(item) === input.cursor ? selected(line) : line)];
    });
  const groups = [...Map.groupBy(items, ({ group }) => group)].map(([group, members]) => ({
    heading: toWidth([run(group, 'dim')], width),
    rows: chunks(members, columns),
  }));
  const tall = groups.reduce((sum, { rows }) => sum + 1 + rows.length, 0);
  if (groups.length > 1 && tall <= height)
    return { title, badge, lines: groups.flatMap(({ heading, rows }) => [heading, ...rows.map(drawRow)]) };
  const shown = inView(items, columns * height, (item) => infraKey(item) === input.cursor, urgency);
  const lines = chunks(shown, columns).map(drawRow);
  const hidden = items.length - shown.length;
  return { title, badge: badgeOf(input, hidden), lines };
}

/** Every row of the page, whatever is filtered. */
const pageItems = ({ room, all }: PanelInput): readonly InfraItem[] =>
  room.infra.filter((item) => all.includes(infraKey(item)));

/** How the page's rows stand, how many of them are out of sight, and those of other pages where these are worse: line 2 may speak of them. */
function badgeOf(input: PanelInput, hidden: number): Line {
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
  const elsewhere = told(
    room.infra.filter((item) => !all.includes(infraKey(item))),
    '',
    ' on other pages',
  );
  return elsewhere.length === 0 ? here : [...here, run('  '), ...elsewhere];
}

const chunks = (items: readonly InfraItem[], size: number): InfraItem[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** Labels get what they need, but leave room for a bar where the cell is wide enough for one. */
function labelWidth(items: readonly InfraItem[], cellWidth: number): number {
  const needed = Math.max(4, ...items.map((item) => widthOf(item.label)));
  const free = cellWidth - 3 - VALUE;
  return Math.min(
    needed,
    free - LEAST_BAR >= USUAL_LABEL ? Math.max(USUAL_LABEL, free - WIDEST_BAR) : Math.max(4, free),
  );
}

function itemCell(item: InfraItem, { glyphs, unicode }: PanelInput, width: number, label: number): Line {
  const { reading } = item;
  const head: Line = [stateMark(item.state, glyphs), run(` ${cell(item.label, label)} `)];
  const tone = item.state === 'ok' ? 'text' : item.state;
  const left = width - label - 3 - VALUE;
  const barWidth = left < LEAST_BAR ? 0 : Math.min(WIDEST_BAR, left);
  if (item.show === 'up') {
    const word = reading.known ? (reading.value > 0 ? 'up' : 'DOWN') : readingText(reading, item.unit);
    return [...head, run(blank(barWidth)), run(cell(word, VALUE, 'right'), tone)];
  }
  const value = run(
    cell(readingText(reading, item.unit), VALUE, 'right'),
    tone,
    reading.known ? { dim: reading.aging } : {},
  );
  if (item.show !== 'bar' || barWidth === 0) return [...head, run(blank(barWidth)), value];
  const full = item.limit === null ? 1 : fullAt(item.limit);
  const share = reading.known ? reading.value / full : null;
  return [...head, ...barRuns(share, barWidth, item.state === 'ok' ? 'ok' : item.state, unicode), value];
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

const subject = (row: string) => ({ kind: 'infra', row }) as const;

/** The machines beneath. */
export const infra: PanelKind = {
  title: safe('Infra'),
  place: {
    spots: {
      wall: { band: 1, column: 0, row: 1 },
      wide: { band: 1, column: 1, row: 1 },
      medium: { band: 1, column: 1, row: 1 },
      small: { band: 2, column: 1, row: 1 },
    },
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
  present: (room, page) => pageInfra(room, page).length > 0,
  rows: (room, page) =>
    pageInfra(room, page).map((item) => ({ id: infraKey(item), text: `${item.group} ${item.label} ${item.state}` })),
  state: (room, page) => worstOf(pageInfra(room, page).map(({ state }) => state)),
  draw,
  open: (id) => chartView(subject(id)),
  copy: (id, room) => subjectCopy(subject(id), room),
  logs: (id, scene) => subjectLogs(subject(id), scene, WHOLE),
  hints: () => ({ first: [], besides: [] }),
};
