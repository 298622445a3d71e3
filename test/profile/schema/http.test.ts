import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../../src/profile/parse.ts';
import { ProxyEnvironment } from '../../../src/profile/proxy-environment.ts';
import { datasource } from '../../../src/profile/schema/http.ts';

const url = 'http://prometheus.internal:9090';
const mistakes = (settings: object) =>
  datasource.safeParse({ url, ...settings }).error?.issues.map(({ path, message }) => [path.join('.'), message]);

test('what stands in an http_config of Prometheus is taken', () => {
  expect(
    mistakes({
      bearer_token_file: '/run/token',
      follow_redirects: false,
      enable_http2: false,
      proxy_url: 'http://proxy.internal:3128',
      no_proxy: 'localhost,.internal',
      tls_config: { ca: 'PEM', cert: 'PEM', key_file: 'key.pem', min_version: 'TLS12', max_version: 'TLS13' },
    }),
  ).toBeUndefined();
});

test.each([
  [{ authorization: { type: 'Bearer' } }, 'authorization', 'exactly one of credentials and credentials_file'],
  [
    { bearer_token: 'a', basic_auth: { username: 'ann' } },
    '',
    'at most one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file',
  ],
  [{ basic_auth: { password: 'a', password_file: 'b' } }, 'basic_auth', 'at most one of password and password_file'],
  [{ tls_config: { ca: 'PEM', ca_file: 'ca.pem' } }, 'tls_config', 'at most one of ca and ca_file'],
  [{ tls_config: { cert_file: 'c.pem' } }, 'tls_config', 'a client certificate needs both cert and key'],
  [
    { proxy_from_environment: true, proxy_url: 'http://p' },
    '',
    'proxy_from_environment needs proxy_url and no_proxy to be absent',
  ],
  [{ no_proxy: 'localhost' }, '', 'no_proxy needs proxy_url'],
  [{ proxy_url: 'socks5://p' }, 'proxy_url', 'expected an HTTP proxy such as http://proxy:3128; SOCKS is not spoken'],
  [{ authorization: { type: ' BASIC ', credentials: 'a' } }, 'authorization.type', 'cannot be Basic: use basic_auth'],
  [
    { tls_config: { min_version: 'TLS12', max_version: 'TLS11' } },
    'tls_config',
    'max_version must not be older than min_version',
  ],
  [{ proxy_connect_header: { x: ['secret'] } }, '', 'proxy_connect_header needs proxy_url or proxy_from_environment'],
])('%j is refused', (settings, path, message) => {
  expect(mistakes(settings)).toEqual([[path, message]]);
});

/** As a profile holds it, read with that environment. */
const read = (settings: object, env = {}) => {
  const profile = { id: 't', name: 'T', datasources: { prometheus: { url, ...settings } } };
  return parseProfile(JSON.stringify(profile), 'p.yaml', env).plan.profile.datasources.prometheus[0];
};
const token_url = 'http://auth.internal/token';
const oauth2 = { client_id: 'me', client_secret: 's3cret', token_url };

describe('what prometheus/common takes is taken:', () => {
  test.each([
    { basic_auth: { username: 'ann' } },
    { basic_auth: { password: 's3cret' } },
    { basic_auth: { username_file: 'user', password_file: 'password' } },
    { basic_auth: { username: 'ann', password: 's3cret' }, proxy_url: 'http://p', enable_http2: true },
    {
      http_headers: { a: { values: ['1', '2'] }, b: { values: ['1'], secrets: ['2', '3'] }, c: { files: ['f', 'g'] } },
    },
    { oauth2: { ...oauth2, proxy_url: 'http://p' } },
    { oauth2: { ...oauth2, grant_type: 'client_credentials' } },
    { proxy_url: 'http://p', proxy_connect_header: { one: ['1'], more: ['2', '3'] } },
    { proxy_from_environment: true, proxy_connect_header: { one: ['1'] } },
    { proxy_url: 'http://p', no_proxy: '10.0.0.0/8,[::1]:80,*.internal,*' },
    { tls_config: {} },
    { tls_config: { insecure_skip_verify: true } },
    { tls_config: { min_version: 'TLS11' } },
    { tls_config: { max_version: 'TLS12' } },
    { tls_config: { min_version: 'TLS11', max_version: 'TLS12' } },
    { tls_config: { min_version: 'TLS12', max_version: 'TLS12' } },
  ])('%j', (settings) => {
    expect(() => read(settings)).not.toThrow();
  });
});

