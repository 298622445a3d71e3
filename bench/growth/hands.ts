import type { Room } from '../../src/room/shown.ts';
import { keyContexts } from '../../src/screen/actions/contexts.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import { resolveKey } from '../../src/screen/core/keymap.ts';
import { initialState } from '../../src/screen/core/state.ts';
import { update } from '../../src/screen/core/update.ts';
import type { World } from '../../src/screen/core/world.ts';
import { takesText } from '../../src/screen/dialogs/registry.ts';
import { Drawer } from '../../src/screen/draw-screen.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import type { Scene } from '../../src/session/session.ts';
import { safe } from '../../src/text/safe.ts';

const COLUMNS = 140;
const ROWS = 44;
const theme = await loadTheme('dark', 3);
const look: Look = { theme, level: 3, glyphs: glyphsFor(true), unicode: true, links: false };
const around = { keymap: DEFAULT_KEYMAP, themes: ['dark'], operator: safe('alice'), logs: null };

const sceneOf = (room: Room): Scene => ({
  room,
  trends: {
    slice: (_, __, ___, columns) => Array.from({ length: columns }, () => null),
    sliceOf: (_, __, ___, ____, columns) => Array.from({ length: columns }, () => null),
    since: room.at,
  },
  playback: { kind: 'live', paused: false },
  asked: [],
  evidenceOf: () => null,
});

/** Keys pressed on a room without a terminal: from a key to the lines of the picture that answers it. */
export class Hands {
  readonly #drawer = new Drawer();
  #scene: Scene;
  #state = initialState('dark');

  constructor(room: Room) {
    this.#scene = sceneOf(room);
    this.#draw();
  }

  /** Another room comes, and is drawn. */
  show(room: Room): void {
    this.#scene = sceneOf(room);
    this.#draw();
  }

  press(key: string): void {
    const { layout } = this.#drawn();
    const world: World = {
      ...around,
      scene: this.#scene,
      readOnly: null,
      now: this.#scene.room.at,
      screenful: 20,
      scrollEnd: () => 0,
      pageWidth: layout.columns,
      localZone: 'UTC',
      dialogsFit: true,
    };
    const found = resolveKey(DEFAULT_KEYMAP, key, keyContexts(this.#state, this.#scene));
    const event = takesText(this.#state.dialog)
      ? key.length === 1
        ? ({ type: 'text', text: key } as const)
        : ({ type: 'field', key } as const)
      : found === undefined
        ? ({ type: 'unbound', key } as const)
        : ({ type: 'action', ...found } as const);
    this.#state = update(this.#state, event, world).state;
    this.#draw();
  }

  #drawn() {
    const layout = layoutOf(this.#scene.room, this.#state, COLUMNS, ROWS);
    return { ...around, scene: this.#scene, state: this.#state, layout, timeZone: 'UTC', readOnly: false };
  }

  #draw(): void {
    this.#drawer.draw(this.#drawn(), look);
  }
}
