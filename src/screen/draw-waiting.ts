import type { Room } from '../room/shown.ts';
import type { Scene } from '../session/session.ts';
import { joined, type Safe, safe } from '../text/safe.ts';
import { drawHeader } from './bars/header.ts';
import type { Block } from './canvas/block.ts';
import { folded, framed } from './canvas/frame.ts';
import type { PanelPlace } from './canvas/layout.ts';
import type { Look } from './canvas/look.ts';
import { cell, type Line, run } from './canvas/runs.ts';
import { shownKey } from './core/key-names.ts';
import { type Keymap, keysOf } from './core/keymap.ts';
import { initialState } from './core/state.ts';
import { layoutOf } from './panels/layout-of.ts';
import { numbered, pageNumbers } from './panels/number.ts';
import { panelKind } from './panels/registry.ts';

/** What there is to be seen before the first answer. */
export interface Waiting {
  /** The room of which nothing is known but its profile; null where that is not known either. */
  readonly unheard: Scene | null;
  readonly keymap: Keymap;
  readonly timeZone: string;
  readonly readOnly: boolean;
}

/** The frame of the room to come: what it is of, who is asked, and where its panels will stand. */
export function drawWaiting(waiting: Waiting, columns: number, rows: number, look: Look): readonly Block[] {
  const { unheard, keymap, timeZone, readOnly } = waiting;
  const { glyphs } = look;
  const quit = quitHint(keymap, look);
  const top = { x: 0, y: 0, width: columns, height: Math.min(1, rows) };
  const alone = { at: top, lines: [[...asking(safe('the servers'), look), ...quit]] };
  if (unheard === null) return [alone];
  const { room, playback } = unheard;
  const { header, headline, footer, panels } = layoutOf(room, initialState(look.theme.name), columns, rows);
  if (footer.height === 0) return [alone];
  const { width } = header;
  const numbers = pageNumbers(room, 0);
  const servers = joined(
    room.sources.map(({ id }) => id),
    ', ',
  );
  return [
    { at: header, lines: [drawHeader({ room, playback, glyphs, timeZone, readOnly, page: 0, width })] },
    { at: headline, lines: [asking(servers, look)] },
    ...panels.flatMap((place) => panelToCome(place, room, numbers.get(place.panel) ?? 0, look)),
    { at: footer, lines: [[run(' '), ...quit]] },
  ];
}

const asking = (whom: Safe, { glyphs }: Look): Line => [
  run(` ${glyphs.waiting} Asking ${whom} for the first time… `, 'dim'),
];

const quitHint = (keymap: Keymap, { unicode }: Look): Line => {
  const [key] = keysOf(keymap, 'quit');
  return key === undefined ? [] : [run(`${shownKey(key, unicode)} quit`, 'dim')];
};

function panelToCome(place: PanelPlace, room: Room, number: number, { glyphs }: Look): readonly Block[] {
  const title = numbered(number, panelKind(place.panel, room).title);
  const asked: Line = [run(`${glyphs.waiting} asking…`, 'dim')];
  if (place.folded) return folded(place, { title, border: 'border', told: asked }, glyphs);
  if (place.border) return framed(place, { title, border: 'border', lines: [asked] }, glyphs);
  return [{ at: place, lines: [[run(' '), run(cell(title, TITLE), 'dim'), ...asked]] }];
}

/** Cells of the title of a panel without a border. */
const TITLE = 13;
