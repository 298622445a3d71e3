import { ansiCodesToString, diffAnsiCodes, reduceAnsiCodesIncremental } from '@alcalzone/ansi-tokenize';
import { BLANK, type Cell, graphemeWidth, PLAIN, type Row, type Style } from '../../terminal/cells.ts';
import { linkTo } from '../../terminal/link.ts';
import { graphemesIn, type Safe, safe } from '../../text/safe.ts';
import { isNarrow, widthOf } from '../../text/width.ts';
import { toAscii } from './ascii.ts';
import { Styles } from './cell-styles.ts';
import { isDrawable } from './glyphs.ts';
import type { Look } from './look.ts';
import { type Line, type Run, toWidth } from './runs.ts';
import type { TextStyle } from './theme.ts';

/** The same cell for the same sign: most of a screen is these. */
type Signs = Map<string, Cell>;

/** Turns lines into cells as one look has them, and remembers what it made of each line. */
export class Sheet {
  readonly look: Look;
  readonly #styles: Styles;
  readonly #signs = new WeakMap<Style, Signs>();
  /** A style by the one before it in its line. */
  readonly #following = new WeakMap<Style, WeakMap<Style, Style>>();
  readonly #rows = new WeakMap<Line, Row>();

  constructor(look: Look) {
    this.look = look;
    this.#styles = new Styles(look.level);
  }

  /** A line in exactly so many cells. */
  cellsOf(line: Line, width: number): Row {
    const known = this.#rows.get(line);
    if (known?.length === width) return known;
    const made = this.#make(line, width);
    this.#rows.set(line, made);
    return made;
  }

  #make(line: Line, width: number): Row {
    const cells: Cell[] = [];
    let style = PLAIN;
    for (const part of joined(toWidth(line, width))) {
      style = this.#after(style, this.#styleOf(part));
      this.#write(cells, this.#textOf(part), style, width);
    }
    while (cells.length < width) cells.push(BLANK);
    return cells;
  }

  #write(cells: Cell[], text: Safe, style: Style, width: number): void {
    const signs = this.#signsOf(style);
    if (isNarrow(text)) {
      for (const sign of text.slice(0, width - cells.length)) cells.push(signOf(signs, sign, style));
      return;
    }
    for (const sign of graphemesIn(text)) {
      const own = graphemeWidth(sign);
      if (own === 0) continue;
      if (cells.length + own > width) return;
      cells.push(own === 1 && isNarrow(sign) ? signOf(signs, sign, style) : { text: sign, width: own, style });
      for (let rest = 1; rest < own; rest += 1) cells.push({ text: '', width: 0, style });
    }
  }

  #signsOf(style: Style): Signs {
    const known = this.#signs.get(style) ?? new Map();
    this.#signs.set(style, known);
    return known;
  }

  #textOf({ text, solid, rest }: Run): Safe {
    const { unicode, theme, glyphs } = this.look;
    if (!unicode) return toAscii(text, (sign) => isDrawable(sign, glyphs));
    const isWhole = solid === true && rest !== undefined && areaColour(theme.styles[rest.tone]) === undefined;
    return isWhole ? safe('█').repeat(widthOf(text)) : text;
  }

  #styleOf(part: Run): Style {
    const { look } = this;
    const style = this.#styles.of(appearance(part, look));
    const link = part.href === undefined ? null : linkTo(part.href, look);
    return link === null ? style : { key: `${style.key}${link.code}`, codes: [...style.codes, link] };
  }

  /** As Ink writes it: of two neighbours, what goes on from the first stands before what the second adds. */
  #after(before: Style, style: Style): Style {
    const following = this.#following.get(before) ?? new WeakMap<Style, Style>();
    this.#following.set(before, following);
    const known = following.get(style);
    if (known) return known;
    const codes = reduceAnsiCodesIncremental(before.codes, diffAnsiCodes(before.codes, style.codes));
    const isSame = ansiCodesToString(codes) === ansiCodesToString(style.codes);
    const made = isSame ? style : { key: style.key, codes };
    following.set(style, made);
    return made;
  }
}

function signOf(signs: Signs, sign: string, style: Style): Cell {
  const known = signs.get(sign) ?? (sign === ' ' && style === PLAIN ? BLANK : { text: sign, width: 1, style });
  signs.set(sign, known);
  return known;
}

const sameStyle = (a: Run, b: Run): boolean =>
  a.tone === b.tone &&
  a.bold === b.bold &&
  a.dim === b.dim &&
  a.inverse === b.inverse &&
  a.href === b.href &&
  a.solid === b.solid &&
  a.outline === b.outline &&
  a.rest?.tone === b.rest?.tone &&
  a.rest?.most === b.rest?.most;

/** Whether two runs are drawn alike. */
export const sameRun = (a: Run, b: Run): boolean => a === b || (a.text === b.text && sameStyle(a, b));

/** Neighbours of one style become one run: what is one character is not drawn as two. */
function joined(line: Line): Run[] {
  const runs: Run[] = [];
  for (const part of line) {
    const last = runs.at(-1);
    if (part.text === '') continue;
    if (last !== undefined && sameStyle(last, part))
      runs[runs.length - 1] = { ...last, text: safe(`${last.text}${part.text}`) };
    else runs.push(part);
  }
  return runs;
}

/** The colour that stands for a tone where it fills an area: the one behind its text, if there is one. */
const areaColour = ({ color, backgroundColor }: TextStyle): string | undefined => backgroundColor ?? color;

/** How a run looks in a theme. */
export function appearance(part: Run, look: Pick<Look, 'theme' | 'unicode'>): TextStyle {
  const { styles } = look.theme;
  if (part.solid) return areaOf(part, look);
  const own = styles[part.tone ?? 'text'];
  if (part.outline) return outlineOf(own);
  return {
    ...(part.dim ? older(own, styles.dim) : own),
    ...(part.bold && { bold: true as const }),
    ...(part.inverse && { inverse: true as const }),
  };
}

/** A border in the colour of texts that stand on the terminal's own background. */
const outlineOf = ({ color, backgroundColor }: TextStyle): TextStyle =>
  color === undefined || backgroundColor !== undefined ? {} : { color };

/** In the colour of what is dim; where that has none it is underlined: fainter may be too faint to be read. */
const older = ({ bold, underline, ...own }: TextStyle, dim: TextStyle): TextStyle =>
  dim.color === undefined
    ? { ...own, ...(bold && { bold }), underline: true }
    : { ...(bold && { bold }), ...(underline && { underline }), ...dim };

/** Blocks, in their tone's colour on that of the rest of their cells. */
function areaOf({ tone = 'text', rest }: Run, { theme, unicode }: Pick<Look, 'theme' | 'unicode'>): TextStyle {
  const behind = rest && areaColour(theme.styles[rest.tone]);
  const isWhole = rest !== undefined && behind === undefined && unicode;
  const color = areaColour(theme.styles[isWhole ? rest.most : tone]);
  return {
    ...(color !== undefined && { color }),
    ...(behind !== undefined && unicode && { backgroundColor: behind }),
  };
}
