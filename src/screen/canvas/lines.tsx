import { Box, Text } from 'ink';
import { createContext, createElement, useContext } from 'react';
import { link } from '../../terminal/link.ts';
import { safe } from '../../text/safe.ts';
import { toAscii } from './ascii.ts';
import type { Glyphs } from './glyphs.ts';
import type { Rect } from './layout.ts';
import { type Line, type Run, toWidth, widthOf } from './runs.ts';
import type { TextStyle, Theme } from './theme.ts';

/** How the screen looks on this terminal. */
export interface Look {
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  /** False: only characters of ASCII reach the terminal. */
  readonly unicode: boolean;
  /** True: the terminal knows links (OSC 8). */
  readonly links: boolean;
}

export const LookContext = createContext<Look | null>(null);

export function useLook(): Look {
  const look = useContext(LookContext);
  if (look === null) throw new Error('drawn outside of a screen');
  return look;
}

const sameStyle = (a: Run, b: Run): boolean =>
  a.tone === b.tone &&
  a.bold === b.bold &&
  a.dim === b.dim &&
  a.inverse === b.inverse &&
  a.href === b.href &&
  a.solid === b.solid &&
  a.rest?.tone === b.rest?.tone &&
  a.rest?.most === b.rest?.most;

/** Neighbours of one style become one run: the terminal's and Ink's work grows with their number. */
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

/** Blocks, in their tone's colour on that of the rest of their cells. */
function Area({ part, look }: { readonly part: Run; readonly look: Look }) {
  const { theme, unicode } = look;
  const { rest } = part;
  const behind = rest && areaColour(theme.styles[rest.tone]);
  const whole = rest !== undefined && behind === undefined && unicode;
  const color = areaColour(theme.styles[whole ? rest.most : (part.tone ?? 'text')]);
  const text = unicode ? (whole ? safe('█').repeat(widthOf(part.text)) : part.text) : toAscii(part.text);
  return (
    <Text
      {...(color === undefined ? {} : { color })}
      {...(behind === undefined || !unicode ? {} : { backgroundColor: behind })}
    >
      {text}
    </Text>
  );
}

function Piece({ part, look }: { readonly part: Run; readonly look: Look }) {
  if (part.solid) return Area({ part, look });
  const style = look.theme.styles[part.tone ?? 'text'];
  const text = look.unicode ? part.text : toAscii(part.text);
  const faint = part.dim === true ? look.theme.styles.dim : {};
  return (
    <Text
      {...style}
      {...faint}
      {...(part.bold ? { bold: true } : {})}
      {...(part.dim ? { dimColor: true } : {})}
      {...(part.inverse ? { inverse: true } : {})}
    >
      {part.href === undefined ? text : link(text, part.href, look)}
    </Text>
  );
}

/** One row. Its runs have no identity beyond their place, so they are children one by one and need no keys. */
const row = (line: Line, width: number, look: Look) =>
  createElement(Text, { wrap: 'hard' }, ...joined(toWidth(line, width)).map((part) => Piece({ part, look })));

/** Lines in a rectangle of the screen, each cut and filled to its width, so that they cover whatever lies beneath. */
export function Lines({ at, lines }: { readonly at: Rect; readonly lines: readonly Line[] }) {
  const look = useLook();
  const { x, y, width, height } = at;
  if (height <= 0 || width <= 0) return null;
  const rows = Array.from({ length: height }, (_, i) => row(lines[i] ?? [], width, look));
  return createElement(Box, { position: 'absolute', left: x, top: y, width, height, flexDirection: 'column' }, ...rows);
}
