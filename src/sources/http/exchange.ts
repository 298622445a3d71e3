import { constants } from 'node:buffer';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { SourceFailure } from '../error.ts';
import { quote, shownUrl } from '../text.ts';
import { throughProxy } from './error.ts';
import type { Meter } from './spent.ts';

export interface Exchange {
  readonly dispatcher: Dispatcher;
  readonly url: URL;
  /** Host of a proxy that may answer in place of the server. */
  readonly proxy?: string | undefined;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  /** Of the answer, UTF-8 unless given; `latin1` gives each byte as one character. */
  readonly charset?: 'latin1' | undefined;
  /** Counts what is asked and answered. */
  readonly meter?: Meter | undefined;
}

export interface Exchanged {
  readonly url: URL;
  /** Host of the proxy that it came from, or may be of. */
  readonly proxy?: string | undefined;
  readonly status: number;
  /** Names in lower case; of a repeated header, all values joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function ask(
  { dispatcher, url, proxy: _proxy, maxBytes: _, charset: __, meter, body, headers, ...options }: Exchange,
  encoding: string,
) {
  meter?.asked();
  return dispatcher.request({
    ...options,
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    headers: { 'user-agent': 'ringdeck', 'accept-encoding': encoding, ...headers },
    body: body ?? null,
    // The signal holds the one time limit for the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** One request and its whole answer, of any status. Throws what undici throws, or a `SourceFailure`. */
export async function exchange(wanted: Exchange): Promise<Exchanged> {
  return readAnswer(wanted, await ask(wanted, 'gzip'));
}

/** One request whose answer goes on, as chunks that throw when it breaks off; or its refusal. Throws as `exchange`. */
export async function openStream(
  wanted: Exchange,
): Promise<
  | { readonly chunks: AsyncIterable<Uint8Array>; readonly refusal?: undefined }
  | { readonly chunks?: undefined; readonly refusal: Exchanged }
> {
  const response = await ask(wanted, 'identity');
  const { statusCode } = response;
  return statusCode >= 200 && statusCode < 300
    ? { chunks: response.body }
    : { refusal: await readAnswer(wanted, response) };
}

async function readAnswer(
  { url, proxy, maxBytes, signal, charset, meter }: Exchange,
  response: Dispatcher.ResponseData,
): Promise<Exchanged> {
  const received = Object.entries(response.headers).map(([name, value]) => [name, String(value ?? '')]);
  const plain: Record<string, string> = Object.fromEntries(received);
  try {
    // A length that is told beforehand is refused before a byte of it is read.
    if (Number(plain['content-length']) > maxBytes) throw tooLarge(url, maxBytes);
    const bytes = await readBytes(response.body, plain['content-encoding'] === 'gzip', { url, maxBytes, meter });
    return { url, proxy, status: response.statusCode, headers: plain, body: bytes.toString(charset) };
  } catch (error) {
    if (signal.aborted || error instanceof SourceFailure) throw error;
    const reason = error instanceof Error ? quote(error.message) : 'unknown reason';
    throw new SourceFailure(
      {
        kind: 'bad-body',
        message: `the answer of ${shownUrl(url)}${throughProxy(proxy)} broke off: ${reason}`,
        hint: 'Check whether the server restarted or a proxy limits the size of answers.',
        httpStatus: response.statusCode,
      },
      true,
    );
  }
}

const tooLarge = (url: URL, maxBytes: number) =>
  new SourceFailure(
    {
      kind: 'too-large',
      message: `${shownUrl(url)} answered with more than ${maxBytes} bytes`,
      hint: 'Ask for less, or raise max_bytes of this datasource.',
    },
    true,
  );

/** Counts bytes as they come, so that neither a huge nor an endless answer, nor a zip bomb, fills memory. */
async function* bounded(body: AsyncIterable<Buffer>, url: URL, maxBytes: number): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(url, maxBytes);
    yield chunk;
  }
}

type Bounds = Pick<Exchange, 'url' | 'maxBytes' | 'meter'>;

/** What gives up before the end closes the connection: the rest would still flow in. */
async function readBytes(body: Readable, gzip: boolean, bounds: Bounds): Promise<Buffer> {
  const { url, maxBytes, meter } = bounds;
  let received = 0;
  const parts = (async function* () {
    for await (const part of body as AsyncIterable<Buffer>) {
      received += part.length;
      yield part;
    }
  })();
  const bytes = gzip ? await unpack(body, parts, bounds) : await joined(bounded(parts, url, maxBytes));
  meter?.answered(received, bytes.length);
  return bytes;
}

async function joined(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of parts) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Bytes of a packed answer that is unpacked at once, which takes a moment: a stream hands each piece to another thread and
 * waits for it.
 */
const UNPACKED_AT_ONCE = 32 * 1024;

async function unpack(body: Readable, parts: AsyncGenerator<Buffer>, { url, maxBytes }: Bounds): Promise<Buffer> {
  const packed: Buffer[] = [];
  for (let length = 0; length <= UNPACKED_AT_ONCE; ) {
    const part = await parts.next();
    if (part.done) return unpackAtOnce(Buffer.concat(packed), url, maxBytes);
    packed.push(part.value);
    length += part.value.length;
  }
  const whole = async function* () {
    yield* packed;
    yield* parts;
  };
  let refusal: unknown;
  const read = (plain: AsyncIterable<Buffer>) =>
    joined(bounded(plain, url, maxBytes)).catch((error: unknown) => {
      refusal = error;
      // Whoever waits for the next part would wait for as long as the server takes to send it.
      body.destroy();
      throw error;
    });
  return pipeline(whole, createGunzip(), read).catch((error: unknown) => Promise.reject(refusal ?? error));
}

function unpackAtOnce(packed: Buffer, url: URL, maxBytes: number): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: Math.min(maxBytes, constants.MAX_LENGTH) });
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge(url, maxBytes)
      : error;
  }
}
