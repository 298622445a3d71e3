import type { Room } from '../../room/shown.ts';
import type { Scene } from '../../session/session.ts';
import { formatAge } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { secondsBetween } from '../../units.ts';
import { brief, briefName } from '../../wording/brief.ts';
import { headline } from '../../wording/headline.ts';
import { DEFAULT_KEYMAP } from '../actions/registry.ts';
import { drawHeader } from '../bars/header.ts';
import type { Block } from '../canvas/block.ts';
import { isDrawable } from '../canvas/glyphs.ts';
import type { Look } from '../canvas/look.ts';
import { blank, cut, type Line, lineWidth, type Run, run, spread, wrapTo } from '../canvas/runs.ts';
import type { Role } from '../canvas/theme.ts';
import { initialState } from '../core/state.ts';
import { drawRoom, type KeptPanels } from '../draw-room.ts';
import { layoutOf } from '../panels/layout-of.ts';
import { arrange, type Band, type Item, type Placed, total } from './arrange.ts';
import { factsOf } from './facts.ts';
import { letters, type Pen } from './letters.ts';
import { DRIFT, driftAt, type Turn } from './rotation.ts';
import { pageState } from './slides.ts';

/** What a wall is drawn of. */
export interface WallSurroundings {
  readonly scenes: readonly Scene[];
  readonly turn: Turn;
  readonly timeZone: string;
  /** How one leaves, as the last words of the last row. */
  readonly quit: Safe;
  /** What went wrong beside the rooms, and is said before that; null where nothing did. */
  readonly failure: Safe | null;
  /** Panels as they were drawn last, by the number of room and page. */
  readonly kept: Map<string, KeptPanels>;
}

/** Rows that panels need to say anything; with less there are plain rows for what fires. */
const LEAST_PANELS = 10;
/** On a terminal with more rows panels have a part of them, whatever the letters could fill. */
const SHARED_FROM = 40;
const LETTERS_SHARE = 0.72;

/** One picture of the wall: large letters for ten metres, and below them, where there is room, the page whose turn it is. */
export function drawWall(around: WallSurroundings, columns: number, rows: number, look: Look): readonly Block[] {
  const { scenes, turn, timeZone } = around;
  const scene = scenes[turn.room];
  if (scene === undefined) return [];
  const { room } = scene;
  const [width, height] = [Math.max(1, columns - DRIFT.x), Math.max(1, rows - DRIFT.y)];
  const line = (y: number, lines: readonly Line[]): Block => ({ at: { x: 0, y, width, height: lines.length }, lines });
  const header = drawHeader({
    room,
    playback: scene.playback,
    glyphs: look.glyphs,
    timeZone,
    readOnly: false,
    page: turn.page,
    width,
  });
  const told = wrapTo(headline(room), width - 2, height < LEAST_PANELS ? 1 : 2);
  const edges = {
    top: height > 22 ? 2 : height > 6 ? 1 : 0,
    sentence: height > 8 ? told.length : 0,
    bottom: height > 4 ? 1 : 0,
  };
  const free = height - edges.top - edges.sentence - edges.bottom - (edges.sentence > 0 ? 1 : 0);
  const share = height >= SHARED_FROM ? Math.floor(free * LETTERS_SHARE) : free;
  const bands = arrange(itemsOf(room, timeZone, look), width - 2, share, penOf(look));
  const lines = bands.map((band) => bandLines(band, room, width, look));
  const heads = bands.findLastIndex(({ placed: [first] }) => first?.name === 'head') + 1;
  const sentence = told.slice(0, edges.sentence).map((text): Line => [run(` ${text}`, room.state, { bold: true })]);
  const gap: readonly Line[] = bands.length > 1 && total(bands) <= share ? [[]] : [];
  const large = [
    ...lines.slice(0, heads).flatMap((band, i) => (i === 0 ? band : [...gap, ...band])),
    ...sentence,
    ...lines.slice(heads).flatMap((band) => [...gap, ...band]),
  ];
  const below = edges.top + large.length + 1;
  const rest = height - edges.bottom - below;
  const blocks = [
    ...(edges.top > 0 ? [line(0, [header])] : []),
    line(edges.top, large),
    ...(rest >= LEAST_PANELS ? panels(around, scene, { y: below, width, height: rest }, look) : []),
    ...(rest > 0 && rest < LEAST_PANELS ? [line(below, firing(room, width, rest, look))] : []),
    ...(edges.bottom > 0 ? [line(height - 1, [strip(around, width, look)])] : []),
  ];
  const drift = driftAt(room.at);
  return blocks.map(({ at, lines }) => ({ at: { ...at, x: at.x + drift.x, y: at.y + drift.y }, lines }));
}

