import { own } from '../own.ts';
import type { Matcher } from '../sources/alertmanager-types.ts';
import { isRegex } from './matchers.ts';

/** What an operator typed as matchers, or what is wrong with it in one sentence. */
export type ParsedMatchers =
  | { readonly ok: true; readonly matchers: readonly Matcher[] }
  | { readonly ok: false; readonly message: string };

const MATCHER =
  /^\s*(?:"((?:[^"\\]|\\.)*)"|([A-Za-z_:][\w:.-]*))\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"{}]+))\s*/s;

/** Matchers as Alertmanager and amtool write them, with or without braces: `ring="ring1", instance=~"a.*"`. */
export function parseMatchers(text: string): ParsedMatchers {
  const trimmed = text.trim();
  let rest = trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed.slice(1, -1) : trimmed;
  const matchers: Matcher[] = [];
  while (rest.trim() !== '') {
    const found = MATCHER.exec(rest);
    if (!found)
      return { ok: false, message: `expected matchers such as ring="ring1", not ${JSON.stringify(rest.trim())}` };
    const [whole, quotedName, name = '', operator = '', quoted, bare = ''] = found;
    const value = quoted === undefined ? bare : unquoted(quoted);
    const matcher = {
      name: quotedName === undefined ? name : unquoted(quotedName),
      value,
      isRegex: operator.endsWith('~'),
      isEqual: operator.startsWith('='),
    };
    if (matcher.isRegex && !isRegex(value))
      return { ok: false, message: `${JSON.stringify(value)} is no regular expression` };
    matchers.push(matcher);
    rest = rest.slice(whole.length);
    if (rest === '') break;
    if (!rest.startsWith(',')) return { ok: false, message: `expected a comma before ${JSON.stringify(rest)}` };
    rest = rest.slice(1);
  }
  return matchers.length > 0
    ? { ok: true, matchers }
    : { ok: false, message: 'expected matchers such as ring="ring1"' };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** As Alertmanager reads it: what is no known escape stays as it is, so that a regex needs no two backslashes. */
const unquoted = (text: string): string =>
  text.replace(
    /\\(.)/gs,
    (escaped, letter: string) => own(ESCAPES, letter) ?? (/["\\]/.test(letter) ? letter : escaped),
  );
