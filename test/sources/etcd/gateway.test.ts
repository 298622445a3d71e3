import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../src/sources/etcd/gateway.ts';
import { seconds } from '../../../src/units.ts';

const answer = (body: unknown, status: number) => ({
  url: new URL('http://127.0.0.1:2379/v3/kv/txn'),
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  latency: seconds(0),
});
/** As the gateways of 3.4, 3.5 and 3.6 write one refusal, and 3.4 and 3.5 that of a stream. */
const shapes = (message: string, code: number) => [
  { error: message, message, code },
  { error: message, code },
  { code, message },
  { code, message, details: [] },
  { error: { grpc_code: code, http_code: 401, message, http_status: 'Unauthorized' } },
  { error: { code, message, details: [] } },
];

describe.each([0, 1, 2, 3, 4, 5])('in shape %i', (shape) => {
  test.each([
    ['etcdserver: invalid auth token', 16, 401, { certain: true, needsToken: true }],
    ['etcdserver: revision of auth store is old', 3, 400, { certain: true, needsToken: true }],
    ['etcdserver: user name is empty', 3, 400, { certain: true, needsToken: true }],
    ['etcdserver: permission denied', 7, 403, { certain: true, needsToken: false }],
    ['etcdserver: authentication is not enabled', 9, 400, { certain: true, authOff: true }],
    ['etcdserver: requested lease not found', 5, 404, { certain: true }],
    ['etcdserver: leader changed', 14, 503, { certain: false, needsToken: false }],
  ])('%s is understood', (message, code, status, meant) => {
    const words = message.replace(/^etcdserver: /, '');
    expect(refusalOf(answer(shapes(message, code)[shape], status))).toMatchObject({
      ...meant,
      error: { message: `etcd at http://127.0.0.1:2379 says: ${words}` },
    });
  });
});

test('a stream that begins with an error is refused, whatever its status', () => {
  const body = { error: { grpc_code: 16, message: 'etcdserver: invalid auth token' } };
  expect(refusalOf(answer(body, 200))).toMatchObject({ needsToken: true });
});

test.each([[{ header: { revision: '1' } }], [{ result: { TTL: '0' } }], [{ token: 'a' }]])(
  '%j is no refusal',
  (body) => {
    expect(refusalOf(answer(body, 200))).toBeNull();
  },
);
