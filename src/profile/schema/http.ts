import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { own } from '../../own.ts';
import { ProxyEnvironment } from '../proxy-environment.ts';
import { duration, identifier } from './scalars.ts';

/**
 * HTTP client settings in the vocabulary of Prometheus' own `<http_config>`: what stands in a file for promtool or amtool
 * can be copied below a server. What of that vocabulary ringdeck cannot do, the `*_ref` of a secret manager, the JWT grant of
 * oauth2 and SOCKS proxies, is refused in so many words.
 */

const SECRETS = ['username', 'password', 'credentials', 'client_secret', 'ca', 'cert', 'key'];
const JWT_GRANT = 'belongs to the JWT grant, which ringdeck does not support: it uses client_credentials';
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ...SECRETS.map((name): [string, string] => [
    `${name}_ref`,
    `names a secret of a secret manager, which ringdeck does not support: give ${name}_file, or ${name} as \${ENV_NAME}`,
  ]),
  ...[
    'client_certificate_key',
    'client_certificate_key_file',
    'client_certificate_key_ref',
    'client_certificate_key_id',
  ]
    .concat('signature_algorithm', 'iss', 'audience', 'claims')
    .map((name): [string, string] => [name, JWT_GRANT]),
]);

/** Why a key that Prometheus knows is refused; undefined for one that it does not know either. */
export const unsupportedKey = (key: string): string | undefined => UNSUPPORTED.get(key);

type Fields = Readonly<Record<string, unknown>>;
const list = new Intl.ListFormat('en-GB');
const given = (fields: Fields, names: readonly string[]) => names.filter((name) => own(fields, name) !== undefined);

/** Arguments of `refine`. */
export const atMostOne = (...names: readonly string[]) =>
  [(fields: Fields) => given(fields, names).length <= 1, { message: `at most one of ${list.format(names)}` }] as const;
export const exactlyOne = (...names: readonly string[]) =>
  [(fields: Fields) => given(fields, names).length === 1, { message: `exactly one of ${list.format(names)}` }] as const;

const basicAuth = z
  .strictObject({
    username: z.string().optional().describe('User name.'),
    username_file: z.string().optional().describe('File that holds the user name; read again for each request.'),
    password: z.string().optional().describe('Password. Prefer `password_file`, or `${ENV_NAME}`.'),
    password_file: z.string().optional().describe('File that holds the password; read again for each request.'),
  })
  .refine(...atMostOne('username', 'username_file'))
  .refine(...atMostOne('password', 'password_file'))
  .meta({ id: 'BasicAuth' });

const authorization = z
  .strictObject({
    type: z
      .string()
      .trim()
      .refine((scheme) => scheme.toLowerCase() !== 'basic', 'cannot be Basic: use basic_auth')
      .transform((scheme) => scheme || 'Bearer')
      .prefault('Bearer')
      .describe('Scheme sent before the credentials.'),
    credentials: z.string().optional().describe('The credentials. Prefer `credentials_file`, or `${ENV_NAME}`.'),
    credentials_file: z.string().optional().describe('File that holds the credentials; read again for each request.'),
  })
  .refine(...exactlyOne('credentials', 'credentials_file'))
  .meta({ id: 'Authorization' });

const tlsVersion = z.enum(['TLS10', 'TLS11', 'TLS12', 'TLS13']);

