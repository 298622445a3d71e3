import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHttpClient } from '../../../src/sources/http/http.ts';
import { type Closing, openWebSocket } from '../../../src/sources/http/websocket.ts';
import { FakeTimer } from '../../fake-timer.ts';
import { CERTIFICATE, deadUrl, KEY, source } from '../serve.ts';

const files = () => ({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) });

async function listening(server: Server, secure = false): Promise<string> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return secure ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
}

/** Opens a WebSocket and listens to it. */
async function open(settings: Parameters<typeof source>[0], timer = new FakeTimer(), maxBytes = 1024) {
  const http = createHttpClient(source(settings));
  onTestFinished(() => http.close());
  const heard: string[] = [];
  const ended = Promise.withResolvers<Closing>();
  const outcome = await openWebSocket(
    http,
    { path: '/tail', query: new URLSearchParams({ q: 'a b' }) },
    { maxBytes, where: settings.url },
    { message: (text) => heard.push(text), closed: ended.resolve },
    timer,
  );
  return { outcome, heard, ended: ended.promise };
}

describe('a WebSocket', () => {
  test('has the authentication, headers and TLS of its datasource, and shows none of its secrets', async () => {
    const server = createTlsServer(files());
    const sockets = new WebSocketServer({ server });
    const asked = new Promise((resolve) =>
      sockets.on('connection', (socket, { url, headers }) => {
        socket.send(`the password is hunter2hunter2`);
        socket.close(1011, 'hunter2hunter2 is known');
        resolve([url, headers.authorization, headers['x-scope-orgid']]);
      }),
    );
    const { outcome, heard, ended } = await open({
      url: await listening(server, true),
      tls_config: { ca_file: CERTIFICATE },
      basic_auth: { username: 'a', password: 'hunter2hunter2' },
      http_headers: { 'X-Scope-OrgID': { values: ['acme'] } },
    });
    expect(outcome.ok).toBe(true);
    expect(await asked).toEqual(['/tail?q=a+b', `Basic ${btoa('a:hunter2hunter2')}`, 'acme']);
    expect(await ended).toEqual({ kind: 'closed', code: 1011, reason: '*** is known' });
    expect(heard).toEqual(['the password is ***']);
  });

  test('does not trust a certificate that nothing vouches for', async () => {
    const url = await listening(createTlsServer(files()), true);
    const { outcome } = await open({ url });
    expect(!outcome.ok && outcome.error.kind).toBe('tls');
  });

  test('keeps the words of a refusal', async () => {
    const server = createServer((_, response) => response.writeHead(403).end('not you'));
    const { outcome } = await open({ url: await listening(server) });
    expect(!outcome.ok && [outcome.error.kind, outcome.refusal?.body]).toEqual(['unauthorized', 'not you']);
  });

  test('says that nothing listens', async () => {
    const { outcome } = await open({ url: await deadUrl() });
    expect(!outcome.ok && outcome.error.kind).toBe('unreachable');
  });

  test('does not take another protocol for a WebSocket', async () => {
    const server = createServer().on('upgrade', (_, socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    );
    const { outcome } = await open({ url: await listening(server) });
    expect(!outcome.ok && outcome.error).toMatchObject({
      kind: 'bad-body',
      message: expect.stringContaining('WebSocket'),
    });
  });

  test('ends at a message beyond its limit, and tells the server why', async () => {
    const server = createServer();
    const told = new Promise((resolve) =>
      new WebSocketServer({ server }).on('connection', (socket) => {
        socket.on('close', resolve).send('x'.repeat(2000));
      }),
    );
    const { heard, ended } = await open({ url: await listening(server) });
    expect(await ended).toMatchObject({ kind: 'broken', error: { kind: 'too-large' } });
    expect([heard, await told]).toEqual([[], 1009]);
  });

  test('is given up when the other side is silent, even to a ping', async () => {
    const frames: Buffer[] = [];
    const server = createServer().on('upgrade', (request, socket) => {
      const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
      socket.on('data', (data: Buffer) => frames.push(data));
    });
    const timer = new FakeTimer();
    const { outcome, ended } = await open({ url: await listening(server) }, timer);
    expect(outcome.ok).toBe(true);
    await timer.pass(16);
    // A masked ping without payload.
    await expect.poll(() => frames[0]?.subarray(0, 2)).toEqual(Buffer.from([0x89, 0x80]));
    await timer.pass(16);
    expect(await ended).toMatchObject({ kind: 'broken', error: { kind: 'unreachable' } });
  });

  test('stays open as long as the other side answers pings', async () => {
    const server = createServer();
    new WebSocketServer({ server }).on('connection', (socket) => {
      // Told after the pong, so that who hears it has heard the pong.
      socket.on('ping', () => socket.send('pinged'));
    });
    const timer = new FakeTimer();
    const { heard, ended } = await open({ url: await listening(server) }, timer);
    let over = false;
    void ended.then(() => (over = true));
    for (let i = 1; i <= 5; i++) {
      await timer.pass(16);
      await expect.poll(() => heard.length).toBe(i);
    }
    expect(over).toBe(false);
  });
});
