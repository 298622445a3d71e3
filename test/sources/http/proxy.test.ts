import { describe, expect, test } from 'vitest';
import { ProxyEnvironment } from '../../../src/profile/proxy-environment.ts';
import { proxyFor } from '../../../src/sources/http/proxy.ts';

const PROXY = 'http://proxy.internal:3128';
const proxied = (url: string, no_proxy?: string) =>
  proxyFor(new URL(url), { proxy_url: PROXY, no_proxy, proxy_from_environment: false }) !== undefined;

describe('no_proxy', () => {
  test.each([
    ['10.0.0.0/8', 'http://10.200.3.4:9090', false],
    ['10.0.0.0/8', 'http://11.0.0.1:9090', true],
    ['10.1.2.3/8', 'https://10.9.9.9', false],
    ['192.168.4.0/23', 'http://192.168.5.255', false],
    ['192.168.4.0/23', 'http://192.168.6.0', true],
    ['0.0.0.0/0', 'http://8.8.8.8', false],
    ['10.0.0.0/8', 'http://prometheus.internal', true],
    ['10.0.0.0/8', 'http://[::ffff:10.1.2.3]:9090', false],
    ['10.0.0.0/33', 'http://10.0.0.1', true],
    ['fd00::/8', 'http://[fd12:3456::1]:9090', false],
    ['fd00::/8', 'http://[fe80::1]:9090', true],
    ['2001:db8::/32', 'https://[2001:db8:1::2]', false],
    ['10.1.2.3', 'http://10.1.2.3:9090', false],
    ['10.1.2.3', 'http://10.1.2.30:9090', true],
    ['10.1.2.3:9090', 'http://10.1.2.3:9090', false],
    ['10.1.2.3:9090', 'http://10.1.2.3:9091', true],
    ['10.1.2.3:80', 'http://10.1.2.3', false],
    ['10.1.2.3:443', 'https://10.1.2.3', false],
    ['2001:db8::1', 'http://[2001:db8:0:0::1]:9090', false],
    ['[2001:db8::1]', 'http://[2001:db8::1]:9090', false],
    ['[2001:db8::1]:9090', 'http://[2001:db8::1]:9090', false],
    ['[2001:db8::1]:9090', 'http://[2001:db8::1]:9091', true],
    ['example.com', 'http://example.com', false],
    ['example.com', 'http://am.example.com', false],
    ['example.com', 'http://notexample.com', true],
    ['EXAMPLE.com.', 'http://Am.Example.Com.', false],
    ['.example.com', 'http://am.example.com', false],
    ['.example.com', 'http://example.com', true],
    ['*.example.com', 'http://a.b.example.com', false],
    ['*.example.com', 'http://example.com', true],
    ['example.com:9090', 'http://am.example.com:9090', false],
    ['example.com:9090', 'http://am.example.com', true],
    ['*', 'http://anything.at.all', false],
    ['other.com, *', 'http://10.0.0.1', false],
    [' other.com ,\t10.0.0.0/8 ', 'http://10.0.0.1', false],
    ['other.com 10.0.0.0/8', 'http://10.0.0.1', false],
    [',, ,', 'http://10.0.0.1', true],
    ['other.com', 'http://localhost:9090', false],
    ['other.com', 'http://127.3.2.1:9090', false],
    ['other.com', 'http://[::1]:9090', false],
    ['other.com', 'http://localhost.other.org', true],
    ['', 'http://127.0.0.1', true],
    [undefined, 'http://localhost', true],
  ])('%j: %s goes through the proxy: %s', (exceptions, url, expected) => {
    expect(proxied(url, exceptions)).toBe(expected);
  });
});

test('the environment names one proxy for http and one for https, neither for the other', () => {
  const of = (env: Record<string, string>, url: string) =>
    proxyFor(new URL(url), { proxy_from_environment: new ProxyEnvironment(env) })?.href;
  expect(of({ HTTP_PROXY: PROXY }, 'http://a')).toBe(`${PROXY}/`);
  expect(of({ HTTP_PROXY: PROXY }, 'https://a')).toBeUndefined();
  expect(of({ https_proxy: 'proxy:1' }, 'https://a')).toBe('http://proxy:1/');
  expect(of({ https_proxy: 'proxy:1', NO_PROXY: 'a:443' }, 'https://a')).toBeUndefined();
  expect(of({ HTTP_PROXY: PROXY }, 'http://localhost')).toBeUndefined();
  expect(of({ no_proxy: 'b' }, 'http://a')).toBeUndefined();
  expect(of({ HTTP_PROXY: 'http://proxy:1/path?a=b#c' }, 'http://a')).toBe('http://proxy:1/');
});
