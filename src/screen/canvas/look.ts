import type { ColorLevel } from '../../terminal/capabilities.ts';
import type { Glyphs } from './glyphs.ts';
import type { Theme } from './theme.ts';

/** How the screen looks on this terminal. */
export interface Look {
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  /** False: only characters of ASCII reach the terminal. */
  readonly unicode: boolean;
  /** True: the terminal knows links (OSC 8). */
  readonly links: boolean;
  /** Of what is written: at 0 not even bold. A theme of level 0 names no colours, whatever stands here. */
  readonly level: ColorLevel;
}
