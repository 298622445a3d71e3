import * as v from 'valibot';
import { pause, type Timer } from '../../clock.ts';
import { type Nanos, nanos, nanosOf, seconds } from '../../units.ts';
import type { SourceError } from '../error.ts';
import type { HttpClient } from '../http/http.ts';
import { type Closing, openWebSocket, type WebSocketConnection, type WebSocketSettings } from '../http/websocket.ts';
import { type TailMessage, tailShape } from './answer.ts';
import { type Debt, debtOf, earliest, joined, latest } from './debt.ts';
import { Inbox } from './inbox.ts';
import { CATEGORISE, countsLines, lokiError, pauseAfter } from './request.ts';
import { SeenLines } from './seen.ts';
import type { LinePage, Loki, TailEvent, TailRequest } from './types.ts';

/** How far before the newest line it is asked again: agents deliver late, in nanoseconds. */
const OVERLAP = 300_000_000_000n;
/** Loki takes lines of the near future; here an hour of it, in nanoseconds. */
const AHEAD = 3_600_000_000_000n;
/** Longest look back when a tail is opened: what is older is asked for as history, in nanoseconds. */
const OPENING = 3_600_000_000_000n;

/** Lines remembered by identity, some 10 MB of memory. */
const MOST = 50_000;

/** A connection that held so long was a good one, in milliseconds. */
const LASTING = 15_000;

export interface TailParts {
  readonly http: HttpClient;
  readonly timer: Timer;
  readonly random: () => number;
  readonly settings: WebSocketSettings;
  readonly pages: Loki['pages'];
  /** Lines remembered by identity, or somewhat more. */
  readonly memory?: number;
}

const closingError = (closing: Closing, where: string): SourceError | null => {
  if (closing.kind === 'broken') return closing.error;
  const { code, reason } = closing;
  // What Loki says when `tail_max_duration` is over.
  if (reason.includes('tail max duration')) return null;
  const said = `${where} ended the tail: ${reason === '' ? `code ${code}` : reason}`;
  if (/only log selector|parse error/.test(reason))
    return { kind: 'bad-query', message: said, fault: { text: reason } };
  if (/max concurrent tail/.test(reason))
    return {
      kind: 'rate-limited',
      message: said,
      hint: 'Too many follow logs at once: see max_concurrent_tail_requests of Loki.',
    };
  return { kind: 'server', message: said };
};

function readMessage(text: string): TailMessage | null {
  try {
    return v.parse(tailShape, JSON.parse(text));
  } catch {
    return null;
  }
}

const newestOf = (text: string | undefined): Nanos | null => {
  const [first, ...others] = (text === undefined ? null : readMessage(text))?.lines ?? [];
  return first ? latest(first.at, ...others.map(({ at }) => at)) : null;
};

/**
 * Follows a query. A connection is opened first and then what is stored is asked for, so that nothing falls between the
 * two; what comes both ways is given once. When it breaks, all that is lost is asked for from a little before the newest
 * line. What the server left out is asked for once all is given that waited meanwhile.
 */
