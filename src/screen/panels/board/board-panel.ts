import type { PanelType, Room, RoomPanel } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import { unreadText } from '../../../wording/readings.ts';
import { type Line, lineWidth, run, wrapTo } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import { type BoardKey, isOfBoard } from '../../core/panel-key.ts';
import type { Row } from '../../core/rows.ts';
import type { Panel } from '../kind.ts';
import { filteredTitle, NO_MATCH, type PanelDrawing, type PanelInput } from '../panel.ts';
import { stateMark } from '../parts.ts';
import { partsOf } from '../reads.ts';
import { AROUND_TITLE, windowTitle } from '../window-title.ts';
import type { AnyBoardKind, BoardDrawing, Content, Held } from './kind.ts';
import { moreRun } from './more.ts';
import { boardKind } from './registry.ts';
import { contentWindow } from './window.ts';

/** What there is to a panel of a board in this room. */
export const boardPanel = (key: BoardKey, { panels }: Pick<Room, 'panels'>): Panel => byKey(panels).get(key) ?? GONE;

/** Every panel by its key: made once for a list, and for a panel once while it is the same. */
const byKey = once(
  (panels: readonly RoomPanel[]): ReadonlyMap<string, Panel> =>
    new Map(panels.map((panel) => [panel.key, panelOf(panel)])),
);

const panelOf = once(
  (panel: RoomPanel): Panel => (isOfBoard(panel.key) ? bound(panel.key, panel, panel.content) : GONE),
);

/** One panel with all that its type does. */
function bound<T extends PanelType>(key: BoardKey, panel: RoomPanel, content: Content<T>): Panel {
  const kind = boardKind(content);
  const held: Held<T> = { key, panel, content };
  const { least, good, needs, inOneRow, reads, enter, logs, about, hints, quiet } = kind;
  // What a panel is called is what its rows are looked for by, too.
  const titled = once((rows: readonly Row[]) => rows.map((row) => ({ ...row, text: `${panel.title} ${row.text}` })));
  return {
    ...NOTHING,
    ...{ title: panel.title, least, good, inOneRow },
    // What is not known is told with its age.
    parts: (scene) => [panel, ...(panel.state === 'unknown' ? [scene.room.at] : []), ...partsOf(reads, scene)],
    rows: (room) => titled(kind.rows(held, room)),
    state: () => panel.state,
    draw: (input) => drawn(kind, held, input),
    open: (id) => kind.open(held, id),
    ...(enter && { enter: (id, here) => enter(held, id, here) }),
    copy: (id, room) => kind.copy(held, id, room),
    ...(needs && { needs: (width) => needs(held, width) }),
    ...(quiet && { quiet: (room, _, glyphs) => (panel.unread === null ? quiet(held, room, glyphs) : null) }),
    ...(logs && { logs: (id, scene) => logs(held, id, scene) }),
    ...(about && { about }),
    ...(hints && { hints }),
  };
}

/** What the panel draws, or why there is nothing to draw. */
function drawn<T extends PanelType>(kind: AnyBoardKind<T>, held: Held<T>, input: PanelInput): PanelDrawing {
  const { panel } = held;
  const { glyphs, all, ids } = input;
  const drawing = (): BoardDrawing => {
    if (all.length === 0 && panel.unread !== null) return { badges: [], lines: whyNothing(panel, input) };
    return all.length > 0 && ids.length === 0 ? FILTERED : kind.draw(held, { ...input, at: input.room.at });
  };
  const { badges, lines } = drawing();
  // The sign is never the one to give way: no state may be told by a colour alone.
  const standing = panel.state === 'ok' || kind.tellsState ? [] : [{ ...stateMark(panel.state, glyphs), kept: true }];
  const title = windowTitle(filteredTitle(panel.title, input), contentWindow(held.content), standing, input);
  const parts = [standing, ...badges, [moreRun(panel.more, input)]].filter((part) => lineWidth(part) > 0);
  return { title, badge: fitting(parts, input.width - widthOf(title) - AROUND_TITLE), lines };
}

/** Parts of a badge with a blank between two: whole ones alone, of those that need not be kept as many as fit. */
function fitting(parts: readonly Line[], width: number): Line {
  const isKept = (part: Line) => part.some(({ kept }) => kept);
  let left = width - parts.filter(isKept).reduce((sum, part) => sum + 1 + lineWidth(part), 0);
  const shown = parts.filter((part) => {
    if (isKept(part)) return true;
    left -= 1 + lineWidth(part);
    return left >= 0;
  });
  return shown.flatMap((part, i) => (i > 0 ? [run(' '), ...part] : part));
}

const FILTERED: BoardDrawing = { badges: [], lines: [NO_MATCH] };

const whyNothing = ({ unread }: RoomPanel, { room, width, height, glyphs }: PanelInput): readonly Line[] =>
  unread === null
    ? []
    : wrapTo(safe(`${glyphs.unknown} ${unreadText(unread, room.at)}`), width, height).map((text) => [
        run(text, 'unknown'),
      ]);

const NOTHING: Panel = {
  title: safe('Gone'),
  least: { width: 14, height: 3 },
  good: { width: 14, height: 3 },
  inOneRow: true,
  present: () => true,
  parts: () => [],
  rows: () => [],
  state: () => 'ok',
  draw: () => ({ title: safe('Gone'), badge: [], lines: [] }),
  open: () => null,
  copy: () => null,
  hints: () => ({ first: [], besides: [] }),
};

/** A panel that is on no board any more: its value is gone. */
const GONE: Panel = { ...NOTHING, present: () => false };
