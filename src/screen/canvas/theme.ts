import { isAbsolute, join } from 'node:path';
import * as v from 'valibot';
import dark from '../../../themes/dark.json' with { type: 'json' };
import highContrast from '../../../themes/high-contrast.json' with { type: 'json' };
import light from '../../../themes/light.json' with { type: 'json' };
import { FileRefused, readGiven } from '../../bounded-file.ts';
import { readText } from '../../file-text.ts';
import { IN_WORDS, integer, strictObject, wrongPlace } from '../../shape.ts';
import type { ColorLevel } from '../../terminal/capabilities.ts';

/** What a piece of text is, not how it looks or where it stands. The four states have the names the room gives them. */
export const ROLES = [
  'text',
  'title',
  'dim',
  'ok',
  'warn',
  'fail',
  'unknown',
  'accent',
  'border',
  'borderFocus',
  'baseline',
  'candidate',
  'selection',
  'danger', // the production banner, and acts that cannot be taken back
] as const;
export type Role = (typeof ROLES)[number];

const HUES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const BRIGHT_HUES = HUES.map((hue) => `${hue}Bright` as const);

/** One colour for each depth a terminal may have. */
const color = strictObject({
  hex: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'expected a colour such as #56b4e9')),
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

/** Props of Ink's `<Text>`. A colour that is not there is the terminal's own. */
export interface TextStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: true;
  readonly underline?: true;
  readonly inverse?: true;
}

export interface Theme {
  readonly name: string;
  readonly styles: Readonly<Record<Role, TextStyle>>;
}

const SHIPPED: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['dark', dark],
  ['light', light],
  ['high-contrast', highContrast],
]);
const NAMES = [...SHIPPED.keys()];

/** The themes that come with ringdeck, in the order the theme key goes through them. Levels as in `loadTheme`. */
export function shippedThemes(level: ColorLevel): readonly Theme[] {
  return NAMES.map((name) => parseTheme(SHIPPED.get(name), name, level));
}

/**
 * A shipped theme by name, or a theme file by path, for a terminal of the given depth; at level 0 it names no colours,
 * only bold, underline and reverse. Rejects with one sentence that says what is wrong with the theme.
 * @param folder where a relative path begins
 */
export async function loadTheme(nameOrPath: string, level: ColorLevel, folder = ''): Promise<Theme> {
  return parseTheme(SHIPPED.get(nameOrPath) ?? (await readTheme(nameOrPath, folder)), nameOrPath, level);
}

/** Bytes of a theme file. */
const LONGEST = 256 * 1024;

async function readTheme(path: string, folder: string): Promise<unknown> {
  const file = await readGiven(isAbsolute(path) ? path : join(folder, path), LONGEST).catch((error: unknown) => {
    if (error instanceof FileRefused) throw new Error(`The theme ${path} cannot be read: ${error.message}.`);
    throw new Error(`There is no theme "${path}": expected ${NAMES.join(', ')} or the path of a theme file.`);
  });
  try {
    return JSON.parse(readText(file));
  } catch {
    throw new Error(`The theme ${path} is not JSON.`);
  }
}

function parseTheme(data: unknown, origin: string, level: ColorLevel): Theme {
  const drawn = v.pipe(
    style,
    v.transform((given) => textStyle(given, level)),
  );
  const theme = strictObject({
    name: v.pipe(v.string(), v.minLength(1, 'Too small: expected string to have >=1 characters')),
    styles: strictObject(v.entriesFromList(ROLES, drawn)),
  });
  const parsed = v.safeParse(theme, data, IN_WORDS);
  if (parsed.success) return { ...parsed.output, styles: withDanger(parsed.output.styles) };
  const [issue] = parsed.issues;
  throw new Error(`The theme ${origin} is wrong at ${wrongPlace(issue) ?? 'its top'}: ${issue.message}.`);
}

/** What must catch the eye is drawn in reverse where the theme, or a terminal without colours, gives it no background. */
const withDanger = (styles: Theme['styles']): Theme['styles'] =>
  styles.danger.backgroundColor === undefined ? { ...styles, danger: { ...styles.danger, inverse: true } } : styles;

function textStyle({ color, background, ...attributes }: v.InferOutput<typeof style>, level: ColorLevel): TextStyle {
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

function inkColor({ hex, ansi256, ansi16 }: v.InferOutput<typeof color>, level: ColorLevel): string | undefined {
  return [undefined, ansi16 === 'default' ? undefined : ansi16, `ansi256(${ansi256})`, hex][level];
}
