import { stripVTControlCharacters } from 'node:util';
import { renderToString } from 'ink';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { LookContext } from '../../src/screen/canvas/lines.tsx';
import { loadTheme, type Theme } from '../../src/screen/canvas/theme.ts';
import { initialState, type ScreenState } from '../../src/screen/core/state.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { Screen, Waiting } from '../../src/screen/screen.tsx';
import type { LogsNow } from '../../src/session/logs/scene.ts';
import type { Scene } from '../../src/session/session.ts';

const plain = await loadTheme('dark', 0);

export interface PictureOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly theme?: Theme;
  readonly unicode?: boolean;
  readonly operator?: string;
  readonly logs?: LogsNow | null;
  readonly readOnly?: boolean;
  /** Names of the themes one can choose. */
  readonly themes?: readonly string[];
}

/** The screen as the terminal would be given it, colours and all. */
export function painted(scene: Scene, state: ScreenState = initialState('dark'), options: PictureOptions = {}): string {
  const { columns = 140, rows = 44, theme = plain, unicode = true, operator = 'alice', logs = null } = options;
  const { readOnly = false, themes = ['dark'] } = options;
  return renderToString(
    <LookContext value={{ theme, glyphs: glyphsFor(unicode), unicode, links: false }}>
      <Screen
        scene={scene}
        state={state}
        layout={layoutOf(scene.room, state, columns, rows)}
        keymap={DEFAULT_KEYMAP}
        themes={themes}
        timeZone="UTC"
        operator={operator}
        readOnly={readOnly}
        logs={logs}
      />
    </LookContext>,
    { columns },
  );
}

/** The screen before any server has answered. */
export function paintedWaiting({ columns = 140, rows = 44, theme = plain, unicode = true }: PictureOptions): string {
  return renderToString(
    <LookContext value={{ theme, glyphs: glyphsFor(unicode), unicode, links: false }}>
      <Waiting layout={layoutOf(undefined, initialState(theme.name), columns, rows)} />
    </LookContext>,
    { columns },
  );
}

/** The same as text alone. */
export const picture = (scene: Scene, state?: ScreenState, options?: PictureOptions): string =>
  stripVTControlCharacters(painted(scene, state, options));

/** The line of a picture that holds a text; empty when none does. */
export const lineWith = (text: string, part: string): string =>
  text.split('\n').find((line) => line.includes(part)) ?? '';
