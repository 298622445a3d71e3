import { type Glyphs, glyphsFor } from '../../screen/canvas/glyphs.ts';
import { loadTheme, shippedThemes, type Theme } from '../../screen/canvas/theme.ts';
import { backgroundHint } from '../../terminal/background.ts';
import { type Capabilities, detectCapabilities } from '../../terminal/capabilities.ts';
import { UsageError } from './failure.ts';
import type { GlobalOptions } from './globals.ts';
import type { World } from './world.ts';

/** How this room is drawn on this terminal. */
export interface Look {
  readonly capabilities: Capabilities;
  /** The chosen theme first, then the others the theme key goes through. */
  readonly themes: readonly [Theme, ...Theme[]];
  readonly glyphs: Glyphs;
  readonly timeZone: string;
  /** The theme is to suit the terminal's background, once that is known. */
  readonly followsBackground: boolean;
}

/** In place of a theme: light or dark as the terminal is. */
const AUTO = 'auto';

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
  const named = asked === AUTO ? (backgroundHint(env) ?? 'dark') : asked;
  const theme = await loadTheme(named, capabilities.colorLevel, folder).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  const others = shippedThemes(capabilities.colorLevel).filter(({ name }) => name !== theme.name);
  return {
    capabilities,
    themes: [theme, ...others],
    glyphs: glyphsFor(capabilities.unicode),
    followsBackground: asked === AUTO,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
