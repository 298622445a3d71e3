import type { KeptLine } from '../../logs/line.ts';
import type { Labels } from '../../sources/prometheus-types.ts';
import { formatClock, formatDay, formatValue } from '../../text/format.ts';
import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';
import { millisOf } from '../../units.ts';
import { cell, type Line, run } from '../runs.ts';
import { levelTone } from './line-rows.ts';
import { pieces } from './prepared.ts';

/** Rows of details, at most: what is longer is read with other tools. */
const MOST_ROWS = 500;
const NAME = 14;

/** Everything about one line: when to the nanosecond, its labels, metadata and fields, and its text, JSON laid out. */
export function lineDetail(line: KeptLine, width: number, timeZone: string): readonly Line[] {
  const at = millisOf(line.at);
  const nano = `${line.at % 1_000_000_000n}`.padStart(9, '0');
  const when = (zone: string) => `${formatDay(at, zone)} ${formatClock(at, zone)}.${nano}`;
  const rows: Line[] = [
    fact(
      'time',
      `${when(timeZone)} ${timeZone === 'UTC' ? '' : `(${when('UTC')} `}UTC${timeZone === 'UTC' ? '' : ')'}`,
    ),
    [run(cell('level', NAME), 'dim'), run(line.level, levelTone(line.level), { bold: true })],
    ...section('Labels', line.labels, width),
    ...section('Structured metadata', line.metadata, width),
    ...section('Parsed fields', line.parsed, width),
  ];
  if (line.fieldsLeftOut > 0) rows.push([run(`${line.fieldsLeftOut} more labels and fields were left out`, 'warn')]);
  rows.push([run('Line', 'title')]);
  for (const text of textRows(line.text)) {
    if (rows.length >= MOST_ROWS) break;
    for (const piece of pieces(text, width, MOST_ROWS - rows.length)) rows.push([run(piece)]);
  }
  if (line.whole !== null)
    rows.push([run(`only its beginning is kept: the whole line has ${formatValue(line.whole, 'bytes')}`, 'warn')]);
  return rows;
}

const fact = (name: string, value: string): Line => [run(cell(name, NAME), 'dim'), run(value)];

function section(title: string, labels: Labels, width: number): readonly Line[] {
  const entries = Object.entries(labels);
  if (entries.length === 0) return [];
  const names = Math.min(30, Math.max(NAME - 1, ...entries.map(([name]) => name.length))) + 1;
  return [
    [run(title, 'title')],
    ...entries.flatMap(([name, value]) =>
      pieces(sanitiseLine(value), Math.max(10, width - names), 20).map(
        (piece, i): Line => [run(cell(i === 0 ? sanitiseLine(name) : '', names), 'accent'), run(piece)],
      ),
    ),
  ];
}

/** JSON with one field a row; any other text as it is, safe to draw. */
function textRows(text: string): readonly string[] {
  const head = text.trimStart();
  if (head.startsWith('{') || head.startsWith('['))
    try {
      // Sanitised after it is laid out: an escaped control character is one again once it is parsed and written.
      return sanitiseText(JSON.stringify(JSON.parse(head), null, 2)).split('\n');
    } catch {
      // Not JSON after all.
    }
  return sanitiseText(text).split('\n');
}
