import { type AnsiCode, ansiCodesToString, reduceAnsiCodes, tokenize } from '@alcalzone/ansi-tokenize';
import { backgroundColorNames, Chalk, type ChalkInstance, foregroundColorNames } from 'chalk';
import type { ColorLevel } from '../../terminal/capabilities.ts';
import { PLAIN, type Style } from '../../terminal/cells.ts';
import { styleOfSixteen } from './sixteen.ts';
import type { TextStyle } from './theme.ts';

/** What switches each style on and off at one depth of colours, made once. */
export class Styles {
  readonly #make: (style: TextStyle) => Style;
  readonly #known = new Map<string, Style>();

  constructor(level: ColorLevel) {
    const chalk = new Chalk({ level });
    this.#make = level === 1 ? styleOfSixteen : (style) => styleOf(withStyle(chalk, style));
  }

  /** A colour that is not there is the terminal's own. */
  of(style: TextStyle): Style {
    const { color, backgroundColor, bold, underline, inverse } = style;
    const name = `${color} ${backgroundColor} ${bold} ${underline} ${inverse}`;
    const known = this.#known.get(name) ?? this.#make(style);
    this.#known.set(name, known);
    return known;
  }
}

function styleOf(paint: ChalkInstance): Style {
  const codes: AnsiCode[] = [];
  for (const token of tokenize(paint('x'))) {
    if (token.type === 'char') break;
    if (token.type === 'ansi') codes.push(token);
  }
  const reduced = reduceAnsiCodes(codes);
  return reduced.length === 0 ? PLAIN : { key: ansiCodesToString(reduced), codes: reduced };
}

/** In the order in which Ink nests them. */
function withStyle(plain: ChalkInstance, { color, backgroundColor, bold, underline, inverse }: TextStyle) {
  let paint = plain;
  if (inverse) paint = paint.inverse;
  if (underline) paint = paint.underline;
  if (bold) paint = paint.bold;
  if (backgroundColor !== undefined) paint = on(paint, backgroundColor);
  return color === undefined ? paint : inColour(paint, color);
}

const ANSI_256 = /^ansi256\((\d+)\)$/;

/** @param color as a theme names it */
function inColour(paint: ChalkInstance, color: string): ChalkInstance {
  const name = foregroundColorNames.find((known) => known === color);
  if (name !== undefined) return paint[name];
  const number = ANSI_256.exec(color)?.[1];
  return number === undefined ? paint.hex(color) : paint.ansi256(Number(number));
}

function on(paint: ChalkInstance, color: string): ChalkInstance {
  const name = backgroundColorNames.find((known) => known.toLowerCase() === `bg${color}`.toLowerCase());
  if (name !== undefined) return paint[name];
  const number = ANSI_256.exec(color)?.[1];
  return number === undefined ? paint.bgHex(color) : paint.bgAnsi256(Number(number));
}
