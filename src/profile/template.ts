import { own } from '../own.ts';

/** Raised for a query that names a variable nobody defined. */
export class UnknownVariable extends Error {
  readonly variable: string;
  constructor(variable: string) {
    super(`$${variable} is not a variable`);
    this.variable = variable;
  }
}

/** What a matcher, or a filter of lines, takes for a regular expression. */
const REGEX = /(?:=~|!~|\|~)\s*(?:(`)[^`]*`|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;
const META = /[.+*?()|[\]{}^$]/g;

const VARIABLE = /\$(?:\$|\{(\w+)\}|([A-Za-z_]\w*))/g;

/**
 * Fills `$name` and `${name}` in a query; `$$` is a literal dollar sign, and a `$` before anything else (the end of a
 * regular expression) stays as it is.
 * @param literal the variable whose value is no pattern: it stands for itself in a regular expression, too
 * @throws UnknownVariable
 */
export function fillTemplate(query: string, variables: Readonly<Record<string, string>>, literal?: string): string {
  const regexes = [...query.matchAll(REGEX)];
  return query.replace(VARIABLE, (whole, braced: string | undefined, bare: string | undefined, offset: number) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    const value = own(variables, name);
    if (value === undefined) throw new UnknownVariable(name);
    const regex = regexes.find(({ 0: text, index }) => index < offset && offset < index + text.length);
    if (name !== literal || !regex) return value;
    // In other quotes than backticks the language itself takes a backslash for an escape.
    return value.replace(META, regex[1] === undefined ? '\\\\$&' : '\\$&');
  });
}
