import { isIP } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { Agent, type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { Datasource } from '../../profile/schema/http.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';
import { readNamed } from './secret.ts';

type TlsConfig = NonNullable<Datasource['tls_config']>;

interface TlsOptions {
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
  readonly allowPartialTrustChain?: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
}

const NODE_VERSIONS = { TLS10: 'TLSv1', TLS11: 'TLSv1.1', TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;

/** Connections to one server at a time: below Prometheus' own limit of 20 concurrent queries. */
const CONNECTIONS = 8;
/** Longer than a usual refresh, so that a connection serves the next one too. */
const KEEP_ALIVE_MS = 30_000;
/** Node's own limit, which needs its HTTP server loaded to be asked for. */
const MAX_HEADER_BYTES = 16 * 1024;

async function readTls(config: TlsConfig | undefined, clientCertificate: boolean): Promise<TlsOptions> {
  if (!config) return {};
  const { server_name, min_version, max_version } = config;
  const pem = async (option: 'ca' | 'cert' | 'key') => {
    const path = config[`${option}_file`];
    const text = path === undefined ? config[option] : await readNamed(`tls_config.${option}_file`, path, 'tls');
    return text !== undefined && { [option]: text };
  };
  return {
    rejectUnauthorized: !config.insecure_skip_verify,
    // An intermediate is a trust anchor, as for Prometheus.
    allowPartialTrustChain: true,
    ...(server_name !== undefined && { servername: server_name }),
    ...(min_version && { minVersion: NODE_VERSIONS[min_version] }),
    ...(max_version && { maxVersion: NODE_VERSIONS[max_version] }),
    ...(await pem('ca')),
    ...(clientCertificate && { ...(await pem('cert')), ...(await pem('key')) }),
  };
}

export interface DispatcherSettings extends ProxySettings {
  readonly tls_config?: TlsConfig | undefined;
  readonly connectTimeoutMs: number;
  /** Whether the server may be shown the client certificate. */
  readonly clientCertificate: boolean;
}

export interface DispatcherSource {
  /** Connections for an address that follow the settings, with the certificate files as they are now. */
  get(url: URL): Promise<Dispatcher>;
  close(): Promise<void>;
}

/** Opens connections, and opens new ones when a certificate file has changed. */
export function createDispatcherSource(settings: DispatcherSettings): DispatcherSource {
  let tlsKey = '';
  let opened = new Map<string, Dispatcher>();

  const open = (url: URL, proxy: URL | undefined, tls: TlsOptions): Dispatcher => {
    const connect = { ...tls, timeout: settings.connectTimeoutMs, allowH2: false };
    const options = { connections: CONNECTIONS, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES };
    if (!proxy) return new Agent({ ...options, connect });
    const { servername: _, cert: _cert, key: _key, ...proxyTls } = connect;
    // What is asked without a tunnel would give them to the server.
    const headers = url.protocol === 'https:' ? connectHeaders(settings.proxy_connect_header) : {};
    const uri = proxy.href;
    return new ProxyAgent({ ...options, uri, headers, connect, requestTls: connect, proxyTls, factory, clientFactory });
  };

  return {
    async get(url) {
      const tls = await readTls(settings.tls_config, settings.clientCertificate);
      const key = JSON.stringify(tls);
      if (tlsKey !== key) {
        for (const dispatcher of opened.values()) void dispatcher.close();
        opened = new Map();
        tlsKey = key;
      }
      const proxy = proxyFor(url, settings);
      const way = proxy ? `${url.protocol} ${proxy.href}` : '';
      const dispatcher = opened.get(way) ?? open(url, proxy, tls);
      opened.set(way, dispatcher);
      return dispatcher;
    },
    async close() {
      await Promise.all([...opened.values()].map((dispatcher) => dispatcher.destroy()));
      opened = new Map();
    },
  };
}

/** TLS has no name for an address, and Node warns of one; undici gives it the proxy's. */
const nameless =
  (connect: buildConnector.connector): buildConnector.connector =>
  ({ servername, ...options }, done) =>
    connect({ ...options, ...(servername && !isIP(servername) && { servername }) }, done);

/** Connections to the proxy itself. */
const clientFactory = (origin: URL, { connect, ...options }: Pool.Options): Dispatcher =>
  new Pool(origin, { ...options, ...(typeof connect === 'function' && { connect: nameless(connect) }) });
const factory = (origin: URL | string, options: object): Dispatcher => clientFactory(new URL(origin), options);

/** As many values as a header is given, which undici's own types leave out. */
const connectHeaders = (given: ProxySettings['proxy_connect_header'] = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, values]) => [name, values.join(', ')]));
