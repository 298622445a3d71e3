import type { InfraItem } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, run } from '../canvas/runs.ts';
import { infraFields } from '../core/fields.ts';
import { once } from '../core/once.ts';
import type { Row } from '../core/rows.ts';
import { worstFirst, worstOf } from '../core/worst.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import { type InfraLines, infraDistance, infraLines, infraWindow } from './infra-rows.ts';
import type { PanelKind } from './kind.ts';
import { infraKey, nothingRollsOut, pageInfra } from './page.ts';
import { filteredTitle, hiddenRun, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { readingText, stateMark } from './parts.ts';
import { windowTitle } from './window-title.ts';

/** What it draws from. */
type Part = 'infra' | 'pages';
type Input = PanelInput<Part>;

/** Narrower than this, the badge is short. */
const NARROW = 40;

/** What the rollout stands on, each with its limit, the worst first. */
function draw(input: Input): PanelDrawing {
  const { room } = input;
  const items = itemsOf(room.infra, input.ids);
  const { lines, hidden } = linesOf(items, input);
  const badge = badgeOf(input, hidden);
  const title = windowTitle(filteredTitle('Infra', input), infraWindow(pageItems(input)), badge, input);
  return { title, badge, lines };
}

function linesOf(items: readonly InfraItem[], input: Input): InfraLines {
  if (items.length === 0) return { lines: [NO_MATCH], hidden: 0 };
  if (input.detail === 'line') return { lines: [summary(pageItems(input), input.glyphs)], hidden: 0 };
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
    gives: 'second',
    share: 2,
    inOneRow: true,
  },
  need(size, room, page) {
    const items = pageInfra(room, page);
    const bad = items.filter(({ state }) => state !== 'ok').length;
    // Where there is room each row has a line, with its limit; else each that is not well.
    if (!nothingRollsOut(room))
      return { min: 3, want: 2 + Math.max(isRoomy(size) ? items.length : 3, bad), grow: isRoomy(size) ? 0 : 1 };
    const groups = new Set(items.map(({ group, state }) => (state === 'ok' ? group : null))).size;
    return { min: 3, want: 2 + items.length + groups, grow: 1 };
  },
  reads: { infra: true, pages: true },
  present: (room, page) => pageInfra(room, page).length > 0,
  rows: (room, page) => rowsOf(pageInfra(room, page)),
  state: (room, page) => worstOf(pageInfra(room, page).map(({ state }) => state)),
  draw,
  open: (id) => chartView(subject(id)),
  copy: (id, room) => subjectCopy(subject(id), room),
  logs: (id, scene) => subjectLogs(subject(id), scene),
  hints: () => ({ first: [], besides: [] }),
};
