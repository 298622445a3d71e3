import { expect, test } from 'vitest';
import { datasource } from '../../src/profile/http-schema.ts';

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
  [
    { proxy_url: 'http://p', no_proxy: 'localhost, 10.0.0.0/8' },
    'no_proxy',
    'cannot take address ranges such as 10.0.0.0/8: list the hosts',
  ],
])('%j is refused', (settings, path, message) => {
  expect(mistakes(settings)).toEqual([[path, message]]);
});
