import catppuccinLatte from '../../../themes/catppuccin-latte.json' with { type: 'json' };
import catppuccinMocha from '../../../themes/catppuccin-mocha.json' with { type: 'json' };
import dark from '../../../themes/dark.json' with { type: 'json' };
import deuteranopiaDark from '../../../themes/deuteranopia-dark.json' with { type: 'json' };
import deuteranopiaLight from '../../../themes/deuteranopia-light.json' with { type: 'json' };
import highContrast from '../../../themes/high-contrast.json' with { type: 'json' };
import light from '../../../themes/light.json' with { type: 'json' };
import monochrome from '../../../themes/monochrome.json' with { type: 'json' };
import nord from '../../../themes/nord.json' with { type: 'json' };
import protanopiaDark from '../../../themes/protanopia-dark.json' with { type: 'json' };
import protanopiaLight from '../../../themes/protanopia-light.json' with { type: 'json' };
import solarizedDark from '../../../themes/solarized-dark.json' with { type: 'json' };
import solarizedLight from '../../../themes/solarized-light.json' with { type: 'json' };
import type { Background } from '../../terminal/background.ts';
import type { GivenTheme } from './theme.ts';

/** The themes that come with ringdeck, by name, in the order in which they are offered. */
export const SHIPPED: ReadonlyMap<string, GivenTheme> = new Map(
  [
    dark,
    light,
    highContrast,
    monochrome,
    deuteranopiaDark,
    deuteranopiaLight,
    protanopiaDark,
    protanopiaLight,
    solarizedDark,
    solarizedLight,
    nord,
    catppuccinMocha,
    catppuccinLatte,
  ].map((theme) => [theme.name, theme]),
);

type Pair = Readonly<Record<Background, string>>;

/** Names that stand for two themes: the one of them is shown that suits the terminal. */
const PAIRS: ReadonlyMap<string, Pair> = new Map(
  Object.entries({
    auto: { dark: dark.name, light: light.name },
    deuteranopia: { dark: deuteranopiaDark.name, light: deuteranopiaLight.name },
    protanopia: { dark: protanopiaDark.name, light: protanopiaLight.name },
    solarized: { dark: solarizedDark.name, light: solarizedLight.name },
    catppuccin: { dark: catppuccinMocha.name, light: catppuccinLatte.name },
  }),
);

/** Every name a theme can be asked for by, in the order in which they are offered: one that stands for two before these. */
export const THEME_NAMES: readonly string[] = [...SHIPPED.keys()].flatMap((name) => [
  ...[...PAIRS].flatMap(([pair, { dark }]) => (dark === name ? [pair] : [])),
  name,
]);

/** The two themes that a name stands for; undefined where it is that of one, or of none. */
export const pairNamed = (name: string): Pair | undefined => PAIRS.get(name);

/** Whether a theme can be read on such a terminal; of one of the operator's own he knows himself. */
export function suits(name: string, background: Background): boolean {
  const kind = SHIPPED.get(name)?.ground?.kind ?? 'any';
  return kind === 'any' || kind === background;
}
