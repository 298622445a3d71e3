import type { Profile } from './schema/profile.ts';

/*
 * What may be told of a server by a file that others might come to read: not what is known to be secret is looked for, but
 * what is known to be none. A setting that nobody thought of here counts as a secret.
 */

/** Settings whose text is no secret, in whatever section. */
const PLAIN: ReadonlySet<string> = new Set([
  ...['server_name', 'min_version', 'max_version', 'partial_response', 'type', 'grant_type', 'no_proxy'],
  ...['username', 'client_id', 'scopes', 'prefix', 'file', 'files'],
]);
/** Settings that are addresses: with nothing but a server and a path, they are none. */
const ADDRESSES: ReadonlySet<string> = new Set(['url', 'token_url', 'proxy_url', 'endpoints']);

/** Whether a profile, with the environment filled in, holds anything of how to get at its servers that may be secret. */
export function holdsSecret({ datasources, ring_store, on_call, notify }: Profile): boolean {
  const { calendar, primary, backup } = on_call ?? {};
  const calendars = [calendar, primary, backup];
  // The path of a calendar's address is its key.
  if (calendars.some((one) => one?.url !== undefined)) return true;
  // How a server is called, and what labels its series get, everybody sees.
  const servers = [...datasources.prometheus, ...datasources.loki].map(({ id: _, labels: __, ...server }) => server);
  return [servers, datasources.alertmanagers, ring_store, notify?.hook, ...calendars].some((section) =>
    isSecret(section, ''),
  );
}

function isSecret(value: unknown, key: string): boolean {
  if (typeof value === 'string')
    return !(key.endsWith('_file') || PLAIN.has(key) || (ADDRESSES.has(key) && isBare(value)));
  if (Array.isArray(value)) return value.some((item) => isSecret(item, key));
  if (typeof value !== 'object' || value === null) return false;
  // The proxies of the environment are one, and may have passwords.
  if (Object.getPrototypeOf(value) !== Object.prototype) return true;
  return Object.entries(value).some(([name, item]) => isSecret(item, name));
}

function isBare(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password, search, hash } = new URL(address);
  return username === '' && password === '' && search === '' && hash === '';
}
