import { type Heard, speak } from '../../src/reader/speak.ts';
import { HEARD_GLYPHS } from '../../src/reader/spoken.ts';
import type { Room } from '../../src/room/room.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { THEME_NAMES } from '../../src/screen/canvas/shipped-themes.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import type { ScreenEvent } from '../../src/screen/core/effects.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { hands } from '../screen/hands.ts';
import { sceneOf } from '../screen/rooms.ts';

const look = {
  theme: await loadTheme('monochrome', 0),
  glyphs: HEARD_GLYPHS,
  unicode: true,
  links: false,
  level: 0,
} as const;
const [COLUMNS, ROWS] = [120, 36];

/** Somebody at the keyboard who sees nothing: each key, and each change of the room, gives the lines that are heard of it. */
export function ears(first: Room) {
  const keyboard = hands(first, { size: [COLUMNS, ROWS] });
  let room = first;
  let heard: Heard | null = null;
  const listen = (): readonly string[] => {
    const state = keyboard.state();
    const scene = sceneOf(room);
    const layout = layoutOf(scene.room, state, COLUMNS, ROWS);
    const around = {
      scene,
      state,
      layout,
      keymap: DEFAULT_KEYMAP,
      themes: THEME_NAMES,
      timeZone: 'UTC',
      operator: 'alice',
    };
    const speech = speak(heard, { ...around, readOnly: false, logs: null }, look);
    heard = speech.heard;
    return speech.lines;
  };
  return {
    listen,
    press: (...keys: string[]): readonly string[] =>
      keys.flatMap((key) => {
        keyboard.press(key);
        return listen();
      }),
    answer(event: ScreenEvent): readonly string[] {
      keyboard.answer(event);
      return listen();
    },
    change(next: Room): readonly string[] {
      room = next;
      keyboard.change({ room: next });
      return listen();
    },
    effects: keyboard.effects,
    state: keyboard.state,
  };
}
