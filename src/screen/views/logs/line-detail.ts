import type { KeptLine } from '../../../logs/line.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { formatClock, formatDay, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine, sanitiseText } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import { millisOf } from '../../../units.ts';
import { blank, cell, cut, type Line, type Run, run } from '../../canvas/runs.ts';
import { levelTone } from './line-rows.ts';
import { folded } from './prepared.ts';

/** Rows of details, at most: what is longer is read with other tools. */
const MOST_ROWS = 500;
/** Cells of the names of what follows. */
const NAME = 10;

/** Everything about one line: when to the nanosecond, its labels and metadata, its text with JSON laid out, and its fields. */
export function lineDetail(line: KeptLine, width: number, timeZone: string): readonly Line[] {
  const at = millisOf(line.at);
  const nano = sanitiseLine(`${line.at % 1_000_000_000n}`.padStart(9, '0'));
  const when = (zone: string) => safe(`${formatDay(at, zone)} ${formatClock(at, zone)}.${nano}`);
  const utc = timeZone === 'UTC' ? safe(' UTC') : width < ROOMY ? safe('') : safe(` (${when('UTC')} UTC)`);
  const rows: Line[] = [
    [
      run(cell('time', NAME), 'dim'),
      run(`${when(timeZone)}${utc}  `),
      run(line.level === 'unknown' ? 'no level' : line.level, levelTone(line.level), { bold: true }),
    ],
    ...section('labels', line.labels, width),
    ...section('metadata', line.metadata, width),
    ...laidOut(line.text, width),
  ];
  if (line.whole !== null)
    rows.push([run(`only the beginning is kept: the whole line has ${formatValue(line.whole, 'bytes')}`, 'warn')]);
  rows.push(...section('fields', line.parsed, width));
  if (line.fieldsLeftOut > 0) rows.push([run(`${line.fieldsLeftOut} more labels and fields were left out`, 'warn')]);
  return rows;
}

/** Narrower than this, one time is enough. */
const ROOMY = 90;

/** The text of the line over as many rows as it needs, its name above where there is no place beside it. */
function laidOut(text: string, width: number): readonly Line[] {
  const rows: Line[] = [[run('line', 'dim')]];
  for (const part of textRows(text)) {
    if (rows.length > MOST_ROWS) break;
    for (const row of folded(part, width, MOST_ROWS - rows.length + 1)) rows.push([run(row.text)]);
  }
  return rows;
}

/** Names with their values, as many on a row as fit. */
function section(title: 'labels' | 'metadata' | 'fields', labels: Labels, width: number): readonly Line[] {
  const rows: Run[][] = [];
  let left = 0;
  const space = Math.max(10, width - NAME);
  for (const [name, value] of Object.entries(labels)) {
    const [own, text] = [sanitiseLine(name), sanitiseLine(value)];
    const whole = widthOf(own) + 1 + widthOf(text);
    const last = rows.at(-1);
    if (last !== undefined && whole + GAP <= left) {
      last.push(run(blank(GAP)), run(`${own}=`, 'accent'), run(text));
      left -= whole + GAP;
      continue;
    }
    const shown = cut(own, Math.max(1, space - 10));
    const [first, ...rest] = folded(text, Math.max(1, space - widthOf(shown) - 1), VALUE_ROWS);
    rows.push([run(`${shown}=`, 'accent'), run(first?.text ?? '')]);
    for (const row of rest) rows.push([run(blank(widthOf(shown) + 1)), run(row.text)]);
    left = rest.length > 0 ? 0 : space - whole;
  }
  return rows.map((row, i): Line => [run(cell(i === 0 ? title : '', NAME), 'dim'), ...row]);
}

const GAP = 2;
/** Rows of one value, at most. */
const VALUE_ROWS = 20;

/** A line end within a string of JSON, which is written as two signs. */
const ESCAPED_END = /\\n(?<=(?<!\\)(?:\\\\)*\\n)/;

/** JSON with one field a row and what a field says over several rows as well; any other text as it is, safe to draw. */
function textRows(text: string): readonly Safe[] {
  const head = text.trimStart();
  if (head.startsWith('{') || head.startsWith('['))
    try {
      // Sanitised after it is laid out: an escaped control character is one again once it is parsed and written.
      return sanitiseText(JSON.stringify(JSON.parse(head), null, 2))
        .split('\n')
        .flatMap(unfolded);
    } catch {
      // Not JSON after all.
    }
  return sanitiseText(text).split('\n');
}

/** A stack trace in a field, frame by frame. */
function unfolded(row: Safe): readonly Safe[] {
  const indent = ' '.repeat(row.length - row.trimStart().length + 2);
  const parts = row.split(ESCAPED_END).map((part, i) => (i === 0 ? part : indent + part.replaceAll('\\t', '  ')));
  return parts.map(sanitiseLine);
}
