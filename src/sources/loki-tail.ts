import type { Timer } from '../clock.ts';
import { type Nanos, nanos, nanosOf, seconds } from '../units.ts';
import type { SourceError } from './error.ts';
import type { HttpClient } from './http.ts';
import { type TailMessage, tailSchema } from './loki-answer.ts';
import { Inbox } from './loki-inbox.ts';
import { CATEGORISE, countsLines, lokiError, pause, pauseAfter } from './loki-request.ts';
import { SeenLines } from './loki-seen.ts';
import type { LinePage, Loki, TailEvent, TailRequest } from './loki-types.ts';
import { type Closing, openWebSocket, type WebSocketConnection, type WebSocketSettings } from './websocket.ts';

/** How far before the newest line it is asked again: agents deliver late, in nanoseconds. */
const OVERLAP = 300_000_000_000n;
/** Loki takes lines of the near future; here an hour of it, in nanoseconds. */
const AHEAD = 3_600_000_000_000n;
/** Longest look back when a tail is opened: what is older is asked for as history, in nanoseconds. */
const OPENING = 3_600_000_000_000n;

/** A connection that held so long was a good one, in milliseconds. */
const LASTING = 15_000;

export interface TailParts {
  readonly http: HttpClient;
  readonly timer: Timer;
  readonly random: () => number;
  readonly settings: WebSocketSettings;
  readonly pages: Loki['pages'];
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
      hint: 'Others follow logs too: max_concurrent_tail_requests of Loki.',
    };
  return { kind: 'server', message: said };
};

function readMessage(text: string): TailMessage | null {
  try {
    return tailSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const inOrder = (times: readonly Nanos[]): readonly Nanos[] => times.toSorted((a, b) => (a < b ? -1 : 1));
const latest = (first: Nanos, ...others: readonly Nanos[]): Nanos => inOrder([first, ...others]).at(-1) ?? first;

/**
 * Follows a query. A connection is opened first and then what is stored is asked for, so that nothing falls between the
 * two; what comes both ways is given once. When it breaks, all that is lost is asked for from a little before the newest
 * line.
 */
export async function* followTail(
  { http, timer, random, settings, pages }: TailParts,
  request: TailRequest,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<TailEvent, void, undefined> {
  const { query, delay = 0 } = request;
  const counts = countsLines(query);
  if (counts) return yield { kind: 'refused', error: counts };
  const seen = new SeenLines();
  let { backlog, from: floor } = request;
  /** Whether the server tells labels, metadata and parsed fields apart. */
  let apart = true;
  /** Oldest line that was left out and is not caught up yet. */
  let debt: Nanos | null = null;

  /** Where to ask from: nothing before the request, and nothing that was given and is forgotten. */
  const start = (at: Nanos | null): Nanos => {
    const given = [seen.reach, at].filter((time) => time !== null);
    return latest(floor, ...given);
  };

  /** From where on lines may have been missed. */
  const owed = (): Nanos | null => {
    if (seen.newest === null) return null;
    const late = nanos(seen.newest - OVERLAP);
    return debt !== null && debt < late ? debt : late;
  };

  /** Gives what is stored from there on and was not given; returns the error that stopped it. */
  async function* catchUp(from: Nanos): AsyncGenerator<TailEvent, SourceError | null, undefined> {
    seen.beginCatchUp();
    const window = { query, from, to: nanos(nanosOf(timer.now()) + AHEAD) };
    const give = ({ lines, crowded, categorised }: LinePage): TailEvent[] => {
      apart = categorised;
      const fresh = seen.fromStore(lines, categorised);
      return [
        ...(fresh.length > 0 ? [{ kind: 'lines', lines: fresh } as const] : []),
        ...(crowded.length > 0 ? [{ kind: 'crowded', crowded } as const] : []),
      ];
    };
    if (backlog !== undefined) {
      const newestFirst: LinePage[] = [];
      for await (const page of pages({ ...window, direction: 'backward', limit: backlog }, signal)) {
        if (!page.ok) return page.error;
        newestFirst.push(page.value);
      }
      const lines = newestFirst.flatMap((page) => page.lines);
      // What is older than the lines that were wanted is not missed.
      if (lines.length >= backlog && lines.length > 0) floor = nanos((lines.at(-1)?.at ?? floor) + 1n);
      backlog = undefined;
      for (const page of newestFirst.toReversed()) yield* give({ ...page, lines: page.lines.toReversed() });
      return null;
    }
    for await (const page of pages({ ...window, direction: 'forward' }, signal)) {
      if (!page.ok) return page.error;
      yield* give(page.value);
    }
    debt = null;
    return null;
  }

  /** One connection, from its opening to its end. */
  async function* connect(inbox: Inbox<string, Closing>): AsyncGenerator<TailEvent, SourceError | null, undefined> {
    const since = start(owed());
    const opening = latest(since, nanos(nanosOf(timer.now()) - OPENING));
    const parameters = new URLSearchParams({ query, start: `${opening}`, limit: '1' });
    if (delay > 0) parameters.set('delay_for', `${Math.round(delay)}`);
    const tail = { path: '/loki/api/v1/tail', query: parameters, headers: CATEGORISE, signal };
    let connection: WebSocketConnection | null = null;
    inbox.onPressure = (high) => (high ? connection?.pause() : connection?.resume());
    const ears = { message: (text: string) => inbox.put(text, text.length), closed: (end: Closing) => inbox.end(end) };
    const opened = await openWebSocket(http, tail, settings, ears, timer);
    if (!opened.ok) return opened.refusal ? lokiError(opened.refusal) : opened.error;
    ({ connection } = opened);
    try {
      const failure = yield* catchUp(since);
      if (failure) return failure;
      yield { kind: 'live', categorised: apart };
      for (;;) {
        const next = await inbox.take(signal);
        if (next === null) return null;
        if ('end' in next) return closingError(next.end, settings.where);
        const message = readMessage(next.item);
        if (!message) return { kind: 'bad-body', message: `${settings.where} sent something that is no tail of Loki` };
        const wanted = message.lines.filter(({ at }) => at >= floor);
        const fresh = seen.fromTail(wanted, apart);
        if (fresh.length > 0) yield { kind: 'lines', lines: fresh };
        const [from, ...others] = inOrder(message.dropped);
        if (from === undefined) continue;
        debt = debt === null || from < debt ? from : debt;
        yield { kind: 'dropped', count: message.dropped.length, from, to: others.at(-1) ?? from };
        const lost = yield* catchUp(start(debt));
        if (lost) return lost;
      }
    } finally {
      connection.close();
    }
  }

  for (let failures = 0; !signal.aborted; ) {
    const inbox = new Inbox<string, Closing>();
    const began = timer.now();
    const error = yield* connect(inbox);
    if (signal.aborted) return;
    if (error?.kind === 'bad-query') return yield { kind: 'refused', error };
    if (inbox.heard || timer.now() - began > LASTING) failures = 0;
    const time = error ? pauseAfter(failures++ - 1, random) : seconds(0);
    yield { kind: 'broken', error, pause: time };
    await pause(timer, time, signal);
  }
}
