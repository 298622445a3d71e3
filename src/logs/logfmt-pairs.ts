import { own } from '../own.ts';

/** A pair of logfmt, or what is wrong where one should stand. */
export type LogfmtPair = { readonly key: string; readonly value: string } | { readonly fault: string };

const REPLACEMENT = '\ufffd';

/** Index of the first sign from `at` on that `ends`; the end of the text when none does. */
function until(text: string, at: number, ends: (sign: string) => boolean): number {
  let next = at;
  while (next < text.length && !ends(text.charAt(next))) next += 1;
  return next;
}
const isBlank = (sign: string): boolean => sign <= ' ';

/**
 * The pairs of a line as Loki reads them: a key ends at "=", a quote or a blank, a bare value holds neither "=" nor quotes,
 * and where something is wrong the rest up to the next blank is passed over.
 */
export function* logfmtPairs(text: string): Generator<LogfmtPair, void, undefined> {
  for (let at = 0; at < text.length; ) {
    at = until(text, at, (sign) => !isBlank(sign));
    if (at >= text.length) return;
    const keyEnd = until(text, at, (sign) => sign === '=' || sign === '"' || isBlank(sign));
    const key = text.slice(at, keyEnd);
    const sign = text[keyEnd];
    const wrong = sign === '"' || (sign === '=' && key === '') ? unexpected(sign, keyEnd) : invalidKey(key, keyEnd);
    if (wrong !== null) {
      yield wrong;
      at = sign === '"' || sign === '=' ? until(text, keyEnd, isBlank) : keyEnd;
      continue;
    }
    if (sign !== '=') {
      yield { key, value: '' };
      at = keyEnd;
      continue;
    }
    const { pair, end } = text[keyEnd + 1] === '"' ? quoted(text, key, keyEnd + 1) : bare(text, key, keyEnd + 1);
    yield pair;
    at = end;
  }
}

interface Read {
  readonly pair: LogfmtPair;
  readonly end: number;
}

const wrongAt = (words: string, at: number): LogfmtPair => ({
  fault: `logfmt syntax error at pos ${at + 1} : ${words}`,
});
const unexpected = (sign: string, at: number): LogfmtPair => wrongAt(`unexpected '${sign}'`, at);
const invalidKey = (key: string, at: number): LogfmtPair | null =>
  key.includes(REPLACEMENT) ? wrongAt('invalid key', at) : null;

function bare(text: string, key: string, from: number): Read {
  const end = until(text, from, (sign) => sign === '=' || sign === '"' || isBlank(sign));
  const sign = text[end];
  if (sign === '=' || sign === '"') return { pair: unexpected(sign, end), end: until(text, end, isBlank) };
  return { pair: { key, value: text.slice(from, end) }, end };
}

function quoted(text: string, key: string, from: number): Read {
  let end = from + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) return { pair: wrongAt('unterminated quoted value', text.length), end: text.length };
  const value = unescaped(text.slice(from + 1, end));
  return { pair: value === null ? wrongAt('invalid quoted value', end + 1) : { key, value }, end: end + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A quoted value, its escapes resolved; null when one of them is none. Half of a pair of surrogates is replaced. */
function unescaped(raw: string): string | null {
  if (!raw.includes('\\')) return raw;
  let isWhole = true;
  const text = raw.replace(/\\(?:u([\da-fA-F]{4})|(.?))/gs, (_, unit: string | undefined, sign: string) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
    const plain = own(ESCAPES, sign);
    isWhole &&= plain !== undefined;
    return plain ?? '';
  });
  return isWhole ? text.toWellFormed() : null;
}
