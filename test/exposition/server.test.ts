import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { gauge, sample } from '../../src/exposition/family.ts';
import { type Answer, serveMetrics } from '../../src/exposition/server.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

async function serve(families = () => [gauge('up', 'Up.', [sample(1)])], receive?: () => Promise<Answer>) {
  const server = await serveMetrics(LOOPBACK, families, receive);
  onTestFinished(() => server.close());
  return server;
}

it('answers a GET with the families as they are now', async () => {
  let value = 1;
  const { url } = await serve(() => [gauge('n', 'N.', [sample(value++)])]);
  expect(await (await fetch(url)).text()).toContain('\nn 1\n');
  const response = await fetch(`${url}?x=1`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await response.text()).toContain('\nn 2\n');
});

it('answers in OpenMetrics to whoever asks for it', async () => {
  const { url } = await serve();
  const response = await fetch(url, { headers: { accept: 'application/openmetrics-text;version=1.0.0' } });
  expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  expect(await response.text()).toMatch(/# EOF\n$/);
});

it('answers a HEAD with the head alone', async () => {
  const { url } = await serve();
  const response = await fetch(url, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10);
});

it.each(['/', '/metrics/', '/metricss', '/METRICS', '/../metrics%2f'])('does not know %s', async (path) => {
  const { url } = await serve();
  expect((await fetch(new URL(path, url))).status).toBe(404);
});

it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s', async (method) => {
  const { url } = await serve();
  const response = await fetch(url, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

it('gives a POST to who receives it', async () => {
  const { url } = await serve(undefined, async () => ({ status: 422, text: 'No.' }));
  const response = await fetch(url, { method: 'POST', body: 'x' });
  expect([response.status, await response.text()]).toEqual([422, 'No.\n']);
});

it('says nothing of an error but that there was one', async () => {
  const { url } = await serve(() => {
    throw new Error('secret');
  });
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([500, 'The metrics could not be written.\n']);
});

it('answers nonsense with 400 and goes on', async () => {
  const { url } = await serve();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('\u0000\u0001nonsense\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  expect((await fetch(url)).status).toBe(200);
});

it('ends although a connection is kept open', async () => {
  const server = await serveMetrics(LOOPBACK, () => []);
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  await server.close();
  await closed;
  await expect(fetch(server.url)).rejects.toThrow();
});

it('does not take a port that is taken', async () => {
  const { url } = await serve();
  await expect(serveMetrics({ host: '127.0.0.1', port: Number(new URL(url).port) }, () => [])).rejects.toThrow(
    'EADDRINUSE',
  );
});

/** So many clients, each of which begins with these words and goes no further. */
async function slowClients(url: string, count: number, words: string): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(Number(new URL(url).port), '127.0.0.1'));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(
    sockets.map(async (socket) => {
      socket.on('error', () => {});
      socket.pause();
      await once(socket, 'connect');
      socket.write(words);
    }),
  );
  return sockets;
}
const HEAD = 'GET /metrics HTTP/1.1\r\nHost: x\r\n';

it.each([
  ['say nothing', ''],
  ['begin a request', HEAD],
  ['post without end', `${HEAD.replace('GET', 'POST')}Content-Length: 1000\r\n\r\n{`],
  ['do not take the answer', `${HEAD}\r\n`],
])('answers a scrape while 600 others %s, and again', async (_, words) => {
  const large = [gauge('large', 'x'.repeat(100_000), [sample(1)])];
  const never = new Promise<Answer>(() => {});
  const { url } = await serve(
    () => large,
    () => never,
  );
  for (let round = 0; round < 3; round += 1) {
    await slowClients(url, 200, words);
    const response = await fetch(url, { headers: { connection: 'close' } });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('\nlarge 1\n')]);
  }
});

it('makes room by the oldest that has not asked yet, and lets who has asked have the answer', async () => {
  const heard = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<Answer>();
  const { url } = await serve(undefined, () => {
    heard.resolve();
    return gate.promise;
  });
  const asked = fetch(url, { method: 'POST', body: '{}' });
  await heard.promise;
  const [oldest = new Socket()] = await slowClients(url, 1, HEAD);
  const others = await slowClients(url, 255, HEAD);
  expect(await text(oldest.resume())).toBe('');
  gate.resolve({ status: 204, text: '' });
  expect((await asked).status).toBe(204);
  expect(others.filter(({ destroyed }) => destroyed)).toEqual([]);
});

it.each([
  ['the head of a request', HEAD],
  ['its body', `${HEAD.replace('GET', 'POST')}Content-Length: 9\r\n\r\n{`],
])('cuts off who takes too long for %s', async (_, words) => {
  const brief = { head: 20, request: 40, answer: 60, look: 20 };
  const never = () => new Promise<Answer>(() => {});
  const server = await serveMetrics(LOOPBACK, () => [], never, brief);
  onTestFinished(() => server.close());
  const [slow] = await slowClients(server.url, 1, words);
  await new Promise((resolve) => slow?.resume().once('close', resolve));
});
