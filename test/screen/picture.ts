import { stripVTControlCharacters } from 'node:util';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { type Glyphs, glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import type { Theme } from '../../src/screen/canvas/theme.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import { initialState, type ScreenState } from '../../src/screen/core/state.ts';
import { isBack } from '../../src/screen/core/viewing.ts';
import { Drawer } from '../../src/screen/draw-screen.ts';
import { drawWaiting } from '../../src/screen/draw-waiting.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { stillOf } from '../../src/screen/still.ts';
import type { LogsNow } from '../../src/session/logs/scene.ts';
import type { Scene } from '../../src/session/session.ts';
import type { ColorLevel } from '../../src/terminal/capabilities.ts';

const plain = await loadTheme('dark', 0);

export interface PictureOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly theme?: Theme;
  /** Of colours and weights; none unless given. */
  readonly level?: ColorLevel;
  readonly unicode?: boolean;
  /** Those of a terminal with or without Unicode unless given. */
  readonly glyphs?: Glyphs;
  readonly operator?: string;
  readonly logs?: LogsNow | null;
  readonly readOnly?: boolean;
  /** Names of the themes one can choose. */
  readonly themes?: readonly string[];
}

/** The screen as text with colours, as a still has it. */
export function painted(scene: Scene, state: ScreenState = initialState('dark'), options: PictureOptions = {}): string {
  const { columns = 140, rows = 44, operator = 'alice', logs = null, readOnly = false, themes = ['dark'] } = options;
  const layout = layoutOf(scene.room, state, columns, rows, isBack(scene.playback));
  const around = { scene, state, layout, keymap: DEFAULT_KEYMAP, themes, timeZone: 'UTC', operator, readOnly, logs };
  const look = lookOf(options);
  return stillOf(new Drawer().draw(around, look), look, columns, rows);
}

/** The screen before any server has answered. @param unheard the room to come, where it is known */
export function paintedWaiting(options: PictureOptions, unheard: Scene | null = null): string {
  const { columns = 140, rows = 44, readOnly = false } = options;
  const look = lookOf(options);
  const waiting = { unheard, keymap: DEFAULT_KEYMAP, timeZone: 'UTC', readOnly };
  return stillOf(drawWaiting(waiting, columns, rows, look), look, columns, rows);
}

const lookOf = ({ theme = plain, unicode = true, level = 0, glyphs = glyphsFor(unicode) }: PictureOptions): Look => ({
  theme,
  glyphs,
  unicode,
  links: false,
  level,
});

/** The same as text alone. */
export const picture = (scene: Scene, state?: ScreenState, options?: PictureOptions): string =>
  stripVTControlCharacters(painted(scene, state, options));

/** The line of a picture that holds a text; empty when none does. */
export const lineWith = (text: string, part: string): string =>
  text.split('\n').find((line) => line.includes(part)) ?? '';
