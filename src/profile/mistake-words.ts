import type { YAMLError } from 'yaml';

/** Kinds of values as a profile's author writes them, by zod's names for them. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['tuple', 'a list'],
  ['object', 'keys with values'],
  ['record', 'keys with values'],
  ['null', 'empty'],
  ['undefined', 'missing'],
  ['NaN', 'not a number'],
  ['Infinity', 'infinite'],
]);

const kindOf = (name: string): string => KINDS.get(name) ?? name;

/** What a value has to be, of zod's message on its type: "expected a number, but it is text". */
export function typeMistake(message: string): string {
  const [, expected = message, received] = /expected (\S+)(?:, received (\S+))?$/.exec(message) ?? [];
  return `expected ${kindOf(expected)}${received === undefined ? '' : `, but it is ${kindOf(received)}`}`;
}

/** The kinds of value that a union takes: "expected a number or a list". */
export const unionMistake = (messages: readonly string[]): string =>
  `expected ${[
    ...new Set(messages.map((message) => kindOf(message.replace(/^.*expected /, '').replace(/, received .*$/, '')))),
  ].join(' or ')}`;

/** What is wrong with a text as YAML, and what to do where that is the same each time. @param text the whole profile */
export function yamlMistake({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'TAB_AS_INDENT') return 'not YAML: a tab is used to indent; use spaces';
  if (code !== 'DUPLICATE_KEY') return `not YAML: ${message}`;
  const key = /^["']?([^\s:"']{1,60})/.exec(text.slice(pos[0]))?.[1];
  return key === undefined ? 'a key is given twice: remove one' : `the key "${key}" is given twice: remove one`;
}
