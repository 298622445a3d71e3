import type { Safe } from './safe.ts';

/**
 * What JSON lets stand within its strings and a terminal may obey, hide, or draw over what stands around it: a mark without a
 * letter of its own would change the quote, the blank or the escape to the left of it.
 */
const makeUnseen = () =>
  new RegExp(
    [
      '(?!\\n)[\\p{Cc}\\p{Cn}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\uFFF9-\\uFFFB]\\p{M}*',
      // It looks back from a mark: to look forth from each character costs twice as much.
      '\\p{M}(?<=(?:^|[\\s"]|\\\\.|\\\\u[\\da-f]{4}|\\p{M}{4})\\p{M})\\p{M}*',
    ].join('|'),
    'gmu',
  );
/** Made when the first JSON comes that is not plain: classes of Unicode take a good part of a short command to make. */
let unseen: RegExp | undefined;
const PLAIN = /^[ -~\n]*$/;

const escaped = (found: string): string =>
  [...Array(found.length).keys()].map((i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

/** JSON as it stands, but that what is unsafe in it is written as `\uXXXX`: whoever parses it gets the same strings. */
export function safeJson(json: string): Safe {
  if (PLAIN.test(json)) return json as Safe;
  unseen ??= makeUnseen();
  return json.toWellFormed().replace(unseen, escaped) as Safe;
}

/** A value as JSON that is safe to print. */
export const jsonText = (value: unknown, indent?: number): Safe => safeJson(JSON.stringify(value, null, indent));
