import { isAbsolute, join } from 'node:path';
import * as v from 'valibot';
import { FileRefused, readGiven } from '../../bounded-file.ts';
import { readText } from '../../file-text.ts';
import { IN_WORDS, integer, strictObject, wrongPlace } from '../../shape.ts';
import type { Background } from '../../terminal/background.ts';
import type { ColorLevel } from '../../terminal/capabilities.ts';
import { pairNamed, SHIPPED, THEME_NAMES } from './shipped-themes.ts';
import { HUES } from './sixteen.ts';
import {
  type GivenColor,
  type GivenStyle,
  type GivenTheme,
  ROLES,
  type Role,
  type TextStyle,
  type Theme,
} from './theme.ts';

const BRIGHT_HUES = HUES.map((hue) => `${hue}Bright` as const);

const hex = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'expected a colour such as #56b4e9'));

/** One colour for each depth a terminal may have. */
const color = strictObject({
  hex,
  ansi256: v.pipe(
    integer,
    v.minValue(0, 'Too small: expected number to be >=0'),
    v.maxValue(255, 'Too big: expected number to be <=255'),
  ),
  /** `default`: the terminal's own, which suits any background. */
  ansi16: v.picklist([...HUES, ...BRIGHT_HUES, 'default']),
});

const isSo = v.optional(v.literal(true));
const style = strictObject({
  color: v.optional(color),
  background: v.optional(color),
  bold: isSo,
  underline: isSo,
  inverse: isSo,
});

/** The terminals' own backgrounds that a theme is made for: all between two colours, or any. */
const ground = strictObject({ kind: v.picklist(['dark', 'light', 'any']), from: hex, to: hex });

/** The themes a screen can be given, each made when it is first asked for. */
export class Themes {
  /** In the order they are offered; one of the operator's own is the first. */
  readonly names: readonly string[];
  /** The name that was asked for, which may stand for two. */
  readonly asked: string;
  /** What the terminal is held to draw on until it says so. */
  readonly background: Background;
  /** The one that is drawn first. */
  readonly first: Theme;
  readonly #level: ColorLevel;
  readonly #made: Map<string, Theme>;

  /** @param first may come from a file */
  constructor(first: Theme, level: ColorLevel, asked = first.name, background: Background = 'dark') {
    this.first = first;
    this.asked = asked;
    this.background = background;
    this.names = THEME_NAMES.includes(first.name) ? THEME_NAMES : [first.name, ...THEME_NAMES];
    this.#level = level;
    this.#made = new Map([[first.name, first]]);
  }

  /** The first where there is none of the name; of two it is the one for such a terminal. */
  named(asked: string, background: Background): Theme {
    const name = pairNamed(asked)?.[background] ?? asked;
    const given = SHIPPED.get(name);
    const theme = this.#made.get(name) ?? (given === undefined ? this.first : themeOf(given, this.#level));
    this.#made.set(name, theme);
    return theme;
  }
}

/** Every theme that comes with ringdeck. Levels as in `loadTheme`. */
export const shippedThemes = (level: ColorLevel): readonly Theme[] =>
  [...SHIPPED.values()].map((given) => themeOf(given, level));

/**
 * A shipped theme by name, or a theme file by path, for a terminal of the given depth; at level 0 it names no colours,
 * only bold, underline and reverse. Rejects with one sentence that says what is wrong with the theme.
 * @param folder where a relative path begins
 */
export async function loadTheme(nameOrPath: string, level: ColorLevel, folder = ''): Promise<Theme> {
  const shipped = SHIPPED.get(nameOrPath);
  return themeOf(shipped ?? checkedTheme(await readTheme(nameOrPath, folder), nameOrPath), level);
}

/** Bytes of a theme file. */
const LONGEST = 256 * 1024;

async function readTheme(path: string, folder: string): Promise<unknown> {
  const file = await readGiven(isAbsolute(path) ? path : join(folder, path), LONGEST).catch((error: unknown) => {
    if (error instanceof FileRefused) throw new Error(`The theme ${path} cannot be read: ${error.message}.`);
    throw new Error(`There is no theme "${path}": expected ${THEME_NAMES.join(', ')} or the path of a theme file.`);
  });
  try {
    return JSON.parse(readText(file));
  } catch {
    throw new Error(`The theme ${path} is not JSON.`);
  }
}

/** What a theme file holds, if that is a theme. @throws Error with one sentence that says what is wrong with it */
export function checkedTheme(data: unknown, origin: string): GivenTheme {
  const theme = strictObject({
    name: v.pipe(v.string(), v.minLength(1, 'Too small: expected string to have >=1 characters')),
    ground: v.optional(ground),
    styles: strictObject(v.entriesFromList(ROLES, style)),
  });
  const parsed = v.safeParse(theme, data, IN_WORDS);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`The theme ${origin} is wrong at ${wrongPlace(issue) ?? 'its top'}: ${issue.message}.`);
}

function themeOf({ name, styles }: GivenTheme, level: ColorLevel): Theme {
  const entries = ROLES.map((role) => [role, textStyle(styles[role], level)] as const);
  return { name, styles: withDanger(Object.fromEntries(entries) as Record<Role, TextStyle>) };
}

/** What must catch the eye is drawn in reverse where the theme, or a terminal without colours, gives it no background. */
const withDanger = (styles: Theme['styles']): Theme['styles'] =>
  styles.danger.backgroundColor === undefined ? { ...styles, danger: { ...styles.danger, inverse: true } } : styles;

function textStyle({ color, background, ...attributes }: GivenStyle, level: ColorLevel): TextStyle {
  const foregroundName = color && inkColor(color, level);
  const backgroundName = background && inkColor(background, level);
  return {
    ...(foregroundName ? { color: foregroundName } : {}),
    ...(backgroundName ? { backgroundColor: backgroundName } : {}),
    ...(attributes.bold ? { bold: true } : {}),
    ...(attributes.underline ? { underline: true } : {}),
    ...(attributes.inverse ? { inverse: true } : {}),
  };
}

function inkColor({ hex, ansi256, ansi16 }: GivenColor, level: ColorLevel): string | undefined {
  return [undefined, ansi16 === 'default' ? undefined : ansi16, `ansi256(${ansi256})`, hex][level];
}
