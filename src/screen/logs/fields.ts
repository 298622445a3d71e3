import type { KeptLine } from '../../logs/line.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { widthOf } from '../runs.ts';

/** A field of a line by name; both are safe to draw. */
export type Fields = ReadonlyMap<string, string>;

const known = new WeakMap<KeptLine, Fields>();
const LOGFMT = /(?:^|\s)([A-Za-z_][\w.-]*)=("(?:[^"\\]|\\.)*"|[^\s"]*)/g;
const MOST = 40;

/** What the query's parsers found in a line, else the fields of its JSON or logfmt. */
export function fieldsOf(line: KeptLine): Fields {
  const before = known.get(line);
  if (before) return before;
  const parsed = Object.entries(line.parsed).filter(([name]) => !name.startsWith('__'));
  const found = parsed.length > 0 ? parsed : textFields(line.text);
  const fields = new Map(
    found.slice(0, MOST).map(([name, value]) => [sanitiseLine(name).slice(0, 60), sanitiseLine(value.slice(0, 400))]),
  );
  known.set(line, fields);
  return fields;
}

function textFields(text: string): (readonly [string, string])[] {
  const head = text.trimStart();
  if (head.startsWith('{')) return jsonFields(head);
  return [...text.slice(0, 4000).matchAll(LOGFMT)].map(([, name = '', value = '']) => [name, unquoted(value)] as const);
}

function jsonFields(text: string): (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(
      ([name, field]) => [name, typeof field === 'string' ? field : (JSON.stringify(field) ?? '')] as const,
    );
  } catch {
    return [];
  }
}

const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? ' ' : c)) : value;

/** What a line is about goes last and takes what is left. */
const MESSAGES = ['msg', 'message', '_msg', 'event', 'error', 'err'];
/** What the prefix of each line tells already. */
const TOLD = /^(time|timestamp|ts|level|lvl|severity|detected_level|level_extracted|timestamp_extracted)$/i;
const WIDEST = 22;
const MOST_COLUMNS = 6;

export interface Columns {
  readonly names: readonly { readonly name: string; readonly width: number }[];
  /** The field that takes the rest of the width; the whole line unless there is one. */
  readonly message: string | null;
}

/** The columns that suit these lines: the fields most of them have. Null when they have none. */
export function columnsFor(lines: readonly KeptLine[], width: number): Columns | null {
  const counts = new Map<string, { count: number; width: number }>();
  for (const line of lines)
    for (const [name, value] of fieldsOf(line)) {
      const seen = counts.get(name) ?? { count: 0, width: widthOf(name) };
      counts.set(name, { count: seen.count + 1, width: Math.max(seen.width, widthOf(value)) });
    }
  const common = [...counts].filter(([name, { count }]) => count * 3 >= lines.length && !TOLD.test(name));
  if (common.length === 0) return null;
  const message = MESSAGES.find((name) => common.some(([own]) => own === name)) ?? null;
  const names: { name: string; width: number }[] = [];
  let left = Math.floor(width * 0.6);
  for (const [name, seen] of common.filter(([own]) => own !== message)) {
    const own = Math.min(WIDEST, seen.width) + 1;
    if (names.length >= MOST_COLUMNS || own > left) continue;
    names.push({ name, width: own - 1 });
    left -= own;
  }
  return { names, message };
}