export async function* followTail(
  parts: TailParts,
  request: TailRequest,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<TailEvent, void, undefined> {
  const counts = countsLines(request.query);
  if (counts) return yield { kind: 'refused', error: counts };
  yield* new Tail(parts, request, signal).events();
}

/** Events of one connection, or of a part of it; returns the error that stopped it. */
type Events = AsyncGenerator<TailEvent, SourceError | null, undefined>;

class Tail {
  readonly #parts: TailParts;
  readonly #request: TailRequest;
  readonly #signal: AbortSignal;
  /** Lines remembered by identity, or somewhat more. */
  readonly #memory: number;
  readonly #seen: SeenLines;
  #backlog: number | undefined;
  #floor: Nanos;
  /** Whether the server tells labels, metadata and parsed fields apart. */
  #apart = true;
  #debt: Debt | null = null;
  /** Messages that were there already when something was found to be left out. */
  #before = 0;
  /** Lines that were left out and given since, and whether those are all, as last told. */
  #told = { recovered: 0, settled: true };

  constructor(parts: TailParts, request: TailRequest, signal: AbortSignal) {
    this.#parts = parts;
    this.#request = request;
    this.#signal = signal;
    this.#memory = parts.memory ?? MOST;
    this.#seen = new SeenLines(this.#memory);
    this.#backlog = request.backlog;
    this.#floor = request.from;
  }

  async *events(): AsyncGenerator<TailEvent, void, undefined> {
    const { timer, random } = this.#parts;
    for (let failures = 0; !this.#signal.aborted; ) {
      const inbox = new Inbox<string, Closing>();
      const began = timer.now();
      const error = yield* this.#connect(inbox);
      if (this.#signal.aborted) return;
      if (error?.kind === 'bad-query') return yield { kind: 'refused', error };
      // A server that talks nonsense is no better for having talked.
      const nonsense = error?.kind === 'bad-body' || error?.kind === 'too-large';
      if ((inbox.heard && !nonsense) || timer.now() - began > LASTING) failures = 0;
      const time = error ? pauseAfter(failures++ - 1, random) : seconds(0);
      yield { kind: 'broken', error, pause: time };
      await pause(timer, time, this.#signal);
    }
  }

  /** One connection, from its opening to its end. */
  async *#connect(inbox: Inbox<string, Closing>): Events {
    const { http, timer, settings } = this.#parts;
    const { query, delay = 0 } = this.#request;
    const since = this.#start(this.#owed());
    const opening = latest(since, nanos(nanosOf(timer.now()) - OPENING));
    const parameters = new URLSearchParams({ query, start: `${opening}`, limit: '1' });
    if (delay > 0) parameters.set('delay_for', `${Math.round(delay)}`);
    const tail = { path: '/loki/api/v1/tail', query: parameters, headers: CATEGORISE, signal: this.#signal };
    let connection: WebSocketConnection | null = null;
    inbox.onPressure = (high) => (high ? connection?.pause() : connection?.resume());
    const ears = { message: (text: string) => inbox.put(text, text.length), closed: (end: Closing) => inbox.end(end) };
    const opened = await openWebSocket(http, tail, settings, ears, timer);
    if (!opened.ok) return opened.refusal ? lokiError(opened.refusal) : opened.error;
    ({ connection } = opened);
    try {
      this.#seen.beginCatchUp(true, this.#debt);
      const ahead = nanos(nanosOf(timer.now()) + AHEAD);
      const failure = yield* this.#backlog === undefined
        ? this.#catchUp(since, ahead, true, inbox)
        : this.#giveNewest(this.#backlog);
      if (failure) return failure;
      yield { kind: 'live', categorised: this.#apart };
      return yield* this.#listen(inbox);
    } finally {
      connection.close();
    }
  }

  /** Gives what comes, and what was left out as soon as there is time. */
  async *#listen(inbox: Inbox<string, Closing>): Events {
    const { where } = this.#parts.settings;
    this.#before = 0;
    for (;;) {
      const debt = this.#debt;
      if (debt !== null && !inbox.ended && (inbox.waiting === 0 || this.#before <= 0)) {
        this.#seen.beginCatchUp(false, debt);
        const lost = yield* this.#catchUp(this.#start(debt.from), nanos(debt.to + debt.slack + 1n), false, inbox);
        if (lost) return lost;
      }
      const next = await inbox.take(this.#signal);
      if (next === null) return null;
      if ('end' in next) return closingError(next.end, where);
      const message = readMessage(next.item);
      if (!message) return { kind: 'bad-body', message: `${where} sent something that is not a log tail of Loki` };
      yield* this.#hear(message, inbox.waiting);
    }
  }

  /** @param waiting messages behind it */
  *#hear(message: TailMessage, waiting: number): Generator<TailEvent, void, undefined> {
    this.#before--;
    const owing = debtOf(message, this.#seen.disorder);
    if (owing) {
      if (this.#debt === null) this.#before = waiting;
      this.#debt = this.#debt ? joined(this.#debt, owing) : owing;
      this.#seen.need(this.#debt.from);
    }
    const wanted = message.lines.filter(({ at }) => at >= this.#floor);
    const fresh = this.#seen.fromTail(wanted, this.#apart);
    if (fresh.length > 0) yield { kind: 'lines', lines: fresh };
    yield* this.#tellRecovered();
    if (owing) yield { kind: 'dropped', count: message.dropped.length, from: owing.from, to: owing.to };
  }

  /** Gives the newest so many of the lines that are stored. */
  async *#giveNewest(limit: number): Events {
    const { timer, pages } = this.#parts;
    const { query } = this.#request;
    const window = { query, from: this.#floor, to: nanos(nanosOf(timer.now()) + AHEAD) };
    const newestFirst: LinePage[] = [];
    for await (const page of pages({ ...window, direction: 'backward', limit }, this.#signal)) {
      if (!page.ok) return page.error;
      newestFirst.push(page.value);
    }
    const lines = newestFirst.flatMap((page) => page.lines);
    // What is older than the lines that were wanted is not missed.
    if (lines.length >= limit && lines.length > 0) this.#floor = nanos((lines.at(-1)?.at ?? this.#floor) + 1n);
    this.#backlog = undefined;
    for (const page of newestFirst.toReversed()) yield* this.#give({ ...page, lines: page.lines.toReversed() });
    return null;
  }

  /**
   * Gives what is stored in a window and was not given. It ends early where it has come behind what waits: from there on
   * all comes live, and is remembered meanwhile.
   */
  async *#catchUp(from: Nanos, to: Nanos, opening: boolean, inbox: Inbox<string, Closing>): Events {
    const { query } = this.#request;
    let waiting: Nanos | null = null;
    let beyond = 0;
    for await (const page of this.#parts.pages({ query, from, to, direction: 'forward' }, this.#signal)) {
      if (!page.ok) return page.error;
      yield* this.#give(page.value);
      waiting ??= newestOf(inbox.first);
      // What the server left out it did before it sent what waits; of a new connection nothing is known until then.
      const edge = opening ? waiting : (this.#debt?.to ?? null);
      const live = edge === null ? null : latest(edge, waiting, this.#debt?.to);
      for (const { at } of page.value.lines) if (live !== null && at > live) beyond++;
      // Half of them are remembered at least, and the last page may be a large one.
      if (beyond > this.#memory / 4) break;
    }
    this.#debt = null;
    yield* this.#tellRecovered();
    return null;
  }

  /** Of a page the lines that were not given, and what else is to be told of it. */
  *#give({ lines, crowded, categorised }: LinePage): Generator<TailEvent, void, undefined> {
    this.#apart = categorised;
    const fresh = this.#seen.fromStore(lines, categorised);
    if (fresh.length > 0) yield { kind: 'lines', lines: fresh };
    if (crowded.length > 0) yield { kind: 'crowded', crowded };
    yield* this.#tellRecovered();
  }

  *#tellRecovered(): Generator<TailEvent, void, undefined> {
    const { recovered } = this.#seen;
    const settled = this.#debt === null;
    if (recovered === this.#told.recovered && settled === this.#told.settled) return;
    this.#told = { recovered, settled };
    yield { kind: 'recovered', total: recovered, settled };
  }

  /** Where to ask from: nothing before the request, and nothing that was given and is forgotten. */
  #start(at: Nanos | null): Nanos {
    return latest(this.#floor, this.#seen.reach, at);
  }

  /** From where on lines may have been missed. */
  #owed(): Nanos | null {
    if (this.#seen.newest === null) return null;
    const late = nanos(this.#seen.newest - OVERLAP);
    return this.#debt === null ? late : earliest(this.#debt.from, late);
  }
}
