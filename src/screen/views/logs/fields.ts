import type { KeptLine } from '../../../logs/line.ts';
import type { LineList } from '../../../logs/line-store.ts';
import { fieldsOfText } from '../../../logs/text-fields.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';

/** A field of a line by name; both are safe to draw. */
export type Fields = ReadonlyMap<Safe, Safe>;

const known = new WeakMap<KeptLine, Fields>();
const MOST = 40;

/** What the query's parsers found in a line, else the fields of its JSON or logfmt. */
export function fieldsOf(line: KeptLine): Fields {
  const before = known.get(line);
  if (before) return before;
  const parsed = Object.entries(line.parsed).filter(([name]) => !name.startsWith('__'));
  const found = parsed.length > 0 ? parsed : fieldsOfText(line.text);
  const fields = new Map(
    found.slice(0, MOST).map(([name, value]) => [sanitiseLine(name).slice(0, 60), sanitiseLine(value.slice(0, 400))]),
  );
  known.set(line, fields);
  return fields;
}

/** Lines that are looked at for names of fields, the newest, and values remembered of each. */
const LOOKED_AT = 300;
const VALUES = 20;

/** What the newest lines have: their metadata, and with a parser the fields of their text; each with values that were seen. */
export function fieldValues(lines: LineList, parsed: boolean): Readonly<Record<string, readonly string[]>> {
  const seen = new Map<string, Set<string>>();
  for (const line of lines.slice(-LOOKED_AT))
    for (const [name, value] of [...Object.entries(line.metadata), ...(parsed ? fieldsOf(line) : [])]) {
      if (!NAME.test(name)) continue;
      const values = seen.get(name) ?? new Set();
      if (values.size < VALUES) values.add(value);
      seen.set(name, values);
    }
  return Object.fromEntries([...seen].map(([name, values]) => [name, [...values].sort()]));
}

/** What LogQL takes as a name. */
const NAME = /^[A-Za-z_]\w*$/;

/** What a line is about goes last and takes what is left. */
const MESSAGES = (['msg', 'message', '_msg', 'event', 'error', 'err'] as const).map((name) => safe(name));
/** What the prefix of each line tells already. */
const TOLD = /^(time|timestamp|ts|level|lvl|severity|detected_level|level_extracted|timestamp_extracted)$/i;
const WIDEST = 22;
const MOST_COLUMNS = 6;
/** Share of the width that columns may take from what the line says, on a narrow page and on a wide one. */
const mostWidth = (width: number): number => (width < 90 ? 0.35 : 0.5);
/** Of so many lines it can be told what tells them apart. */
const TELLING = 8;

export interface Columns {
  readonly names: readonly { readonly name: Safe; readonly width: number }[];
  /** The field that takes the rest of the width; the whole line unless there is one. */
  readonly message: Safe | null;
}

interface Seen {
  count: number;
  width: number;
  readonly values: Set<string>;
}

/** The columns that suit these lines: fields that most of them have and that tell them apart. Null when they have none. */
export function columnsFor(lines: readonly KeptLine[], width: number): Columns | null {
  const seen = new Map<Safe, Seen>();
  for (const line of lines)
    for (const [name, value] of fieldsOf(line)) {
      const own = seen.get(name) ?? { count: 0, width: widthOf(name), values: new Set() };
      own.count += 1;
      own.width = Math.max(own.width, widthOf(value));
      own.values.add(value);
      seen.set(name, own);
    }
  const common = [...seen].filter(([name, { count }]) => count * 3 >= lines.length && !TOLD.test(name));
  if (common.length === 0) return null;
  const message = MESSAGES.find((name) => common.some(([own]) => own === name)) ?? null;
  const names: { name: Safe; width: number }[] = [];
  let left = Math.floor(width * mostWidth(width));
  for (const [name, own] of common.filter(([other, field]) => other !== message && isTelling(field))) {
    const cells = Math.min(WIDEST, own.width) + 1;
    if (names.length >= MOST_COLUMNS || cells > left) continue;
    names.push({ name, width: cells - 1 });
    left -= cells;
  }
  return { names, message };
}

/** Neither the same in all lines nor, as an id, another in each. */
function isTelling({ count, values }: Seen): boolean {
  if (count < TELLING) return true;
  const isNumber = [...values].every((value) => Number.isFinite(Number(value)));
  return values.size > 1 && (isNumber || values.size < count * 0.8);
}
