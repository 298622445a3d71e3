import { BlockList, isIP } from 'node:net';
import { ProxyEnvironment, readProxy } from '../../profile/proxy-environment.ts';

export interface ProxySettings {
  readonly proxy_url?: string | undefined;
  readonly no_proxy?: string | undefined;
  readonly proxy_from_environment: boolean | ProxyEnvironment;
  readonly proxy_connect_header?: Readonly<Record<string, readonly string[]>> | undefined;
}

/**
 * The proxy through which an address is asked, or undefined for none, as Prometheus chooses it: all go through `proxy_url`;
 * where there are exceptions, or the environment names the proxy, this machine is always asked directly.
 */
export function proxyFor(url: URL, settings: ProxySettings): URL | undefined {
  const { proxy_url, no_proxy = '', proxy_from_environment: environment } = settings;
  if (!(environment instanceof ProxyEnvironment))
    return proxy_url === undefined || (no_proxy !== '' && isExcepted(url, no_proxy)) ? undefined : readProxy(proxy_url);
  const named = url.protocol === 'https:' ? environment.https : environment.http;
  return named === undefined || isExcepted(url, environment.noProxy) ? undefined : readProxy(named);
}

/** Every proxy that may be used. */
export function proxiesOf({ proxy_url, proxy_from_environment: environment }: ProxySettings): URL[] {
  const named = environment instanceof ProxyEnvironment ? [environment.http, environment.https] : [proxy_url];
  return named.flatMap((text) => (text === undefined ? [] : (readProxy(text) ?? [])));
}

interface Asked {
  /** In lower case, without brackets and without the dot of a full name. */
  readonly host: string;
  readonly family: 'ipv4' | 'ipv6' | null;
  readonly port: string;
}

const familyOf = (host: string): Asked['family'] => {
  const version = isIP(host);
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6';
};
const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1').replace(/(?<=.)\.$/, '');

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isExcepted(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname.toLowerCase());
  const asked = { host, family: familyOf(host), port: url.port || (url.protocol === 'https:' ? '443' : '80') };
  if (host === 'localhost' || (asked.family && LOOPBACK.check(host, asked.family))) return true;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => covers(entry, asked));
}

const RANGE = /^(.+)\/(\d{1,3})$/;
/** A port stands behind a name, an IPv4 address, or brackets: an IPv6 address has colons of its own. */
const WITH_PORT = /^(\[.*\]|[^:]*):(\d+)$/;

/** Whether an entry stands for an address: `*`, a range, an address or a domain, each of the last two with a port or without. */
function covers(entry: string, asked: Asked): boolean {
  if (entry === '*') return true;
  const [, base = '', bits = ''] = RANGE.exec(entry) ?? [];
  if (base !== '') return asked.family !== null && isWithin(base, Number(bits), asked.host, asked.family);
  const [, name = entry, port = asked.port] = WITH_PORT.exec(entry) ?? [];
  const host = bare(name);
  if (host === '' || port !== asked.port) return false;
  const family = familyOf(host);
  if (family) return asked.family !== null && isWithin(host, family === 'ipv4' ? 32 : 128, asked.host, asked.family);
  // `.example.com` and `*.example.com` are what lies below it, `example.com` is itself and that.
  const below = host.replace(/^\*?\./, '.');
  return below.startsWith('.') ? asked.host.endsWith(below) : asked.host === host || asked.host.endsWith(`.${host}`);
}

function isWithin(base: string, bits: number, host: string, family: 'ipv4' | 'ipv6'): boolean {
  const of = familyOf(base);
  if (!of || bits > (of === 'ipv4' ? 32 : 128)) return false;
  const range = new BlockList();
  range.addSubnet(base, bits, of);
  return range.check(host, family);
}
