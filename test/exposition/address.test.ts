import { expect, it } from 'vitest';
import { isLoopback, parseListenAddress } from '../../src/exposition/address.ts';

it.each([
  ['9400', '127.0.0.1', 9400, true],
  ['0', '127.0.0.1', 0, true],
  ['localhost:9400', 'localhost', 9400, true],
  ['0.0.0.0:9400', '0.0.0.0', 9400, false],
  ['[::1]:9400', '::1', 9400, true],
  ['[::]:9400', '::', 9400, false],
  ['monitor.example:80', 'monitor.example', 80, false],
])('%s is port and host', (text, host, port, loopback) => {
  const address = parseListenAddress(text);
  expect(address).toEqual({ host, port });
  expect(address && isLoopback(address)).toBe(loopback);
});

it.each(['', ':9400', 'host:', 'host', '65536', '-1', '1.5', '::1:9400', 'http://host:1', 'a b:1', '9400/metrics'])(
  '%j is none',
  (text) => {
    expect(parseListenAddress(text)).toBeNull();
  },
);
