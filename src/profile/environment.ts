import { own } from '../own.ts';

/** A `${NAME}` in how servers are spoken to that the environment does not define. */
export class MissingVariable extends Error {
  readonly path: readonly PropertyKey[];
  constructor(name: string, path: readonly PropertyKey[]) {
    super(`the environment variable ${name} is not set`);
    this.path = path;
  }
}

/** The sections of a profile that speak to servers. */
const SECTIONS: ReadonlySet<string> = new Set(['datasources', 'ring_store', 'on_call']);

/**
 * Fills `${NAME}` in the strings of the sections that speak to servers, so that a secret needs not stand in the file.
 * Queries have variables of their own and are left alone.
 * @throws MissingVariable
 */
export function fillEnvironment(profile: unknown, env: Readonly<Record<string, string | undefined>>): unknown {
  const fill = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string') {
      return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
        const found = own(env, name);
        if (found === undefined) throw new MissingVariable(name, path);
        return found;
      });
    }
    if (Array.isArray(value)) return value.map((item, i) => fill(item, [...path, i]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, [...path, key])]));
    }
    return value;
  };
  if (typeof profile !== 'object' || profile === null) return profile;
  return Object.fromEntries(
    Object.entries(profile).map(([key, value]) => [key, SECTIONS.has(key) ? fill(value, [key]) : value]),
  );
}
