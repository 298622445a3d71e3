import { own } from '../own.ts';

export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** Why the reading of an object ended before its end: what is wrong with it, or the word of who reads. */
export type Ending = { readonly fault: string } | 'enough' | 'unwanted';

/** Given each member as it stands: a string without its quotes, not unescaped. Anything but null ends the reading. */
export type TakeMember = (key: string, raw: string, kind: JsonKind) => Ending | null;

const FAULTS = {
  json: 'Malformed JSON error',
  string: `Value is string, but can't find closing '"' symbol`,
  array: `Value is array, but can't find closing ']' symbol`,
  object: `Value looks like object, but can't find closing '}' symbol`,
  kind: 'Unknown value type',
  escape: 'Encountered an invalid escape sequence in a string',
} as const;
const fault = (of: keyof typeof FAULTS): Ending => ({ fault: FAULTS[of] });

const SPACE = ' \n\r\t';

function pastSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && SPACE.includes(text.charAt(next))) next += 1;
  return next;
}

/** Behind the quote that ends a string which begins at `at`; −1 when none does. */
function pastString(text: string, at: number): number {
  for (let next = at; next < text.length; next += 1) {
    if (text[next] === '\\') next += 1;
    else if (text[next] === '"') return next + 1;
  }
  return -1;
}

/** Behind the bracket that closes the one at `at`; −1 when none does. Brackets of the other kind are not looked at. */
function pastBlock(text: string, at: number, open: string, close: string): number {
  let level = 0;
  for (let next = at; next < text.length; next += 1) {
    const sign = text[next];
    if (sign === '"') {
      const end = pastString(text, next + 1);
      if (end < 0) return -1;
      next = end - 1;
    } else if (sign === open) level += 1;
    else if (sign === close) {
      level -= 1;
      if (level === 0) return next + 1;
    }
  }
  return -1;
}

interface Value {
  readonly raw: string;
  readonly kind: JsonKind;
  readonly end: number;
}

function valueAt(text: string, from: number): Value | Ending {
  const at = pastSpace(text, from);
  const sign = text[at];
  if (sign === undefined) return fault('json');
  if (sign === '"') {
    const end = pastString(text, at + 1);
    return end < 0 ? fault('string') : { raw: text.slice(at + 1, end - 1), kind: 'string', end };
  }
  if (sign === '[' || sign === '{') {
    const kind = sign === '[' ? 'array' : 'object';
    const end = pastBlock(text, at, sign, kind === 'array' ? ']' : '}');
    return end < 0 ? fault(kind) : { raw: text.slice(at, end), kind, end };
  }
  const raw = /[^ \n\r\t,}\]]*/y;
  raw.lastIndex = at;
  const word = raw.exec(text)?.[0] ?? '';
  const end = at + word.length;
  if (/^[\d-]/.test(word)) return { raw: word, kind: 'number', end };
  if (word === 'true' || word === 'false') return { raw: word, kind: 'boolean', end };
  return word === 'null' ? { raw: word, kind: 'null', end } : fault('kind');
}

/**
 * Reads the members of an object one after the other, as Loki's own reader does, which is lax: numbers stay as they are
 * written, what stands behind the object is not looked at, and what was read before a fault counts.
 */
export function eachMember(text: string, take: TakeMember): Ending | null {
  let at = pastSpace(text, 0);
  if (text[at] !== '{') return fault('object');
  at = pastSpace(text, at + 1);
  if (at >= text.length) return fault('json');
  while (at < text.length) {
    if (text[at] === '}') return null;
    if (text[at] !== '"') return fault('object');
    const keyEnd = pastString(text, at + 1);
    if (keyEnd < 0) return fault('json');
    const key = unescapeJson(text.slice(at + 1, keyEnd - 1));
    if (key === null) return fault('escape');
    at = pastSpace(text, keyEnd);
    if (text[at] !== ':') return fault('json');
    const value = valueAt(text, at + 1);
    if (typeof value === 'string' || 'fault' in value) return value;
    const ending = take(key, value.raw, value.kind);
    if (ending !== null) return ending;
    at = pastSpace(text, value.end);
    if (at >= text.length) return fault('array');
    if (text[at] === '}') return null;
    if (text[at] !== ',') return fault('object');
    at = pastSpace(text, at + 1);
    if (at >= text.length) return fault('array');
  }
  return fault('object');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const ESCAPE = /\\(?:(u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2})|(u[\da-fA-F]{4})|(.?))/gs;

/** The text that a JSON string stands for; null when an escape in it is none. */
export function unescapeJson(raw: string): string | null {
  if (!raw.includes('\\')) return raw;
  let isWhole = true;
  const text = raw.replace(ESCAPE, (_, pair: string | undefined, unit: string | undefined, sign: string) => {
    if (pair !== undefined)
      return String.fromCharCode(Number.parseInt(pair.slice(1, 5), 16), Number.parseInt(pair.slice(7), 16));
    const code = Number.parseInt(unit?.slice(1) ?? '', 16);
    const plain = unit === undefined ? own(ESCAPES, sign) : undefined;
    isWhole &&= plain !== undefined || !(Number.isNaN(code) || (code >= 0xd8_00 && code <= 0xdf_ff));
    return plain ?? String.fromCharCode(code);
  });
  return isWhole ? text : null;
}
