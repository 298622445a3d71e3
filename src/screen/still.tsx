import { renderToString } from 'ink';
import type { Scene } from '../session/session.ts';
import type { Coloured } from '../text/safe.ts';
import { sanitiseColoured } from '../text/sanitise.ts';
import { DEFAULT_KEYMAP } from './actions/registry.ts';
import type { Glyphs } from './canvas/glyphs.ts';
import { LookContext } from './canvas/lines.tsx';
import type { Theme } from './canvas/theme.ts';
import { initialState } from './core/state.ts';
import { layoutOf } from './panels/layout-of.ts';
import { Screen } from './screen.tsx';

export interface StillOptions {
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  /** False: ASCII alone. */
  readonly unicode: boolean;
  /** IANA name. */
  readonly timeZone: string;
  /** Id of the page; the first unless given. Throws a `RangeError` for one that does not exist. */
  readonly page?: string;
  readonly readOnly?: boolean;
}

/**
 * The room as the screen would show it, `rows` lines of at most `columns` cells, for snapshots and for outputs that are
 * no terminal. Colours come from the theme at chalk's level.
 */
export function renderRoomToString(scene: Scene, options: StillOptions): Coloured {
  const { columns, rows, theme, glyphs, unicode, timeZone } = options;
  const page = options.page === undefined ? 0 : scene.room.pages.findIndex(({ id }) => id === options.page);
  if (page < 0) throw new RangeError(`there is no page "${options.page}"`);
  const state = { ...initialState(theme.name), page };
  const drawn = renderToString(
    <LookContext value={{ theme, glyphs, unicode, links: false }}>
      <Screen
        scene={scene}
        state={state}
        layout={layoutOf(scene.room, state, columns, rows)}
        keymap={DEFAULT_KEYMAP}
        themes={[]}
        timeZone={timeZone}
        operator=""
        readOnly={options.readOnly ?? false}
        logs={null}
      />
    </LookContext>,
    { columns },
  );
  return sanitiseColoured(drawn);
}
