import type { Level } from '../../../logs/level.ts';
import type { KeptLine } from '../../../logs/line.ts';
import { formatAge, formatClock, formatDay } from '../../../text/format.ts';
import { joined, literals, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import { type Millis, millisOf, secondsBetween } from '../../../units.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { blank, cell, cut, type Line, type Run, run, selected, type Tone, toWidth } from '../../canvas/runs.ts';
import { type Columns, fieldsOf } from './fields.ts';
import { folded, part, prepared } from './prepared.ts';
import type { LogLook } from './state.ts';

export interface LineInput {
  readonly width: number;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
  readonly timeZone: string;
  readonly now: Millis;
  readonly look: LogLook;
  /** Null unless columns are wanted and the lines have fields. */
  readonly columns: Columns | null;
  /** Cells the text is moved to the left. */
  readonly shift: number;
  /** Texts that are looked for, in lower case. */
  readonly hits: readonly string[];
}

const WORDS: Readonly<Record<Level, Safe>> = literals({
  fatal: 'FATAL',
  error: 'ERROR',
  warn: 'WARN',
  info: 'info',
  debug: 'debug',
  trace: 'trace',
  unknown: '',
});

const TONES: Readonly<Record<Level, Tone>> = {
  fatal: 'danger',
  error: 'fail',
  warn: 'warn',
  info: 'text',
  debug: 'dim',
  trace: 'dim',
  unknown: 'text',
};

export const levelTone = (level: Level): Tone => TONES[level];

export const levelGlyph = (level: Level, glyphs: Glyphs): Safe =>
  level === 'fatal' || level === 'error'
    ? glyphs.fail
    : level === 'warn'
      ? glyphs.warn
      : level === 'unknown'
        ? safe(' ')
        : glyphs.separator;

/** Rows that one line may take on the page; the rest of it is in its details. */
const MOST_ROWS = 6;

const DAY = 86_400_000;

/** When a line was written, in as many cells for every line. */
function stampOf(line: KeptLine, { look, timeZone, now }: Pick<LineInput, 'look' | 'timeZone' | 'now'>): Safe {
  const at = millisOf(line.at);
  if (look.stamps === 'relative') {
    const ago = secondsBetween(at, now);
    const age = Math.abs(ago) < 1 ? safe('now') : ago < 0 ? safe(`+${formatAge(-ago)}`) : safe(`-${formatAge(ago)}`);
    return safe(`${cell(age, 5, 'right')} `);
  }
  const zone = look.stamps === 'utc' ? 'UTC' : timeZone;
  const fraction = sanitiseLine(`${at % 1000}`.padStart(3, '0'));
  const day = safe(now - at > DAY ? `${formatDay(at, zone).slice(5)} ` : '');
  return safe(`${day}${formatClock(at, zone)}.${fraction}${look.stamps === 'utc' ? 'Z' : ''} `);
}

/** Time, and level as a sign, a word and a colour. */
function prefixOf(line: KeptLine, input: LineInput): Line {
  const { level } = line;
  const narrow = input.width < 60;
  const word = narrow ? safe('') : cell(WORDS[level], 6);
  return [
    run(stampOf(line, input), 'dim'),
    run(`${levelGlyph(level, input.glyphs)} ${word}`, TONES[level], { bold: level === 'fatal' || level === 'error' }),
  ];
}

const prefixWidth = (prefix: Line): number => prefix.reduce((sum, { text }) => sum + text.length, 0);

/** A stretch of a text with what is looked for in reverse video, also where that goes on beyond the stretch. */
function marked(text: Safe, hits: readonly string[], tone: Tone, from = 0, to = text.length): Line {
  const longest = Math.max(0, ...hits.map(({ length }) => length));
  const begin = Math.max(0, from - longest);
  const around = text.slice(begin, to + longest);
  const lower = around.toLowerCase();
  // Some letters change their length with their case: then nothing is marked rather than the wrong thing.
  if (longest === 0 || lower.length !== around.length) return [run(text.slice(from, to), tone)];
  const runs: Run[] = [];
  let done = from;
  for (const [at, end] of placesOf(hits, lower)) {
    const [first, last] = [Math.max(done, begin + at), Math.min(to, begin + end)];
    if (last <= first) continue;
    if (first > done) runs.push(run(text.slice(done, first), tone));
    runs.push(run(text.slice(first, last), 'accent', { inverse: true, bold: true }));
    done = last;
  }
  if (done < to || runs.length === 0) runs.push(run(text.slice(done, to), tone));
  return runs;
}

/** From where to where a text holds any of what is looked for, in order. */
function placesOf(hits: readonly string[], text: string): readonly (readonly [from: number, to: number])[] {
  const places: (readonly [number, number])[] = [];
  for (const hit of hits)
    for (let at = text.indexOf(hit); at >= 0; at = text.indexOf(hit, at + hit.length))
      places.push([at, at + hit.length]);
  return places.sort(([a], [b]) => a - b);
}

/** What a line says, on one row: its columns or its text. */
function textOf(line: KeptLine, columns: Columns | null): { readonly head: Line; readonly text: Safe } {
  const fields = columns === null ? null : fieldsOf(line);
  if (columns === null || fields === null || fields.size === 0) return { head: [], text: prepared(line).text };
  const head = columns.names.map(({ name, width }) => run(`${cell(fields.get(name) ?? '', width)} `, 'accent'));
  const rest = columns.message === null ? prepared(line).text : (fields.get(columns.message) ?? prepared(line).text);
  return { head, text: rest };
}

/** The beginning of a text; if what is looked for stands behind it, the part that holds it. */
function shownPart(text: Safe, space: number, hits: readonly string[]): Safe {
  const lower = text.toLowerCase();
  const needle = hits.find((hit) => lower.includes(hit)) ?? '';
  const at = needle === '' ? -1 : lower.indexOf(needle);
  const before = at < 0 ? 0 : widthOf(text.slice(0, at));
  if (before + widthOf(needle) < space) return cut(text.slice(0, 12 * space), space);
  const rest = part(text, before - Math.floor(space / 3), 2 * space);
  return safe(`…${cut(rest, space - 1)}`);
}

/** The names of the columns above their values. */
export function columnHeader(line: KeptLine, columns: Columns, input: LineInput): Line {
  const indent = blank(prefixWidth(prefixOf(line, input)));
  const names = joined(
    columns.names.map(({ name, width }) => safe(`${cell(name, width)} `)),
    '',
  );
  return [run(`${indent}${names}${columns.message ?? 'line'}`, 'dim')];
}

/** The selected line; what was looked for stays marked in it. */
const chosen = (row: Line): Line => row.flatMap((part) => (part.inverse ? part : selected([part])));

/** The rows of one line: one, or when it is wrapped as many as it needs up to a few. */
export function lineRows(line: KeptLine, isSelected: boolean, input: LineInput): readonly Line[] {
  const { width, look, glyphs } = input;
  const prefix = prefixOf(line, input);
  const { head, text } = textOf(line, input.columns);
  const before = [...prefix, ...head];
  const indent = prefixWidth(before);
  const space = Math.max(1, width - indent);
  const tone = TONES[line.level] === 'danger' ? 'fail' : TONES[line.level];
  const rows: Line[] = [];
  if (!look.wrap) {
    const shown =
      input.shift === 0 ? shownPart(text, space, isSelected ? input.hits : []) : part(text, input.shift, space);
    rows.push([...before, ...marked(shown, input.hits, tone)]);
  } else {
    const cutUp = folded(text, space, MOST_ROWS + 1);
    for (const [i, piece] of cutUp.slice(0, MOST_ROWS).entries()) {
      const start = i === 0 ? before : [run(blank(indent))];
      const isLast = i === MOST_ROWS - 1 && cutUp.length > MOST_ROWS;
      rows.push([
        ...start,
        ...(isLast
          ? [run(part(piece.text, 0, space - 20), tone), run(`${glyphs.ellipsis} enter shows all`, 'dim')]
          : marked(text, input.hits, tone, piece.at, piece.at + piece.text.length)),
      ]);
    }
  }
  return isSelected ? rows.map((row) => chosen(toWidth(row, width))) : rows;
}
