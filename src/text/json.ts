import type { Safe } from './safe.ts';

/** What JSON lets stand within its strings and a terminal may obey, hide, or draw over what stands around it. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cn}\p{Default_Ignorable_Code_Point}\u2028\u2029\uFFF9-\uFFFB]|(?<=\p{M}{4})\p{M}/gu;

const escaped = (character: string): string =>
  [...Array(character.length).keys()]
    .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('');

/**
 * A value as JSON that is safe to print: what is unsafe in its strings is written as `\uXXXX`, so that whoever parses it
 * gets every string exactly as it is.
 */
export const jsonText = (value: unknown, indent?: number): Safe =>
  // A lone surrogate is escaped by JSON.stringify itself.
  JSON.stringify(value, null, indent).replace(UNSEEN, escaped) as Safe;
