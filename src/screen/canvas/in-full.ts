import { graphemesOf, joined, type Safe, safe } from '../../text/safe.ts';
import { isNarrow, widthOf } from '../../text/width.ts';
import { blank, cell, isInNumber, type Line, lineWidth, type Run, run, wrap } from './runs.ts';

/** What is broken goes on so much to the right, unless it hangs somewhere. */
const INDENT = 2;
/** Nothing hangs so far to the right that fewer cells are left to it. */
const LEAST = 16;

/**
 * The lines of a panel in so many rows. No word is cut above an empty row: a line that is too wide is broken, and a cell of
 * a table goes on below, the first one first, while there are rows that nothing else needs.
 */
export function inFull(lines: readonly Line[], width: number, height: number): readonly Line[] {
  const shown = lines.slice(0, Math.max(0, height));
  if (width <= 0 || shown.every((line) => !isCut(line, width))) return lines;
  let spare = height - shown.length + shown.filter(isEmpty).length;
  const broken = shown.flatMap((line) => {
    if (spare === 0 || !isCut(line, width)) return [line];
    const rows = belowCells(line, spare)
      .flatMap((row, i) => (i === 0 ? wrapLine(row, width, 1 + spare) : [row]))
      .slice(0, 1 + spare);
    spare -= rows.length - 1;
    return rows;
  });
  // What stood apart moves together for it, from below.
  let over = broken.length - height;
  return broken
    .toReversed()
    .filter((line) => !(over > 0 && isEmpty(line) && over--))
    .toReversed();
}

const isCut = (line: Line, width: number): boolean =>
  lineWidth(line) > width || line.some(({ whole }) => whole !== undefined);

/** A row of a table with what its cells had no room for below it, where so many rows suffice; else as it is. */
function belowCells(line: Line, spare: number): readonly Line[] {
  const parts = line.map((of) => ({ of, texts: of.whole === undefined ? [] : wrap(of.whole.text, of.whole.cells) }));
  const rows = Math.max(1, ...parts.map(({ texts }) => texts.length));
  if (rows === 1 || rows - 1 > spare) return [line];
  return Array.from({ length: rows }, (_, row) =>
    parts.map(({ of, texts }): Run => {
      const { whole, ...rest } = of;
      if (whole === undefined) return row === 0 ? of : { ...rest, text: blank(widthOf(of.text)) };
      const text = safe(`${blank(whole.gap)}${cell(texts[row] ?? safe(''), whole.cells)}`);
      return { ...rest, text: cell(text, widthOf(of.text)) };
    }),
  );
}

export const isEmpty = (line: Line): boolean => line.every(({ text }) => text.trim() === '');

/** A sign of a line, and the run it is of. */
interface Sign {
  readonly text: Safe;
  readonly width: number;
  readonly of: Run;
}

/** A line in as few rows as it needs, broken between words where it can be; in so many rows at most, the last of which may be too wide. */
export function wrapLine(line: Line, width: number, most: number): readonly Line[] {
  const indent = indentOf(line, width);
  const isSelected = line.every(({ tone, solid = false }) => solid || tone === 'selection');
  const margin: Line = indent > 0 ? [isSelected ? run(blank(indent), 'selection') : run(blank(indent))] : [];
  const rows: Line[] = [];
  let left = line.flatMap(signsOf);
  while (left.length > 0) {
    const isFirst = rows.length === 0;
    const room = isFirst ? width : width - indent;
    const end = rows.length + 1 < most ? endOf(left, room) : left.length;
    const own = [...(isFirst ? [] : margin), ...runsOf(left.slice(0, end))];
    rows.push(isSelected && lineWidth(own) < width ? filled(own, width) : own);
    left = left.slice(end);
    while (left[0]?.text === ' ') left = left.slice(1);
  }
  return rows;
}

/** A selected row reaches to the end of its panel. */
const filled = (line: Line, width: number): Line => [...line, run(blank(width - lineWidth(line)), 'selection')];

const signsOf = (of: Run): readonly Sign[] =>
  isNarrow(of.text)
    ? of.text.split('').map((text) => ({ text, width: 1, of }))
    : graphemesOf(of.text).map((text) => ({ text, width: widthOf(text), of }));

/** Where what is broken goes on: below what hangs in its line, if anything does. */
function indentOf(line: Line, width: number): number {
  const at = line.findIndex(({ hangs }) => hangs);
  const [hanging] = line.slice(at);
  if (at < 0 || hanging === undefined) return INDENT;
  const before = lineWidth(line.slice(0, at)) + hanging.text.length - hanging.text.trimStart().length;
  return Math.max(0, width - before >= LEAST ? before : INDENT);
}

/** How many signs of a row fit so many cells: up to the end of a word, where one ends there. */
function endOf(signs: readonly Sign[], room: number): number {
  let used = 0;
  const end = signs.findIndex(({ width }) => {
    used += width;
    return used > room;
  });
  if (end < 0) return signs.length;
  const space = signs.slice(0, end + 1).findLastIndex(({ text }, i) => text === ' ' && !isInNumberAt(signs, i));
  return space > 0 ? space : Math.max(1, end);
}

/** Whether a blank stands between a number and its unit. */
const isInNumberAt = (signs: readonly Sign[], at: number): boolean => {
  const after = signs.slice(at + 1, at + 4).map(({ text }) => text);
  return isInNumber(signs[at - 1]?.text ?? '', after.join(''));
};

/** Signs as runs again. */
function runsOf(signs: readonly Sign[]): Line {
  const runs: { readonly of: Run; readonly texts: Safe[] }[] = [];
  for (const { text, of } of signs) {
    const last = runs.at(-1);
    if (last?.of === of) last.texts.push(text);
    else runs.push({ of, texts: [text] });
  }
  return runs.map(({ of, texts }) => ({ ...of, text: joined(texts, '') }));
}