export const tlsConfig = z
  .strictObject({
    ca: z.string().optional().describe('Certificate authorities to trust, as PEM.'),
    ca_file: z.string().optional().describe('PEM file of certificate authorities to trust.'),
    cert: z.string().optional().describe('Client certificate, as PEM.'),
    cert_file: z.string().optional().describe('PEM file of the client certificate.'),
    key: z.string().optional().describe('Client key, as PEM. Prefer `key_file`, or `${ENV_NAME}`.'),
    key_file: z.string().optional().describe('PEM file of the client key.'),
    server_name: z.string().optional().describe('Name the server certificate must carry.'),
    insecure_skip_verify: z.boolean().default(false).describe('Accept any server certificate.'),
    min_version: tlsVersion.optional().describe('Oldest TLS accepted; TLS12 unless told otherwise.'),
    max_version: tlsVersion.optional().describe('Newest TLS accepted.'),
  })
  .refine(...atMostOne('ca', 'ca_file'))
  .refine(...atMostOne('cert', 'cert_file'))
  .refine(...atMostOne('key', 'key_file'))
  .refine((tls) => given(tls, ['cert', 'cert_file']).length === given(tls, ['key', 'key_file']).length, {
    message: 'a client certificate needs both cert and key',
  })
  .refine(
    ({ min_version, max_version }) => !min_version || !max_version || min_version <= max_version,
    'max_version must not be older than min_version',
  )
  .meta({ id: 'TlsConfig' });

/** `true` in a profile; the proxies themselves once the environment was read. */
export const booleanOrProxies = z.union([z.boolean(), z.instanceof(ProxyEnvironment)], { error: 'expected boolean' });

const fromEnvironment = booleanOrProxies
  .default(false)
  .describe('Use the proxy that HTTP_PROXY or HTTPS_PROXY names, but for NO_PROXY, which is read as `no_proxy`.');

/** A proxy is spoken to as such: it has no paths. What is no address at all is told by others. */
const isAddressAlone = (text: string): boolean => {
  if (!URL.canParse(text)) return true;
  const { pathname, search, hash } = new URL(text);
  return (pathname === '' || pathname === '/') && search === '' && hash === '';
};

export const proxyFields = {
  proxy_url: z
    .url()
    .refine((url) => /^https?:/i.test(url), 'expected an HTTP proxy such as http://proxy:3128; SOCKS is not spoken')
    .refine(
      isAddressAlone,
      'expected the address of a proxy alone, such as http://proxy:3128, without a path behind it',
    )
    .optional()
    .describe('HTTP proxy.'),
  no_proxy: z
    .string()
    .optional()
    .describe(
      'Whom to ask without the proxy, separated by commas: `10.0.0.0/8`, `10.1.2.3`, `example.com` with all below it, `.example.com` for these alone, each of the last three with `:port` or without, or `*`. With it, this machine is always asked directly.',
    ),
  proxy_from_environment: fromEnvironment,
  proxy_connect_header: dictionary(z.string(), z.array(z.string()))
    .optional()
    .describe('Headers for the proxy alone, sent when a connection to an https server is asked of it; never shown.'),
};
type ProxyFields = { readonly [name in keyof typeof proxyFields]?: z.output<(typeof proxyFields)[name]> };

/** What does not go together of how a proxy is named. */
export const proxiesAgree = (fields: ProxyFields, context: z.RefinementCtx): void => {
  const { proxy_url, no_proxy, proxy_from_environment, proxy_connect_header } = fields;
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (proxy_from_environment && (proxy_url !== undefined || no_proxy !== undefined))
    refuse('proxy_from_environment needs proxy_url and no_proxy to be absent');
  else if (no_proxy !== undefined && proxy_url === undefined) refuse('no_proxy needs proxy_url');
  if (Object.keys(proxy_connect_header ?? {}).length > 0 && proxy_url === undefined && !proxy_from_environment)
    refuse('proxy_connect_header needs proxy_url or proxy_from_environment');
};

const oauth2 = z
  .strictObject({
    grant_type: z
      .string()
      .refine((grant) => grant === 'client_credentials', JWT_GRANT)
      .optional()
      .describe('How tokens are asked for; there is no other.'),
    client_id: z.string(),
    client_secret: z.string().optional().describe('Prefer `client_secret_file`, or `${ENV_NAME}`.'),
    client_secret_file: z.string().optional(),
    token_url: z.url(),
    scopes: z.array(z.string()).default([]),
    endpoint_params: dictionary(z.string(), z.string())
      .default({})
      .describe('Further parameters of the token request.'),
    tls_config: tlsConfig.optional(),
    ...proxyFields,
  })
  .refine(...atMostOne('client_secret', 'client_secret_file'))
  .superRefine(proxiesAgree)
  .meta({ id: 'OAuth2' });

