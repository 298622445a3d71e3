import type { Room } from '../room/shown.ts';
import type { LogsNow } from '../session/logs/scene.ts';
import { newestOf, type Scene } from '../session/session.ts';
import { formatClock } from '../text/format.ts';
import type { Safe } from '../text/safe.ts';
import { asksLine } from './bars/asks.ts';
import { drawBand } from './bars/band.ts';
import { flashRun } from './bars/flash.ts';
import { drawFooter } from './bars/footer.ts';
import { drawHeader, statusWords } from './bars/header.ts';
import { drawHeadline } from './bars/headline.ts';
import type { Block } from './canvas/block.ts';
import type { Glyphs } from './canvas/glyphs.ts';
import { Kept } from './canvas/kept.ts';
import type { Layout } from './canvas/layout.ts';
import type { Look } from './canvas/look.ts';
import { type Line, run } from './canvas/runs.ts';
import { shownKey } from './core/key-names.ts';
import { type Keymap, keysOf } from './core/keymap.ts';
import type { Load } from './core/load.ts';
import type { ScreenState } from './core/state.ts';
import { isBack } from './core/viewing.ts';
import { drawDialog } from './draw-dialog.ts';
import { drawRoom, type KeptPanels } from './draw-room.ts';
import { atHeadline } from './panels/selection.ts';

/** Everything the screen is drawn of. */
export interface ScreenSurroundings {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly layout: Layout;
  readonly keymap: Keymap;
  readonly themes: readonly string[];
  readonly timeZone: string;
  readonly operator: string;
  readonly readOnly: boolean;
  readonly logs: LogsNow | null;
  /** What the screen costs; absent where none runs. */
  readonly load?: Load | undefined;
}

/** Draws one picture of the room after another; what is the same in the next one is not drawn again. */
export class Drawer {
  readonly #header = new Kept<Line>();
  readonly #panels: KeptPanels = new Map();

  /** One picture: a function of scene, state, size and look alone. */
  draw(around: ScreenSurroundings, look: Look): readonly Block[] {
    const { scene, state, layout, readOnly, operator } = around;
    const { room, playback } = scene;
    const { glyphs } = look;
    const { header, band, headline, footer } = layout;
    // Of the past the worst thing is told that was worst then; what is by now, the band tells.
    const newest = isBack(playback) ? room : newestOf(room, playback);
    const guarded =
      header.height > 0
        ? stoodStill(room, newest, glyphs, around.timeZone)
        : statusWords(room, playback, glyphs, readOnly, around.timeZone);
    const asks = readOnly || isBack(playback) ? [] : asksLine(room, operator, headline.width);
    const { flash } = state;
    const answer = footer.height === 0 && flash !== null ? [[run(' '), flashRun(flash, glyphs)]] : [];
    // Without a footer an answer stands below the headline, or in its place where nothing is wrong.
    const covered = layout.rows === 1 && (newest.state === 'ok' || newest.state === 'warn') && answer.length > 0;
    const loud = [drawHeadline(newest, glyphs, headline.width, [...guarded, ...asks], wayIn(around, look))];
    return [
      { at: header, lines: [this.#drawHeader(around, look)] },
      { at: band, lines: band.height > 0 ? [bandLine(around, look)] : [] },
      { at: headline, lines: covered ? answer : loud },
      { at: { ...headline, y: 1, height: layout.rows > 1 ? answer.length : 0 }, lines: answer },
      ...drawRoom({ ...around, logs: around.logs?.scene }, look, this.#panels),
      { at: footer, lines: [footerLine(around, look)] },
      ...drawDialog(around, look),
    ];
  }

  #drawHeader({ scene, state, layout, timeZone, readOnly }: ScreenSurroundings, { glyphs }: Look): Line {
    const { room, playback } = scene;
    const { page, utc } = state;
    const { width } = layout.header;
    return this.#header.of([room, playback, glyphs, timeZone, utc, readOnly, page, width], () =>
      drawHeader({ room, playback, glyphs, timeZone, utc, readOnly, page, width }),
    );
  }
}

/** The key that tells why, while keys go to the headline. */
const wayIn = ({ scene, state, keymap }: ScreenSurroundings, { unicode }: Look): Safe | null => {
  const [key] = keysOf(keymap, 'open');
  const isThere = state.views.length === 0 && state.dialog === null && atHeadline(state, scene.room);
  return isThere && key !== undefined ? shownKey(key, unicode) : null;
};
const bandLine = ({ scene, state, layout, keymap, timeZone }: ScreenSurroundings, { glyphs, unicode }: Look): Line =>
  drawBand({ scene, state, keymap, glyphs, unicode, timeZone, width: layout.band.width });

const footerLine = (around: ScreenSurroundings, { glyphs, unicode }: Look): Line => {
  const { scene, state, layout, keymap, readOnly, operator } = around;
  const drawn = layout.panels.map(({ panel }) => panel);
  const { room, playback } = scene;
  const { width } = layout.footer;
  return drawFooter({ state, room, playback, keymap, glyphs, unicode, readOnly, operator, drawn, width });
};

/** Before the headline, which is of now, of when the panels below it are, where they stand still. */
const stoodStill = (room: Room, newest: Room, glyphs: Glyphs, timeZone: string): Line =>
  room === newest
    ? []
    : [
        run(` ${glyphs.down} AS OF ${formatClock(room.at, timeZone)} `, 'warn', { bold: true, inverse: true }),
        run(' NOW'),
      ];
