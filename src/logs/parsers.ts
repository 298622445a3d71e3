import { eachMember, type JsonKind, type TakeMember, unescapeJson } from './json-members.ts';
import type { LineFields } from './line-fields.ts';
import { logfmtPairs } from './logfmt-pairs.ts';

const SUFFIX = '_extracted';

const withUnderscores = (text: string): string => text.trim().replace(/[^A-Za-z0-9_]/gu, '_');

/** A name as Loki makes a label of it; of a path, its parts joined. Empty for blanks. */
const labelName = (path: readonly string[]): string =>
  path
    .map(withUnderscores)
    .filter((part) => part !== '')
    .join('_')
    .replace(/^(?=\d)/, '_');

/** A value without what is no text. */
const clean = (value: string): string => value.toWellFormed().replaceAll('\ufffd', ' ');

const readValue = (raw: string, kind: JsonKind): string => (kind === 'string' ? clean(unescapeJson(raw) ?? '') : raw);

/** `| json`. False when the line can be none of those asked for. */
export function parseJson(fields: LineFields): boolean {
  if (fields.isDone) return true;
  const ending = eachMember(fields.line.text, membersOf(fields, []));
  if (ending !== null && typeof ending === 'object') fields.fail('JSONParserErr', ending.fault);
  return ending !== 'unwanted';
}

function membersOf(fields: LineFields, path: readonly string[]): TakeMember {
  return (key, raw, kind) => {
    const inner = [...path, key];
    if (kind === 'object')
      return fields.hints.wantsBelow(labelName(inner)) ? eachMember(raw, membersOf(fields, inner)) : null;
    if (kind === 'string' || kind === 'number' || kind === 'boolean') {
      const plain = labelName(inner);
      const name = fields.isTaken(plain) ? labelName([...path, key + SUFFIX]) : plain;
      const isNamed = plain !== '' || path.length > 0;
      if (isNamed && !fields.take(name, readValue(raw, kind))) return 'unwanted';
    }
    return fields.isDone ? 'enough' : null;
  };
}

export interface LogfmtFlags {
  /** A line that is no logfmt throughout is one with an error. */
  readonly strict: boolean;
  /** Keys without a value are fields too. */
  readonly keepEmpty: boolean;
}

/** `| logfmt`. False when the line can be none of those asked for. */
export function parseLogfmt(fields: LineFields, { strict, keepEmpty }: LogfmtFlags): boolean {
  if (fields.isDone) return true;
  for (const pair of logfmtPairs(fields.line.text)) {
    if ('fault' in pair) {
      if (!strict) continue;
      fields.fail('LogfmtParserErr', pair.fault);
      return fields.hints.mayPass('__error__', fields);
    }
    const plain = labelName([pair.key]);
    if (plain === '' || (pair.value === '' && !keepEmpty)) continue;
    if (!fields.take(fields.isTaken(plain) ? plain + SUFFIX : plain, clean(pair.value))) return false;
    if (fields.isDone) break;
  }
  return true;
}
