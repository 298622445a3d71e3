import type { SecureVersion } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Datasource } from '../profile/http-schema.ts';
import { readNamed } from './http-secret.ts';

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

export interface DispatcherSettings {
  readonly tls_config?: TlsConfig | undefined;
  readonly proxy_url?: string | undefined;
  readonly no_proxy?: string | undefined;
  readonly proxy_from_environment: boolean;
  readonly connectTimeoutMs: number;
  /** Whether the server may be shown the client certificate. */
  readonly clientCertificate: boolean;
}

export interface DispatcherSource {
  /** Connections that follow the settings, with the certificate files as they are now. */
  get(): Promise<Dispatcher>;
  close(): Promise<void>;
}

/** Opens connections, and opens new ones when a certificate file has changed. */
export function createDispatcherSource(settings: DispatcherSettings): DispatcherSource {
  let current: { readonly key: string; readonly dispatcher: Dispatcher } | undefined;

  const open = (tls: TlsOptions): Dispatcher => {
    const connect = { ...tls, timeout: settings.connectTimeoutMs, allowH2: false };
    const options = { connections: CONNECTIONS, keepAliveTimeout: KEEP_ALIVE_MS };
    const { proxy_url, no_proxy, proxy_from_environment } = settings;
    if (proxy_url === undefined && !proxy_from_environment) return new Agent({ ...options, connect });
    const { servername: _, cert: _cert, key: _key, ...proxyTls } = connect;
    // Whatever is not given here comes from the environment.
    const proxy = proxy_url !== undefined && { httpProxy: proxy_url, httpsProxy: proxy_url, noProxy: no_proxy ?? '' };
    return new EnvHttpProxyAgent({ ...options, connect, requestTls: connect, proxyTls, ...proxy });
  };

  return {
    async get() {
      const tls = await readTls(settings.tls_config, settings.clientCertificate);
      const key = JSON.stringify(tls);
      if (current?.key !== key) {
        void current?.dispatcher.close();
        current = { key, dispatcher: open(tls) };
      }
      return current.dispatcher;
    },
    async close() {
      await current?.dispatcher.destroy();
      current = undefined;
    },
  };
}
