import type { Matcher } from '../../sources/alertmanager/types.ts';
import { readGoString } from '../../text/go-string.ts';
import { isRegex } from './matchers.ts';

/** What an operator typed as matchers, or what is wrong with it in one sentence. */
export type ParsedMatchers =
  | { readonly ok: true; readonly matchers: readonly Matcher[] }
  | { readonly ok: false; readonly message: string };

/** What is read from the beginning of a text. */
type Read =
  | { readonly ok: true; readonly matchers: readonly Matcher[] }
  | { readonly ok: false; readonly rest: string };

/**
 * Matchers as Alertmanager and amtool write them, with or without braces: `ring="ring1", instance=~"a.*"`. As there, they
 * are read in the form of before 0.27, and what that form cannot hold, such as other names, in that of since.
 */
export function parseMatchers(text: string): ParsedMatchers {
  const trimmed = text.trim();
  const classic = readClassic(trimmed.replace(/^\{/, '').replace(/\}$/, ''));
  const read = classic.ok ? classic : readQuoted(/^\{.*\}$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed);
  if (!read.ok) return { ok: false, message: complaint(read.rest) };
  const odd = read.matchers.find((matcher) => matcher.isRegex && !isRegex(matcher.value));
  if (odd) return { ok: false, message: `${JSON.stringify(odd.value)} is not a regular expression` };
  return read.matchers.length > 0 ? read : { ok: false, message: complaint('') };
}

/** What does not begin with a matcher follows one. */
function complaint(rest: string): string {
  if (rest === '') return 'expected matchers such as ring="ring1"';
  return rest.startsWith(' ')
    ? `expected a comma before ${JSON.stringify(rest.trim())}`
    : `expected matchers such as ring="ring1", not ${JSON.stringify(rest)}`;
}

const matcherOf = (name: string, operator: string, value: string): Matcher => ({
  name,
  value,
  isRegex: operator.endsWith('~'),
  isEqual: operator.startsWith('='),
});

/** Commas outside of quotes part matchers; one may stand after the last. */
const PART = /((?:"(?:[^"\\]|\\.)*"?|\\.|[^,"\\]|\\$)*)(,|$)/gs;
const CLASSIC = /^\s*([A-Za-z_:][\w:]*)\s*(=~|!~|!=|=)\s*("?)(.*?)("?)\s*$/s;

/** `pkg/labels`: names of ASCII letters; a value may be quoted, and `\` stays before what needs none. */
function readClassic(text: string): Read {
  const matchers: Matcher[] = [];
  for (const [, part = '', end] of text.matchAll(PART)) {
    if (end === '' && part.trim() === '') break;
    const [, name = '', operator = '', open, inside = '', close] = CLASSIC.exec(part) ?? [];
    const unescaped = inside.replace(/\\./gs, '');
    const isWhole = open === close && !unescaped.includes('"') && !(close === '"' && unescaped.endsWith('\\'));
    if (open === undefined || !isWhole || (inside === '' && open === '')) return { ok: false, rest: part };
    matchers.push(
      matcherOf(
        name,
        operator,
        inside.replace(/\\([n"\\])/g, (_, letter) => (letter === 'n' ? '\n' : letter)),
      ),
    );
  }
  return { ok: true, matchers };
}

const QUOTED =
  /\s*(?:"((?:[^"\\]|\\.)*)"|([^\s{}!=~,\\"'`]+))\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s{}!=~,\\"'`]+))\s*/sy;

/** `matcher/parse`: names and values of any letters, quoted as Go quotes strings where they hold signs of the syntax. */
function readQuoted(text: string): Read {
  const matchers: Matcher[] = [];
  for (let at = 0; text.slice(at).trim() !== ''; ) {
    QUOTED.lastIndex = at;
    const found = QUOTED.exec(text);
    const [, quotedName, bareName = '', operator = '', quoted, bare = ''] = found ?? [];
    const name = quotedName === undefined ? bareName : readGoString(quotedName);
    const value = quoted === undefined ? bare : readGoString(quoted);
    if (!found || name === null || value === null) return { ok: false, rest: text.slice(at).trim() };
    matchers.push(matcherOf(name, operator, value));
    at = QUOTED.lastIndex;
    if (at < text.length && text[at] !== ',') return { ok: false, rest: ` ${text.slice(at)}` };
    at++;
  }
  return { ok: true, matchers };
}
