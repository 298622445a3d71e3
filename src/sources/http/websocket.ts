import { hash, randomBytes } from 'node:crypto';
import type { Duplex, Writable } from 'node:stream';
import type { Timer } from '../../clock.ts';
import type { SourceError } from '../error.ts';
import { quote } from '../text.ts';
import type { Exchanged } from './exchange.ts';
import type { HttpClient, HttpRequest } from './http.ts';

/** The halves of ws that read and write frames; its types leave them out. */
interface Frames {
  readonly Receiver: new (options: {
    readonly isServer: false;
    readonly maxPayload: number;
    readonly maxFragments: number;
    readonly maxBufferedChunks: number;
    readonly skipUTF8Validation: boolean;
  }) => Receiver;
  readonly Sender: new (socket: Duplex) => Sender;
}
type Receiver = Writable & {
  on(event: 'message' | 'ping' | 'pong', heard: (data: Buffer) => void): unknown;
  on(event: 'conclude', heard: (code: number, reason: Buffer) => void): unknown;
};
interface Sender {
  ping(data: Buffer, mask: boolean, sent: () => void): void;
  pong(data: Buffer, mask: boolean, sent: () => void): void;
  close(code: number, reason: string, mask: boolean, sent: () => void): void;
}
/** Read when the first connection is opened. */
const frames = async (): Promise<Frames> => (await import('ws')) as unknown as Frames;

/** RFC 6455, section 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** After so long without a frame the server is asked for a sign of life, and given up after as long again, in milliseconds. */
const SILENCE = 15_000;
/** Time the last frame has to leave, in milliseconds. */
const FAREWELL = 1000;
/** Parts of one message, as the server made them and as they come: each costs more than its bytes. */
const MOST_PARTS = 16 * 1024;
const MOST_CHUNKS = 64 * 1024;
/** Bytes that wait to leave above which a ping is not answered: the server does not listen. */
const UNHEARD = 64 * 1024;
/** RFC 6455, section 7.4.1: a message is too big. */
const TOO_BIG = 1009;
const EMPTY = Buffer.alloc(0);
const sent = () => {};

/** How a connection ended: as the server said, or without a word. */
export type Closing =
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  | { readonly kind: 'broken'; readonly error: SourceError };

export interface WebSocketEars {
  message(text: string): void;
  /** Once, and last. */
  closed(closing: Closing): void;
}

export interface WebSocketConnection {
  /** Stops reading until `resume`: the server feels it. */
  pause(): void;
  resume(): void;
  /** Ends it; nothing is heard any more. */
  close(): void;
}

export type WebSocketOutcome =
  | { readonly ok: true; readonly connection: WebSocketConnection }
  | { readonly ok: false; readonly error: SourceError; readonly refusal?: Exchanged };

export interface WebSocketSettings {
  /** No message may be longer, in bytes. */
  readonly maxBytes: number;
  /** The server, as messages name it. */
  readonly where: string;
}

/**
 * Opens a WebSocket over the same connections as every other request: its authentication, TLS, proxy and tenant hold, and
 * a refusal keeps the server's words, both of which the WebSocket built into Node and that of ws leave out.
 */
export async function openWebSocket(
  http: HttpClient,
  request: Omit<HttpRequest, 'method' | 'body'>,
  { maxBytes, where }: WebSocketSettings,
  ears: WebSocketEars,
  timer: Timer,
): Promise<WebSocketOutcome> {
  const key = randomBytes(16).toString('base64');
  const handshake = { 'sec-websocket-key': key, 'sec-websocket-version': '13' };
  // Before the socket is there, which must not be left alone.
  const halves = await frames();
  const opened = await http.upgrade({ ...request, headers: { ...request.headers, ...handshake } }, 'websocket');
  if (!opened.ok) return opened;
  const { socket, headers, redact } = opened;
  if (headers['sec-websocket-accept'] !== hash('sha1', key + MAGIC, 'base64')) {
    socket.destroy();
    const message = `${where} does not speak WebSocket although it said so`;
    return {
      ok: false,
      error: { kind: 'bad-body', message, hint: 'Check that any proxy in between passes WebSockets on.' },
    };
  }

  const connection = new Connection(halves, { socket, redact, where, maxBytes, ears, timer });
  connection.resume();
  return { ok: true, connection };
}