/** What is to be read from afar, the most important first. */
function itemsOf(room: Room, timeZone: string, { glyphs }: Look): readonly Item[] {
  const { head, number, who, alert, ring, verdict, clock } = factsOf(room, timeZone);
  const items = { head: safe(`${glyphs[room.state]} ${head}`), number, who, alert, ring, verdict, clock };
  return Object.entries(items)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => ({ name, text }));
}

function bandLines({ placed, height }: Band, room: Room, width: number, look: Look): readonly Line[] {
  const drawn = placed.map((item) => ({ x: item.x + 1, lines: itemLines(item, room, width - 2, look) }));
  return Array.from({ length: height }, (_, i): Line => {
    const row: Run[] = [];
    for (const { x, lines } of drawn) row.push(run(blank(Math.max(0, x - lineWidth(row)))), ...(lines[i] ?? []));
    return row;
  });
}

function itemLines({ name, text, scale }: Placed, room: Room, width: number, look: Look): readonly Line[] {
  const tone = TONES.get(name) ?? 'text';
  const style = { bold: true };
  const shown = tone === 'state' ? room.state : tone;
  const rows = scale === null ? null : letters(text, scale, penOf(look));
  return (rows ?? [cut(text, width)]).map((row) => [run(row, shown, style)]);
}

const penOf = ({ unicode, glyphs }: Look): Pen => (unicode ? 'halves' : isDrawable('█', glyphs) ? '█' : '#');

/** What stands for the room is drawn as its state is. */
const TONES: ReadonlyMap<string, Role | 'state'> = new Map([
  ['head', 'state'],
  ['number', 'state'],
  ['alert', 'state'],
  ['who', 'accent'],
  ['clock', 'title'],
]);

/** The page whose turn it is, in what is left of the wall. */
function panels(
  { turn, timeZone, kept }: WallSurroundings,
  scene: Scene,
  { y, width, height }: { readonly y: number; readonly width: number; readonly height: number },
  look: Look,
): readonly Block[] {
  const state = { ...initialState(look.theme.name), page: turn.page };
  // Of a whole screen the rows between headline and footer are meant.
  const layouts = Array.from({ length: 8 }, (_, more) => layoutOf(scene.room, state, width, height + more));
  const layout = layouts.find(({ body }) => body.height === height);
  if (layout === undefined) return [];
  const key = `${turn.room}/${turn.page}`;
  const drawn = kept.get(key) ?? new Map();
  kept.set(key, drawn);
  const blocks = drawRoom(
    {
      ...{ scene, state, layout, timeZone, operator: '', readOnly: true, keymap: DEFAULT_KEYMAP, logs: undefined },
      untouched: true,
    },
    look,
    drawn,
  );
  return blocks.map(({ at, lines }) => ({ at: { ...at, y: at.y - layout.body.y + y }, lines }));
}

/** What fires, a row each. */
function firing({ alerts, at }: Room, width: number, rows: number, { glyphs }: Look): readonly Line[] {
  const open = alerts.list.filter(({ state }) => state === 'firing' || state === 'acknowledged');
  return open.slice(0, rows).map(({ tier, name, state, startsAt, summary }): Line => {
    const sign = state === 'firing' ? glyphs.fail : glyphs.acknowledged;
    const text = safe(`${sign} ${tier} ${name} ${formatAge(secondsBetween(startsAt, at))}  ${summary}`);
    return [run(` ${cut(text, width - 2)}`, state === 'firing' ? 'fail' : 'warn')];
  });
}

/** All rooms, or the pages of the only one, with their states: what is on the wall now stands in reverse. */
function strip({ scenes, turn, quit, failure }: WallSurroundings, width: number, { glyphs }: Look): Line {
  const [only] = scenes;
  const parts =
    scenes.length === 1 && only !== undefined
      ? only.room.pages.map(({ title }, i) => {
          const state = pageState(only.room, i);
          return part(safe(` ${glyphs[state]} ${title} `), state, i === turn.page);
        })
      : scenes.map(({ room }, i) => {
          const { state } = room;
          return part(
            safe(` ${glyphs[state]} ${briefName(room.profile.name)} ${brief(room)} `),
            state,
            i === turn.room,
          );
        });
  const failed = failure === null ? [] : [run(cut(failure, Math.floor(width / 2)), 'warn'), run('  ')];
  const last = [...failed, run(quit, 'dim'), run(' ')];
  return spread([run(' '), ...parts.flatMap((one) => [one, run(blank(1))])], last, width);
}

const part = (text: Safe, tone: Role, isShown: boolean) =>
  run(text, tone, isShown ? { inverse: true, bold: true } : {});
