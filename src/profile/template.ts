import { own } from '../own.ts';

/** Raised for a query that names a variable nobody defined. */
export class UnknownVariable extends Error {
  readonly variable: string;
  constructor(variable: string) {
    super(`$${variable} is not a variable`);
    this.variable = variable;
  }
}

const VARIABLE = /\$(?:\$|\{(\w+)\}|([A-Za-z_]\w*))/g;

/**
 * Fills `$name` and `${name}` in a query; `$$` is a literal dollar sign, and a `$` before anything else (the end of a
 * regular expression) stays as it is.
 * @throws UnknownVariable
 */
export function fillTemplate(query: string, variables: Readonly<Record<string, string>>): string {
  return query.replace(VARIABLE, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    const value = own(variables, name);
    if (value === undefined) throw new UnknownVariable(name);
    return value;
  });
}
