import { type Glyphs, glyphsFor } from '../../screen/canvas/glyphs.ts';
import { pairNamed } from '../../screen/canvas/shipped-themes.ts';
import { loadTheme, Themes } from '../../screen/canvas/themes.ts';
import { backgroundHint } from '../../terminal/background.ts';
import { type Capabilities, detectCapabilities } from '../../terminal/capabilities.ts';
import { UsageError } from './failure.ts';
import type { GlobalOptions } from './globals.ts';
import type { World } from './world.ts';

/** How this room is drawn on this terminal. */
export interface Look {
  readonly capabilities: Capabilities;
  /** The chosen theme first, then the others one can choose. */
  readonly themes: Themes;
  readonly glyphs: Glyphs;
  readonly timeZone: string;
  /** The theme is to suit the terminal's background, once that is known. */
  readonly followsBackground: boolean;
}

/**
 * Reads the terminal and loads the theme.
 * @param colour instead of what the terminal can do: a snapshot that is asked for colours has them
 */
export async function prepareLook(
  { env, folder, out }: World,
  options: GlobalOptions,
  profileTheme: string,
  colour?: boolean,
): Promise<Look> {
  const detected = detectCapabilities(env, out, {
    color: options.color,
    ...(options.ascii && { ascii: true }),
  });
  const level = colour === undefined ? detected.colorLevel : colour ? 3 : 0;
  const capabilities = colour === undefined ? detected : { ...detected, colorLevel: level, chalkLevel: level };
  const asked = options.theme ?? profileTheme;
  const pair = pairNamed(asked);
  const background = backgroundHint(env) ?? 'dark';
  const named = pair?.[background] ?? asked;
  const theme = await loadTheme(named, capabilities.colorLevel, folder).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  return {
    capabilities,
    themes: new Themes(theme, capabilities.colorLevel, pair === undefined ? theme.name : asked, background),
    glyphs: glyphsFor(capabilities.unicode, capabilities.isConsole),
    followsBackground: pair !== undefined,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
