import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createHttpClient, type HttpOutcome, type HttpRequest } from '../../../src/sources/http/http.ts';
import { deadUrl, json, serve, source } from '../serve.ts';

const get = (path = '/api', signal?: AbortSignal): HttpRequest => ({ method: 'GET', path, signal });
const post = (text = 'x'): HttpRequest => ({ method: 'POST', path: '/api', body: { type: 'text/plain', text } });

const failure = (outcome: HttpOutcome) => {
  if (outcome.ok) throw new Error(`expected a failure, got ${outcome.value.status}`);
  return outcome;
};
const answer = (outcome: HttpOutcome) => {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};

describe('an answer', () => {
  test('comes with status, headers, text and latency, below the path prefix of the url', async () => {
    const server = await serve((_, response) => response.writeHead(418, { 'x-a': ['1', '2'] }).end('tea ☕'));
    const client = createHttpClient(source({ url: `${server.url}/prefix/` }));
    const query = new URLSearchParams({ query: 'a b&c=+' });
    const value = answer(await client.request({ ...get('/api/v1/query'), query }));
    expect(value).toMatchObject({ status: 418, body: 'tea ☕', headers: { 'x-a': '1,2' } });
    expect(value.latency).toBeGreaterThan(0);
    expect(value.latency).toBeLessThan(60);
    const asked = new URL(server.asked[0]?.url ?? '', server.url);
    expect(asked.pathname).toBe('/prefix/api/v1/query');
    expect(asked.searchParams.get('query')).toBe('a b&c=+');
  });

  test('is unpacked when compressed', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello'.repeat(1000))),
    );
    const client = createHttpClient(source({ url: server.url }));
    expect(answer(await client.request(get())).body).toBe('hello'.repeat(1000));
    expect(server.asked[0]?.headers['accept-encoding']).toBe('gzip');
  });

  test('is unpacked whole when it is long', async () => {
    const long = randomBytes(300_000).toString('hex');
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(long)),
    );
    expect(answer(await createHttpClient(source({ url: server.url })).request(get())).body).toBe(long);
  });

  test('that unpacks to too much is hung up on, be its end still to come', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await serve((_, response, raw) => {
      raw.socket.on('close', () => closed.resolve());
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync(Buffer.alloc(60_000_000)));
    });
    const client = createHttpClient(source({ url: server.url, max_bytes: 1_000_000 }));
    expect(failure(await client.request(get())).error.kind).toBe('too-large');
    await closed.promise;
  });

  test('is counted as it came and as it is, and so is what asked for it, redirects and all', async () => {
    const packed = gzipSync('hello'.repeat(1000));
    const server = await serve(({ url }, response) => {
      if (url === '/moved') response.writeHead(302, { location: '/plain' }).end('gone');
      else if (url === '/plain') response.end('plain');
      else response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    });
    const client = createHttpClient(source({ url: server.url }));
    expect(client.spent()).toEqual({ requests: 0, received: 0, unpacked: 0 });
    await client.request(get('/packed'));
    expect(client.spent()).toEqual({ requests: 1, received: packed.length, unpacked: 5000 });
    await client.request(get('/moved'));
    expect(client.spent()).toEqual({ requests: 3, received: packed.length + 9, unpacked: 5009 });
    await createHttpClient(source({ url: await deadUrl() })).request(get());
    expect(client.spent().requests).toBe(server.asked.length);
  });

  test('reuses connections', async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((_, response, raw) => {
      ports.add(raw.socket.remotePort);
      response.end();
    });
    const client = createHttpClient(source({ url: server.url }));
    for (let i = 0; i < 10; i++) await client.request(get());
    expect(ports.size).toBeLessThan(4);
  });
});

