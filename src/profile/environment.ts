/** A `${NAME}` in the datasources that the environment does not define. */
export class MissingVariable extends Error {
  readonly path: readonly PropertyKey[];
  constructor(name: string, path: readonly PropertyKey[]) {
    super(`the environment variable ${name} is not set`);
    this.path = path;
  }
}

/**
 * Fills `${NAME}` in the strings below `datasources`, so that a secret needs not stand in the file. Queries have
 * variables of their own and are left alone.
 * @throws MissingVariable
 */
export function fillEnvironment(profile: unknown, env: Readonly<Record<string, string | undefined>>): unknown {
  const fill = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string') {
      return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
        const found = env[name];
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
  if (typeof profile !== 'object' || profile === null || !('datasources' in profile)) return profile;
  return { ...profile, datasources: fill(profile.datasources, ['datasources']) };
}
