import { own } from '../own.ts';
import { ProxyEnvironment, readProxy } from './proxy-environment.ts';

/** What the environment lacks, or says in a way that cannot be used, of how servers are spoken to. */
export class EnvironmentFault extends Error {
  readonly path: readonly PropertyKey[];
  constructor(message: string, path: readonly PropertyKey[]) {
    super(message);
    this.path = path;
  }
}

/** The sections of a profile that speak to servers. */
const SECTIONS: ReadonlySet<string> = new Set(['datasources', 'ring_store', 'on_call']);

/**
 * Fills `${NAME}` in the strings of the sections that speak to servers, so that a secret needs not stand in the file, and
 * the proxies where they come from the environment. Queries have variables of their own and are left alone.
 * @param used gets the names of the variables
 * @throws EnvironmentFault
 */
export function fillEnvironment(
  profile: unknown,
  env: Readonly<Record<string, string | undefined>>,
  used: Set<string> = new Set(),
): unknown {
  const fill = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string') {
      return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
        const found = own(env, name);
        used.add(name);
        if (found === undefined) throw new EnvironmentFault(`the environment variable ${name} is not set`, path);
        return found;
      });
    }
    if (value === true && path.at(-1) === 'proxy_from_environment') return proxiesFrom(env, path);
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

function proxiesFrom(
  env: Readonly<Record<string, string | undefined>>,
  path: readonly PropertyKey[],
): ProxyEnvironment {
  const proxies = new ProxyEnvironment(env);
  for (const scheme of ['http', 'https'] as const) {
    const proxy = proxies[scheme];
    if (proxy !== undefined && !readProxy(proxy))
      throw new EnvironmentFault(`${scheme.toUpperCase()}_PROXY is not the address of an HTTP proxy`, path);
  }
  return proxies;
}