describe('limits', () => {
  test.each<[string, (size: number) => Buffer, Record<string, string>]>([
    ['a huge answer', (size) => Buffer.alloc(size, 'x'), {}],
    [
      'a small answer that unpacks to a huge one',
      (size) => gzipSync(Buffer.alloc(size)),
      { 'content-encoding': 'gzip' },
    ],
  ])('%s is given up', async (_, body, headers) => {
    const server = await serve((_, response) => response.writeHead(200, headers).end(body(5_000_000)));
    const client = createHttpClient(source({ url: server.url, max_bytes: 1_000_000 }));
    const { error, sent } = failure(await client.request(get()));
    expect(error).toMatchObject({ kind: 'too-large', message: expect.stringContaining('more than 1000000 bytes') });
    expect(sent).toBe(true);
  });

  test.each([
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['gzip, gzip', (data: Buffer) => gzipSync(gzipSync(data))],
  ])('an answer packed as %s, which nobody asked for, is not unpacked', async (encoding, pack) => {
    const packed = pack(Buffer.alloc(1_000_000));
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(packed));
    const outcome = await createHttpClient(source({ url: server.url })).request(get());
    expect(outcome.ok && outcome.value.body.length).toBeLessThanOrEqual(packed.length);
  });

  test('an endless answer is given up and its connection closed', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await serve((_, response, raw) => {
      raw.socket.once('close', () => closed.resolve());
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const client = createHttpClient(source({ url: server.url, max_bytes: 1_000_000 }));
    expect(failure(await client.request(get())).error.kind).toBe('too-large');
    await closed.promise;
  });

  test('exactly the limit is accepted', async () => {
    const server = await serve((_, response) => response.end('x'.repeat(1000)));
    const client = createHttpClient(source({ url: server.url, max_bytes: 1000 }));
    expect(answer(await client.request(get())).body).toHaveLength(1000);
  });

  test.each<[string, (response: import('node:http').ServerResponse) => void]>([
    ['that never answers', () => {}],
    ['that stops in the middle', (response) => response.writeHead(200).write('half')],
  ])('a server %s is given up after the timeout', async (_, act) => {
    const server = await serve((_, response) => act(response));
    const client = createHttpClient(source({ url: server.url, timeout: '80ms' }));
    expect(failure(await client.request(post()))).toMatchObject({
      sent: true,
      error: { kind: 'timeout', message: `${server.url}/api did not answer within 0.08 s` },
    });
  });

  test('the caller can give up, before and during a request', async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await serve(() => arrived.resolve());
    const client = createHttpClient(source({ url: server.url }));
    expect(failure(await client.request(get('/api', AbortSignal.abort())))).toMatchObject({
      sent: false,
      error: { kind: 'aborted' },
    });
    const controller = new AbortController();
    const pending = client.request(get('/api', controller.signal));
    await arrived.promise;
    controller.abort();
    expect(failure(await pending)).toMatchObject({ sent: true, error: { kind: 'aborted' } });
  });
});

describe('a failure', () => {
  test('says that nothing was sent when nobody listens', async () => {
    const url = await deadUrl();
    const outcome = failure(await createHttpClient(source({ url })).request(post()));
    expect(outcome).toMatchObject({
      sent: false,
      error: { kind: 'unreachable', message: `no connection to ${url}/api: connection refused` },
    });
    expect(outcome.error.hint).toBeDefined();
  });

  test('says that nothing was sent when the host has no address', async () => {
    const client = createHttpClient(source({ url: 'http://no-such-host.invalid:9090' }));
    const { error, sent } = failure(await client.request(post()));
    expect(error.kind).toBe('unreachable');
    expect(error.message).toMatch(/^no connection to http:\/\/no-such-host\.invalid:9090\/api: /);
    expect(sent).toBe(false);
  });

  test('is ambiguous when the connection breaks before an answer', async () => {
    const server = await serve((_, __, raw) => raw.socket.destroy());
    const outcome = failure(await createHttpClient(source({ url: server.url })).request(post()));
    expect(outcome).toMatchObject({ sent: true, error: { kind: 'unreachable' } });
  });

  test.each([
    ['its length says more', { 'content-length': '1000' }],
    ['its chunks do not end', {}],
    ['its gzip is cut', { 'content-encoding': 'gzip' }],
  ])('is a bad body when the answer breaks off: %s', async (_, headers) => {
    const server = await serve((_, response) => {
      const half = 'content-encoding' in headers ? gzipSync('hello'.repeat(1000)).subarray(0, 20) : 'half';
      response.writeHead(200, headers).write(half, () => response.destroy());
    });
    const { error } = failure(await createHttpClient(source({ url: server.url })).request(get()));
    expect(error).toMatchObject({ kind: 'bad-body', message: expect.stringContaining('broke off') });
  });

  test('that tells of a length beyond the limit is refused before it is read', async () => {
    const server = await serve((_, response) => void response.writeHead(200, { 'content-length': '2000' }).write('x'));
    const client = createHttpClient(source({ url: server.url, max_bytes: 1000 }));
    expect(failure(await client.request(get())).error).toMatchObject({
      kind: 'too-large',
      message: `${server.url}/api answered with more than 1000 bytes`,
    });
  });

  test('is a bad body when what claims to be gzip is not', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'));
    const { error } = failure(await createHttpClient(source({ url: server.url })).request(get()));
    expect(error.kind).toBe('bad-body');
  });

  test('of something that is not a valid HTTP server is told, not thrown', async () => {
    const server = await serve((_, __, raw) => raw.socket.end('220 mail.example ESMTP\n\x1b[31mred\r\n'));
    const { error } = failure(await createHttpClient(source({ url: server.url })).request(get()));
    expect(error.kind).toBe('unreachable');
    expect(error.message).not.toContain('\n');
  });
});

