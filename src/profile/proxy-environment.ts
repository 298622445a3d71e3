import { own } from '../own.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxies that the environment names, as Go reads it: the name in capitals first, and no proxy for one from the other. */
export class ProxyEnvironment {
  readonly http: string | undefined;
  readonly https: string | undefined;
  readonly noProxy: string;

  constructor(env: Environment) {
    const read = (name: string) => own(env, name) || own(env, name.toLowerCase()) || undefined;
    this.http = read('HTTP_PROXY');
    this.https = read('HTTPS_PROXY');
    this.noProxy = read('NO_PROXY') ?? '';
  }
}

/** A proxy's address, whose scheme may be left out; undefined when it is none of a proxy that is spoken to. */
export function readProxy(text: string): URL | undefined {
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  // As Go does: what stands behind the address has no meaning there.
  url.pathname = '';
  url.search = '';
  url.hash = '';
  return /^https?:$/.test(url.protocol) ? url : undefined;
}
