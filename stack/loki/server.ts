import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { dictionary } from '../../src/dictionary.ts';
import { BadQuery } from '../../src/logs/bad-query.ts';
import { compileLog } from '../../src/logs/query.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';
import { type Nanos, nanos, nanosOf } from '../../src/units.ts';
import { Answers, readLimit, readTime, TooLarge, tailMessage } from './answers.ts';
import type { LogStore } from './store.ts';

/** Lines of one message of a tail, and messages that may wait for a slow reader, as in Loki. */
const MESSAGE = 100;
const WAITING = 10;
const MOST_DROPPED = 1000;
const HOUR = 3_600_000_000_000n;

export interface LokiStandInOptions {
  readonly port?: number;
  /** How long a tail may last, in milliseconds. */
  readonly tailMaxDuration?: number;
  /** False: knows nothing of X-Loki-Response-Encoding-Flags, as before Loki 3.0 or behind some proxies. */
  readonly categorises?: boolean;
  readonly now?: () => Nanos;
}

/**
 * Speaks as much of Loki's protocol as ringdeck uses, over lines in memory: a stand-in for tests and the demo stack, no
 * Loki. The lines outlast it, so that it can be stopped and started again.
 */
export class LokiStandIn {
  readonly store: LogStore;
  /** What it left out of tails because their readers were slow, altogether. */
  dropped = 0;
  /** How it answers instead, when it does. */
  override: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;
  #server: Server | null = null;
  readonly #sockets = new Set<Duplex>();
  readonly #tails = new Set<WebSocket>();
  readonly #options: LokiStandInOptions;
  readonly #answers: Answers;
  readonly #now: () => Nanos;
  #port: number;

  constructor(store: LogStore, options: LokiStandInOptions = {}) {
    this.store = store;
    this.#options = options;
    this.#port = options.port ?? 0;
    this.#now = options.now ?? (() => nanosOf(systemClock.now()));
    this.#answers = new Answers(store, this.#now);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get tails(): number {
    return this.#tails.size;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
      const refusal = this.#refuseTail(new URL(request.url ?? '/', this.url));
      if (refusal !== null) refuse(socket, refusal);
      else sockets.handleUpgrade(request, socket, head, (tail) => this.#tail(tail, request));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Ends as Loki does on SIGTERM; `abruptly`, as when its machine dies. */
  async stop({ abruptly = false } = {}): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    if (!abruptly) for (const tail of this.#tails) tail.close(1011, 'all ingesters closed the connection');
    if (!abruptly) await new Promise((resolve) => setTimeout(resolve, 50));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.override?.(request, response)) return;
    const url = new URL(request.url ?? '/', this.url);
    if (request.method === 'POST' && url.pathname === '/loki/api/v1/push') {
      const pushed = pushSchema.safeParse(JSON.parse(await text(request)));
      if (pushed.success) this.store.push(pushed.data);
      response.writeHead(pushed.success ? 204 : 400, PLAIN).end(pushed.success ? '' : 'no push request');
      return;
    }
    const query = request.method === 'POST' ? new URLSearchParams(await text(request)) : url.searchParams;
    const flag = request.headers['x-loki-response-encoding-flags'] === 'categorize-labels';
    try {
      const answer = this.#route(url.pathname, query, flag && this.#options.categorises !== false);
      if (typeof answer === 'string') return void response.writeHead(200, PLAIN).end(answer);
      if (answer) return void response.writeHead(200, JSON_TYPE).end(`${JSON.stringify(answer)}\n`);
      response.writeHead(404, PLAIN).end('404 page not found\n');
    } catch (error) {
      const status = error instanceof BadQuery ? 400 : 500;
      response.writeHead(status, PLAIN).end(error instanceof Error ? error.message : String(error));
      if (!(error instanceof BadQuery || error instanceof TooLarge)) throw error;
    }
  }

  #route(path: string, query: URLSearchParams, categorised: boolean): object | string | null {
    const values = /^\/loki\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1];
    if (values !== undefined) return this.#answers.labelValues(decodeURIComponent(values), query);
    switch (path) {
      case '/ready':
        return 'ready\n';
      case '/loki/api/v1/status/buildinfo':
        return { version: 'stand-in', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' };
      case '/loki/api/v1/query_range':
        return this.#answers.queryRange(query, categorised);
      case '/loki/api/v1/query':
        return this.#answers.instant(query);
      case '/loki/api/v1/labels':
        return this.#answers.labels(query);
      case '/loki/api/v1/series':
        return this.#answers.series(query);
      case '/loki/api/v1/index/stats':
        return this.#answers.stats(query);
      default:
        return null;
    }
  }