interface ConnectionParts extends WebSocketSettings {
  readonly socket: Duplex;
  readonly redact: (text: string) => string;
  readonly ears: WebSocketEars;
  readonly timer: Timer;
}

class Connection implements WebSocketConnection {
  readonly #parts: ConnectionParts;
  readonly #receiver: Receiver;
  readonly #sender: Sender;
  #over = false;
  #cancel = () => {};

  constructor({ Receiver, Sender }: Frames, parts: ConnectionParts) {
    this.#parts = parts;
    const { socket, maxBytes } = parts;
    // What a log holds need not be UTF-8: a bad byte becomes "�", as in every other answer. Compression was not asked
    // for: a compressed frame is refused.
    this.#receiver = new Receiver({
      isServer: false,
      maxPayload: maxBytes,
      maxFragments: MOST_PARTS,
      maxBufferedChunks: MOST_CHUNKS,
      skipUTF8Validation: true,
    });
    this.#sender = new Sender(socket);
    this.#listen();
  }

  pause(): void {
    this.#cancel();
    this.#parts.socket.unpipe(this.#receiver);
    this.#parts.socket.pause();
  }

  resume(): void {
    this.#heard();
    this.#parts.socket.pipe(this.#receiver);
  }

  close(): void {
    if (!this.#over) this.#sender.close(1000, '', true, sent);
    this.#end();
  }

  #listen(): void {
    const { socket, redact, where, maxBytes, ears } = this.#parts;
    this.#receiver.on('message', (data) => {
      this.#heard();
      if (!this.#over) ears.message(redact(data.toString('utf8')));
    });
    this.#receiver.on('ping', (data) => {
      this.#heard();
      if (!this.#over && socket.writableLength < UNHEARD) this.#sender.pong(data, true, sent);
    });
    this.#receiver.on('pong', () => this.#heard());
    this.#receiver.on('conclude', (code, reason) => {
      if (this.#over) return;
      this.#sender.close(code === 1005 ? 1000 : code, '', true, sent);
      this.#end({ kind: 'closed', code, reason: redact(quote(reason.toString('utf8'))) });
    });
    // Thrown for what the head of a frame says, before the frame is read.
    this.#receiver.on('error', (error) => {
      const tooLong = 'code' in error && TOO_LONG.has(error.code);
      if (!this.#over && tooLong) this.#sender.close(TOO_BIG, '', true, sent);
      this.#end({ kind: 'broken', error: tooLong ? tooLongError(where, maxBytes) : noMessage(where, error.message) });
    });
    const hint = 'Check whether the server restarted or a proxy cuts long connections.';
    socket.on('error', ({ message }) => this.#broke(`the connection to ${where} broke: ${quote(message)}`, hint));
    socket.on('close', () => this.#broke(`the connection to ${where} broke`, hint));
  }

  #end(closing?: Closing): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancel();
    const { socket, timer, ears } = this.#parts;
    socket.unpipe(this.#receiver);
    // What was sent last may leave, if the other side takes it.
    const giveUp = timer.after(FAREWELL, () => socket.destroy());
    socket.end(() => {
      giveUp();
      socket.destroy();
    });
    if (closing) ears.closed(closing);
  }

  #broke(message: string, hint: string): void {
    this.#end({ kind: 'broken', error: { kind: 'unreachable', message, hint } });
  }

  /** Nothing was heard for so long: the server is asked for a sign of life, and then given up. */
  #silent(asked: boolean): void {
    const { where, timer } = this.#parts;
    if (asked) {
      this.#broke(`${where} has been silent for ${(2 * SILENCE) / 1000} s`, 'Check the network.');
      return;
    }
    this.#sender.ping(EMPTY, true, sent);
    this.#cancel = timer.after(SILENCE, () => this.#silent(true));
  }

  #heard(): void {
    if (this.#over) return;
    this.#cancel();
    this.#cancel = this.#parts.timer.after(SILENCE, () => this.#silent(false));
  }
}

const TOO_LONG: ReadonlySet<unknown> = new Set([
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
]);

const tooLongError = (where: string, maxBytes: number): SourceError => ({
  kind: 'too-large',
  message: `${where} sent a message of more than ${maxBytes.toLocaleString('en-US')} bytes, or in too many parts`,
  hint: 'It was not read. Check that the url is that of Loki.',
});

const noMessage = (where: string, words: string): SourceError => ({
  kind: 'bad-body',
  message: `${where} sent something that is not a WebSocket message: ${quote(words)}`,
});
