import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { createLoki } from '../../../src/sources/loki/loki.ts';
import type { TailEvent } from '../../../src/sources/loki/types.ts';
import { nanos } from '../../../src/units.ts';
import { HastyTimer } from '../recordings.ts';
import { source } from '../serve.ts';

const MIB = 1024 * 1024;

/** A frame as a server sends it, or its head alone. */
function frame(first: number, payload: Buffer | { readonly promised: number }): Buffer {
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt('promised' in payload ? payload.promised : payload.length), 2);
  return 'promised' in payload ? head : Buffer.concat([head, payload]);
}
const TEXT = 0x81;
const COMPRESSED_TEXT = 0xc1;
const BEGUN_TEXT = 0x01;
const CONTINUED = 0x00;
const text = (words: string) => frame(TEXT, Buffer.from(words));
const GOOD = text(JSON.stringify({ streams: [{ stream: { a: 'b' }, values: [['1700000000000000000', 'a line']] }] }));

/** A Loki that holds no lines, and whose tail says the same on every connection. */
async function lokiThatSays(frames: readonly Buffer[], settings: object = {}) {
  const sockets: Duplex[] = [];
  const nothing = JSON.stringify({ status: 'success', data: { resultType: 'streams', result: [] } });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(nothing));
  server.on('upgrade', (request, socket) => {
    sockets.push(socket.on('error', () => {}));
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
    for (const bytes of frames) socket.write(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const loki = createLoki(
    source({ url: `http://127.0.0.1:${port}`, ...settings }),
    new HastyTimer(1_700_000_000_000),
    () => 0,
  );
  onTestFinished(async () => {
    await loki.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return loki.tail({ query: '{a="b"}', from: nanos(1_600_000_000_000_000_000n) });
}

/** How a tail broke so many times. */
async function breaks(events: AsyncGenerator<TailEvent>, times: number) {
  const found: { readonly pause: number; readonly kind: string | undefined; readonly message: string | undefined }[] =
    [];
  for await (const event of events) {
    if (event.kind !== 'broken') continue;
    found.push({ pause: event.pause, kind: event.error?.kind, message: event.error?.message });
    if (found.length === times) break;
  }
  return found;
}

test.each([
  ['text that is no JSON', [text('hello')], 'bad-body', 'sent something that is not a log tail of Loki'],
  ['JSON of something else', [text('{"streams":7}')], 'bad-body', 'sent something that is not a log tail of Loki'],
  ['nothing at all', [text('')], 'bad-body', 'sent something that is not a log tail of Loki'],
  ['nonsense behind lines', [GOOD, text('null')], 'bad-body', 'sent something that is not a log tail of Loki'],
  [
    'bytes that are no frame',
    [Buffer.from('HTTP/1.1 400')],
    'bad-body',
    'sent something that is not a WebSocket message',
  ],
  [
    'a compressed frame',
    [frame(COMPRESSED_TEXT, Buffer.from('x'))],
    'bad-body',
    'sent something that is not a WebSocket message',
  ],
  [
    'a frame without end',
    [frame(TEXT, { promised: 2 ** 40 })],
    'too-large',
    'sent a message of more than 1,048,576 bytes',
  ],
  ['a frame beyond the limit', [frame(TEXT, { promised: MIB + 1 })], 'too-large', 'sent a message of more than'],
  [
    'a message whose parts are beyond it',
    [frame(BEGUN_TEXT, Buffer.alloc(1000)), frame(CONTINUED, { promised: MIB })],
    'too-large',
    'sent a message of more than 1,048,576 bytes',
  ],
  [
    'a message in endless parts',
    [frame(BEGUN_TEXT, Buffer.from('x')), Buffer.concat(Array(20_000).fill(frame(CONTINUED, Buffer.from('x'))))],
    'too-large',
    'or in too many parts',
  ],
])('a server that sends %s is asked again after longer and longer pauses', async (_, frames, kind, words) => {
  const found = await breaks(await lokiThatSays(frames, { max_bytes: MIB }), 6);
  expect(found.map(({ pause }) => pause)).toEqual([0.25, 0.5, 1, 2, 4, 7.5]);
  for (const one of found) expect(one).toMatchObject({ kind, message: expect.stringContaining(words) });
});

test.each([32 * MIB, 1e12])('a message has a limit of its own, where answers may have %i bytes', async (max_bytes) => {
  const line = 'x'.repeat(8 * MIB - 100);
  const long = { streams: [{ stream: { a: 'b' }, values: [['1700000000000000000', line]] }] };
  const events = await lokiThatSays([text(JSON.stringify(long)), frame(TEXT, { promised: 8 * MIB + 1 })], {
    max_bytes,
  });
  const lengths: number[] = [];
  for await (const event of events) {
    if (event.kind === 'lines') lengths.push(...event.lines.map(({ text }) => text.length));
    if (event.kind !== 'broken') continue;
    expect(event.error?.message).toMatch(/ sent a message of more than 8,388,608 bytes/);
    break;
  }
  expect(lengths).toEqual([line.length]);
});
