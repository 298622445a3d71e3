import type { KeptLine } from '../../logs/line.ts';
import { fieldsOfText } from '../../logs/text-fields.ts';
import { own } from '../../own.ts';
import { type Millis, millisOf } from '../../units.ts';
import { type Field, isTimed, parseFilter } from './filter.ts';

/** What a filter is to lines of logs. */
export interface LineTest {
  passes(line: KeptLine, at: Millis): boolean;
  /** Whether that depends on the time. */
  readonly isTimed: boolean;
}

/** The test whether a line is a hit; null when nothing is looked for, or what is typed is no filter. */
export function lineTest(text: string): LineTest | null {
  const { terms } = parseFilter(text);
  if (terms.length === 0) return null;
  return {
    isTimed: isTimed(text),
    passes(line, at) {
      const asked = { text: line.text.toLowerCase(), field: fieldsOf(line), at };
      return terms.every((term) => term.passes(asked));
    },
  };
}

/** Texts that a filter looks for, in lower case, to be marked where they stand. */
export const soughtIn = (text: string): readonly string[] =>
  parseFilter(text).terms.flatMap(({ field, wanted }) => (field === null && wanted !== null ? [wanted] : []));

/** Names of what is told of every line, beside its labels and fields. */
export const OF_EVERY_LINE = ['level', 'age'] as const;

/** What a line has under a name: what is told of it, then what the query found, its labels, and what stands in its text. */
export function fieldsOf(line: KeptLine): (name: string) => Field | undefined {
  let inText: ReadonlyMap<string, string> | undefined;
  return (name) => {
    if (name === 'level') return line.level === 'unknown' ? '' : line.level;
    if (name === 'age') return { since: millisOf(line.at) };
    const known = own(line.parsed, name) ?? own(line.metadata, name) ?? own(line.labels, name);
    if (known !== undefined) return known;
    inText ??= new Map(fieldsOfText(line.text));
    return inText.get(name);
  };
}

/** Lines that are looked at for names: enough to know a name that is meant from a slip, few enough for a key. */
const LOOKED_AT = 2000;

interface Lines {
  slice(start: number): readonly KeptLine[];
}

/** Values that lines have under a name, of the newest. */
export function valuesOfLines(lines: Lines, name: string): ReadonlySet<string> {
  const values = lines.slice(-LOOKED_AT).map((line) => fieldsOf(line)(name));
  return new Set(values.filter((value) => typeof value === 'string'));
}

/** Names that lines have, of the newest. */
export function namesOfLines(lines: Lines): ReadonlySet<string> {
  const names = new Set<string>(OF_EVERY_LINE);
  for (const { labels, metadata, parsed, text } of lines.slice(-LOOKED_AT)) {
    for (const all of [labels, metadata, parsed]) for (const name of Object.keys(all)) names.add(name);
    for (const [name] of fieldsOfText(text)) names.add(name);
  }
  return names;
}