test.each(['http://p:3128/squid', 'https://p/?a=b', 'http://p:3128/#x'])('a proxy has no paths: %s', (proxy_url) => {
  expect(() => read({ proxy_url })).toThrow(
    /proxy_url: expected the address of a proxy alone, such as http:\/\/proxy:3128, without a path behind it/,
  );
});

describe('what it refuses is refused:', () => {
  test.each([
    { authorization: { credentials: 'a', credentials_file: 'f' } },
    { authorization: { type: 'Basic' } },
    { basic_auth: { username: 'ann' }, authorization: { credentials: 'a' } },
    { basic_auth: { username: 'ann' }, oauth2 },
    { basic_auth: { username: 'ann', username_file: 'f' } },
    { basic_auth: { password: 'a', password_file: 'f' } },
    { basic_auth: { username: 'ann' }, bearer_token: 'a', bearer_token_file: 'f' },
    { basic_auth: { username: 'ann' }, bearer_token_file: 'f' },
    { authorization: { type: 'APIKEY' }, bearer_token: 'a' },
    { http_headers: { 'user-Agent': { values: ['a'] } } },
    { http_headers: { Authorization: { secrets: ['a'] } } },
    { no_proxy: '127.0.0.1' },
    { proxy_from_environment: true, no_proxy: '127.0.0.1' },
    { proxy_from_environment: true, proxy_url: 'foo' },
    { proxy_connect_header: { one: ['1'] } },
    { oauth2: { client_secret: 'a', token_url } },
    { oauth2: { client_id: 'a', client_secret: 'b' } },
    { oauth2: { ...oauth2, client_secret_file: 'f' } },
    { tls_config: { cert_file: 'f' } },
    { tls_config: { key_file: 'f' } },
    { tls_config: { something_invalid: true } },
    { tls_config: { min_version: 'TLS12', max_version: 'TLS11' } },
    { tls_config: { min_version: 'TLS14' } },
  ])('%j', (settings) => {
    expect(() => read(settings)).toThrow(/^p\.yaml:1:\d+: datasources\.prometheus/);
  });
});

describe('what ringdeck cannot do is refused in so many words:', () => {
  test.each([
    [
      'basic_auth',
      { username_ref: 'a', password_ref: 'b' },
      /username_ref: names a secret of a secret manager, .*username_file/,
    ],
    ['basic_auth', { username: 'a', password_ref: 'b' }, /password_ref: names a secret of a secret manager/],
    ['authorization', { credentials_ref: 'a' }, /credentials_ref: names a secret of a secret manager/],
    ['tls_config', { ca_ref: 'a' }, /ca_ref: names a secret of a secret manager/],
    ['oauth2', { client_id: 'a', client_secret_ref: 'b', token_url }, /client_secret_ref: names a secret/],
    [
      'oauth2',
      { ...oauth2, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
      /grant_type: belongs to the JWT grant/,
    ],
    [
      'oauth2',
      { client_id: 'a', client_certificate_key_file: 'f', token_url },
      /client_certificate_key_file: belongs to the JWT/,
    ],
  ])('%s %j', (key, settings, words) => {
    expect(() => read({ [key]: settings })).toThrow(words);
  });
});

describe('proxy_from_environment', () => {
  test('holds what the environment names when the profile is read, capitals first', () => {
    const env = { HTTP_PROXY: 'http://a:1', http_proxy: 'http://b:1', https_proxy: 'c:1', NO_PROXY: '', no_proxy: '*' };
    expect(read({ proxy_from_environment: true }, env).proxy_from_environment).toEqual(new ProxyEnvironment(env));
    expect(new ProxyEnvironment(env)).toMatchObject({ http: 'http://a:1', https: 'c:1', noProxy: '*' });
    expect(read({}, env).proxy_from_environment).toBe(false);
  });

  test('is refused where the environment names none that is spoken to', () => {
    expect(() => read({ proxy_from_environment: true }, { https_proxy: 'socks5://p' })).toThrow(
      /proxy_from_environment: HTTPS_PROXY is not the address of an HTTP proxy/,
    );
    expect(() => read({ proxy_from_environment: 'yes' })).toThrow(/proxy_from_environment: expected true or false/);
  });
});