describe('a redirect', () => {
  const headers = {
    authorization: { credentials: 'hunter2hunter2' },
    http_headers: { 'X-Scope-OrgID': { values: ['a'] } },
  };
  const to = (location: string, status = 302) => serve((_, response) => response.writeHead(status, { location }).end());

  test('on the same server keeps the credentials', async () => {
    const server = await serve(({ url }, response) =>
      url === '/api' ? response.writeHead(302, { location: '/moved?x=1' }).end() : response.end('here'),
    );
    const client = createHttpClient(source({ url: server.url, ...headers }));
    expect(answer(await client.request(get())).body).toBe('here');
    expect(server.asked.map(({ url }) => url)).toEqual(['/api', '/moved?x=1']);
    expect(server.asked[1]?.headers).toMatchObject({ authorization: 'Bearer hunter2hunter2', 'x-scope-orgid': 'a' });
  });

  test('to another server leaves the credentials behind, there and on the way back', async () => {
    let back = '';
    const other = await serve((_, response) => response.writeHead(302, { location: back }).end());
    const server = await serve(({ url }, response) =>
      url === '/api' ? response.writeHead(307, { location: `${other.url}/there` }).end() : response.end('back'),
    );
    back = `${server.url}/back`;
    const client = createHttpClient(source({ url: server.url, ...headers }));
    expect(answer(await client.request(get())).body).toBe('back');
    for (const asked of [other.asked[0], server.asked[1]]) {
      expect(asked?.headers.authorization).toBeUndefined();
      expect(asked?.headers['x-scope-orgid']).toBeUndefined();
    }
  });

  test('without end is given up', async () => {
    const server = await to('/api');
    const client = createHttpClient(source({ url: server.url }));
    expect(failure(await client.request(get())).error.message).toBe(`${server.url}/api redirects in a loop`);
    expect(server.asked).toHaveLength(6);
  });

  test.each([301, 302, 303])('%i never turns a POST into a GET', async (status) => {
    const server = await to('/elsewhere', status);
    const client = createHttpClient(source({ url: server.url }));
    expect(answer(await client.request(post())).status).toBe(status);
    expect(server.asked).toHaveLength(1);
  });

  test('307 repeats a POST with its body', async () => {
    const server = await serve(({ url }, response) =>
      url === '/api' ? response.writeHead(307, { location: '/there' }).end() : json(response, {}),
    );
    const client = createHttpClient(source({ url: server.url }));
    expect(answer(await client.request(post('silence'))).status).toBe(200);
    expect(server.asked[1]).toMatchObject({ method: 'POST', url: '/there', body: 'silence' });
  });

  test.each([
    ['when the profile says so', { follow_redirects: false }, '/there'],
    ['to another kind of address', {}, 'file:///etc/passwd'],
    ['to nonsense', {}, 'http://['],
  ])('is not followed %s', async (_, settings, location) => {
    const server = await to(location);
    const client = createHttpClient(source({ url: server.url, ...settings }));
    expect(answer(await client.request(get())).status).toBe(302);
    expect(server.asked).toHaveLength(1);
  });
});
