import { hash } from 'node:crypto';
import { Duplex } from 'node:stream';
import { failed, type Outcome, type SourceError, succeeded } from '../../src/sources/error.ts';
import type { HttpClient } from '../../src/sources/http/http.ts';
import { followTail } from '../../src/sources/loki/tail.ts';
import type { LinePage, LineRequest, LogLine, TailEvent } from '../../src/sources/loki/types.ts';
import { type Nanos, nanos } from '../../src/units.ts';
import { tailMessage } from '../../stack/loki/answers.ts';
import { HastyTimer } from './recordings.ts';

export type Act =
  /** So many lines come, each so much later than the one before, in nanoseconds; then they are on the wire, or left out. */
  | { readonly do: 'lines'; readonly count: number; readonly step: number; readonly leftOut: boolean }
  /** Lines of so long ago come, in nanoseconds. */
  | { readonly do: 'late'; readonly count: number; readonly by: number; readonly leftOut: boolean }
  /** What is on the wire arrives. */
  | { readonly do: 'arrive' }
  /** The connection breaks, and so many more are refused. */
  | { readonly do: 'break'; readonly refused: number }
  /** The next answer is an error. */
  | { readonly do: 'fail' };

/** Lines of one message, and lines that are named of those left out, as Loki has it. */
const MESSAGE = 100;
const MOST_NAMED = 1000;
const AWAY: SourceError = { kind: 'unreachable', message: 'away' };
const FIRST = 1_000_000_000_000n;

/** One frame of text from a server. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(10);
  head[0] = 0x81;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * A Loki that does act by act what a script says: also while it is asked for pages, one act after each. It says of left
 * out lines what Loki says, and no more.
 */
export class ScriptedLoki {
  readonly stored: LogLine[] = [];
  leftOut = 0;
  readonly #acts: Act[];
  readonly #page: number;
  #now: Nanos = nanos(FIRST);
  #socket: Duplex | null = null;
  #wire: string[] = [];
  #unnamed: LogLine[] = [];
  #refused = 0;
  #failing = false;
  #number = 0;
  #asked = 0;

  constructor(acts: readonly Act[], page: number) {
    this.#acts = [...acts];
    this.#page = page;
  }

  /** Follows it to the end of the script; the events, in order. */
  async follow(memory?: number): Promise<readonly TailEvent[]> {
    const events: TailEvent[] = [];
    const stop = new AbortController();
    const parts = {
      http: this.#http(),
      timer: new HastyTimer(Number(FIRST / 1_000_000n)),
      random: () => 0,
      settings: { maxBytes: 1e9, where: 'it' },
      pages: (request: LineRequest) => this.#pages(request),
      ...(memory !== undefined && { memory }),
    };
    const followed = (async () => {
      const tail = followTail(parts, { query: '{job="a"}', from: nanos(0n) }, stop.signal);
      for await (const event of tail) events.push(event);
    })();
    await this.#idle(events);
    while (this.#acts.length > 0) {
      this.#act();
      await this.#idle(events);
    }
    // What was left out is told with the next line.
    for (const act of [{ do: 'lines', count: 1, step: 1, leftOut: false }, { do: 'arrive' }] as const) {
      this.#acts.push(act);
      await this.#idle(events);
      this.#act();
    }
    await this.#idle(events);
    stop.abort();
    this.#socket?.push(null);
    await followed;
    return events;
  }

  /** Waits until nothing more comes of what was done. */
  async #idle(events: readonly TailEvent[]): Promise<void> {
    for (let quiet = 0, count = -1; quiet < 12; quiet++) {
      await turn();
      const now = events.length + this.#asked;
      if (now !== count) quiet = 0;
      count = now;
    }
  }

  #act(): void {
    const act = this.#acts.shift();
    switch (act?.do) {
      case 'lines': {
        const lines = Array.from({ length: act.count }, () => {
          this.#now = nanos(this.#now + BigInt(act.step));
          return this.#line(this.#now);
        });
        this.#ingest(lines, act.leftOut);
        return;
      }
      case 'late': {
        const lines = Array.from({ length: act.count }, (_, i) => this.#line(nanos(this.#now - BigInt(act.by + i))));
        this.#ingest(lines, act.leftOut);
        return;
      }
      case 'arrive':
        for (const text of this.#wire.splice(0)) this.#socket?.push(frame(text));
        return;
      case 'break':
        this.#refused = act.refused;
        this.#socket?.destroy();
        this.#socket = null;
        return;
      case 'fail':
        this.#failing = true;
        return;
    }
  }

  #line(at: Nanos): LogLine {
    const n = this.#number++;
    return { at, text: `line ${n}`, labels: { job: 'a', pod: `p${n % 3}` }, metadata: {}, parsed: {} };
  }

  #ingest(lines: readonly LogLine[], leftOut: boolean): void {
    this.stored.push(...lines);
    this.stored.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    if (!this.#socket) return;
    if (leftOut) {
      this.leftOut += lines.length;
      this.#unnamed = [...this.#unnamed, ...lines].slice(0, MOST_NAMED);
      return;
    }
    for (let i = 0; i < lines.length; i += MESSAGE) {
      this.#wire.push(tailMessage(lines.slice(i, i + MESSAGE), true, this.#unnamed));
      this.#unnamed = [];
    }
  }

  async *#pages({ from, to }: LineRequest): AsyncGenerator<Outcome<LinePage>, void, undefined> {
    const given = new Set<LogLine>();
    for (let start = from; ; ) {
      this.#asked++;
      await turn();
      if (this.#failing) {
        this.#failing = false;
        return yield failed(AWAY);
      }
      const lines: LogLine[] = [];
      for (const line of this.stored) {
        if (line.at >= start && line.at < to && !given.has(line)) lines.push(line);
        if (lines.length === this.#page) break;
      }
      for (const line of lines) given.add(line);
      yield succeeded({ lines, crowded: [], categorised: true });
      if (lines.length < this.#page) return;
      start = lines.at(-1)?.at ?? start;
      this.#act();
    }
  }

  #http(): HttpClient {
    const unused = () => Promise.reject(new Error('not asked in this way'));
    return {
      request: unused,
      stream: unused,
      spent: () => ({ requests: 0, received: 0, unpacked: 0 }),
      close: async () => {},
      upgrade: async ({ headers = {} }) => {
        this.#asked++;
        if (this.#refused > 0) {
          this.#refused--;
          return { ok: false, error: AWAY };
        }
        const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
        this.#socket = socket;
        this.#wire = [];
        this.#unnamed = [];
        const newest = this.stored.at(-1);
        if (newest) socket.push(frame(tailMessage([newest], true, [])));
        const key = headers['sec-websocket-key'] ?? '';
        const accept = hash('sha1', `${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`, 'base64');
        return { ok: true, socket, headers: { 'sec-websocket-accept': accept }, redact: (text) => text };
      },
    };
  }
}