  #refuseTail({ pathname, searchParams }: URL): string | null {
    if (pathname !== '/loki/api/v1/tail') return '404 page not found\n';
    if (Number(searchParams.get('delay_for') ?? 0) > 5) return "delay_for can't be greater than 5";
    try {
      compileLog(searchParams.get('query') ?? '');
      readLimit(searchParams.get('limit'));
      readTime(searchParams.get('start'), nanos(0n), 'start');
      return null;
    } catch (error) {
      // A metric query is told only once the tail is open.
      const message = error instanceof Error ? error.message : String(error);
      return message === 'only log selector is supported' ? null : message;
    }
  }

  #tail(tail: WebSocket, request: IncomingMessage): void {
    const { searchParams } = new URL(request.url ?? '/', this.url);
    const flag = request.headers['x-loki-response-encoding-flags'] === 'categorize-labels';
    const categorised = flag && this.#options.categorises !== false;
    let pipeline: ReturnType<typeof compileLog>;
    try {
      pipeline = compileLog(searchParams.get('query') ?? '');
    } catch (error) {
      tail.close(1011, error instanceof Error ? error.message : '');
      return;
    }
    this.#tails.add(tail);
    let dropped: LogLine[] = [];
    let waiting = 0;
    const send = (lines: readonly LogLine[]) => {
      for (let i = 0; i < lines.length; i += MESSAGE) {
        const part = lines.slice(i, i + MESSAGE);
        if (waiting >= WAITING) {
          this.dropped += part.length;
          dropped = [...dropped, ...part].slice(0, MOST_DROPPED);
          continue;
        }
        waiting++;
        tail.send(tailMessage(part, categorised, dropped), () => waiting--);
        dropped = [];
      }
    };
    const limit = readLimit(searchParams.get('limit'));
    const now = this.#now();
    const from = readTime(searchParams.get('start'), nanos(now - HOUR), 'start');
    const history = this.store.between(from, now).flatMap((line) => pipeline(line) ?? []);
    send(history.slice(-limit));
    const deaf = this.store.listen((lines) => send(lines.flatMap((line) => pipeline(line) ?? [])));
    const pings = setInterval(() => tail.ping(), 1000);
    const longest = setTimeout(
      () => tail.close(1011, 'reached tail max duration limit'),
      this.#options.tailMaxDuration ?? 3_600_000,
    );
    tail.on('error', () => {});
    tail.once('close', () => {
      deaf();
      clearInterval(pings);
      clearTimeout(longest);
      this.#tails.delete(tail);
    });
  }
}

/** Streams as agents push them. */
const pushSchema = z
  .object({
    streams: z.array(
      z.object({
        stream: dictionary(z.string(), z.string()),
        values: z.array(
          z.tuple([z.string().regex(/^\d+$/), z.string(), dictionary(z.string(), z.string()).optional()]),
        ),
      }),
    ),
  })
  .transform(({ streams }) =>
    streams.flatMap(({ stream: labels, values }) =>
      values.map(([at, text, metadata = {}]) => ({ labels, text, metadata, at: nanos(BigInt(at)) })),
    ),
  );

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(socket: Duplex, body: string): void {
  const head = ['HTTP/1.1 400 Bad Request', ...Object.entries(PLAIN).map(([name, value]) => `${name}: ${value}`)];
  socket.end(
    `${[...head, `content-length: ${Buffer.byteLength(body)}`, 'connection: close'].join('\r\n')}\r\n\r\n${body}`,
  );
}