const httpHeader = z
  .strictObject({
    values: z.array(z.string()).default([]),
    secrets: z.array(z.string()).default([]).describe('Values that are never shown.'),
    files: z.array(z.string()).default([]).describe('Files that hold values; read again for each request.'),
  })
  .meta({ id: 'HttpHeader' });

/** Headers that Prometheus takes from no `http_headers`. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['authorization', 'host', 'content-encoding', 'content-length', 'content-type', 'user-agent', 'connection'],
  ...['keep-alive', 'proxy-authenticate', 'proxy-authorization', 'www-authenticate', 'accept-encoding'],
  ...['write-version', 'read-version'].map((name) => `x-prometheus-remote-${name}`),
  ...['x-prometheus-scrape-timeout-seconds', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'],
]);

/** How to speak to a server, with at most one way to tell who asks. */
export const httpFields = {
  basic_auth: basicAuth.optional(),
  authorization: authorization.optional(),
  bearer_token: z.string().optional().describe('Older spelling of `authorization.credentials`.'),
  bearer_token_file: z.string().optional().describe('Older spelling of `authorization.credentials_file`.'),
  oauth2: oauth2.optional(),
  tls_config: tlsConfig.optional(),
  ...proxyFields,
  follow_redirects: z.boolean().default(true),
  enable_http2: z
    .boolean()
    .default(true)
    .describe('Accepted, and of no effect: HTTP/1.1 is spoken, which all servers do.'),
  http_headers: dictionary(
    z.string().refine((name) => !RESERVED.has(name.toLowerCase()), 'a header that connections or other settings set'),
    httpHeader,
  )
    .default({})
    .describe('Further headers; a tenant is `X-Scope-OrgID`.'),
};

export const oneCredential = atMostOne('basic_auth', 'authorization', 'oauth2', 'bearer_token', 'bearer_token_file');

const server = {
  url: z.url({ protocol: /^https?$/ }).describe('Base URL, e.g. http://127.0.0.1:9090'),
  timeout: duration.prefault('10s').describe('Longest wait for one answer.'),
  max_bytes: z
    .int()
    .positive()
    .default(32 * 1024 * 1024)
    .describe('Largest answer accepted, in bytes.'),
  ...httpFields,
};

/** One server and how to speak to it. */
export const datasource = z
  .strictObject(server)
  .refine(...oneCredential)
  .superRefine(proxiesAgree)
  .meta({ id: 'Datasource' });

export type Datasource = z.infer<typeof datasource>;

const partialResponse = z
  .enum(['undecided', 'allow'])
  .default('undecided')
  .describe(
    'What an answer is worth that lacks what some store could not give, as Thanos, Mimir and VictoriaMetrics warn: with `undecided` it decides nothing, with `allow` its values are taken as they are.',
  );
export type PartialResponse = z.infer<typeof partialResponse>;

/** What a server that queries are asked of is known by where there are several. */
const known = {
  id: identifier.optional().describe('Its name, for `server` of queries; needed where there are several.'),
  labels: dictionary(z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of a label'), z.string())
    .default({})
    .describe(
      'Labels of its series where several servers are asked: those of `external_labels` of its own settings. What a series says of itself stays.',
    ),
};

/** One server that queries are asked of. */
export const queryDatasource = z
  .strictObject({ ...known, ...server, partial_response: partialResponse })
  .refine(...oneCredential)
  .superRefine(proxiesAgree)
  .meta({ id: 'QueryDatasource' });

/** A Loki: it may think as long as it gives a query itself before it ends it. */
export const lokiDatasource = z
  .strictObject({
    ...known,
    ...server,
    timeout: duration.prefault('1m').describe('Longest wait for one answer; as long as Loki itself works on a query.'),
    partial_response: partialResponse,
  })
  .refine(...oneCredential)
  .superRefine(proxiesAgree)
  .meta({ id: 'LokiDatasource' });

export type QueryDatasource = z.infer<typeof queryDatasource>;
