import type { Timer } from '../../clock.ts';
import type { LogBuffer } from '../../logs/buffer.ts';
import type { LogAnswers } from '../../logs/recorded-loki.ts';
import type { Volume } from '../../logs/volume.ts';
import type { Outcome, SourceError } from '../../sources/error.ts';
import type { LinePage, LogLine, TailEvent } from '../../sources/loki/types.ts';
import { type Millis, millis, type Nanos, nanosOf, type PerSecond } from '../../units.ts';
import { RateMeter } from '../rate-meter.ts';
import type { LogRetry } from './retry.ts';
import type { LogRequest, LogState } from './scene.ts';
import { measureVolume } from './volume.ts';

export interface LogFeedParts {
  readonly loki: Pick<LogAnswers, 'pages' | 'tail' | 'range'>;
  readonly clock: Timer;
  readonly retry: LogRetry;
  readonly buffer: LogBuffer;
  /** To be called when there is something new to show. */
  readonly changed: () => void;
}

/** Lines that are loaded before the first look, in each direction. */
const FIRST = 1000;
/** Before now, in milliseconds: what is older was delivered and is read page by page, what is newer comes with the tail. */
const DELIVERED = 5000;
/** Volumes of a window that goes on are asked for again after so many milliseconds. */
const VOLUME_AGE = 15_000;

type Pages = AsyncGenerator<Outcome<LinePage>, void, undefined>;
export type End = 'older' | 'newer';

/** What comes of one request, from its opening to its end: lines into the buffer, and what is known of them. */
export class LogFeed {
  readonly request: LogRequest;
  /** When it was asked for. */
  readonly begun: Millis;
  readonly #parts: LogFeedParts;
  readonly #buffer: LogBuffer;
  readonly #abort = new AbortController();
  readonly #rate = new RateMeter();
  #state: LogState = { kind: 'looking' };
  #volume: Volume | null = null;
  #remarks: readonly string[] = [];
  /** Lines that the server left out of the tail: at least so many, those given since, and whether no more are to come. */
  #leftOut = { told: 0, recovered: 0, settled: true };
  /** What is still to be read at either end; null when nothing is. */
  #pages: Record<End, Pages | null> = { older: null, newer: null };
  #reading: Record<End, boolean> = { older: false, newer: false };
  #cancelVolume = () => {};

  /** Nothing is asked for before `load`. */
  constructor(parts: LogFeedParts, request: LogRequest) {
    this.#parts = parts;
    this.request = request;
    this.begun = parts.clock.now();
    this.#buffer = parts.buffer;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get state(): LogState {
    return this.#state;
  }

  get volume(): Volume | null {
    return this.#volume;
  }

  /** What else the reader must know, in sentences. */
  get remarks(): readonly string[] {
    const { told, recovered, settled } = this.#leftOut;
    if (told === 0) return this.#remarks;
    const count = (n: number) => `${n.toLocaleString('en-US')} line${n === 1 ? '' : 's'}`;
    const said =
      recovered < told || !settled
        ? `left ${count(told)} or more out: they are asked for again, ${recovered.toLocaleString('en-US')} are here`
        : `left ${count(recovered)} out, which were asked for again: all of them are here`;
    return [...this.#remarks, `The server sent lines faster than this terminal takes them and ${said}.`];
  }

  /** Lines that arrive each second, of late; null unless live. */
  get rate(): PerSecond | null {
    return this.#state.kind === 'live' ? this.#rate.at(this.#parts.clock.now()) : null;
  }

  hasMore(end: End): boolean {
    return this.#pages[end] !== null;
  }

  load(): void {
    this.#state = { kind: 'loading' };
    const { query, from, to, at } = this.request;
    const now = this.#parts.clock.now();
    const pivot = nanosOf(at ?? to ?? millis(now - DELIVERED));
    const { pages } = this.#parts.loki;
    this.#pages.older = pages({ query, from: nanosOf(from), to: pivot, direction: 'backward' }, this.signal);
    if (to === null) {
      void this.#tail(pivot);
      void this.read('older', FIRST);
    } else {
      if (at !== null)
        this.#pages.newer = pages({ query, from: pivot, to: nanosOf(to), direction: 'forward' }, this.signal);
      void this.#fill();
    }
    void this.#measure();
  }

  /** Nothing comes of it any more. */
  end(): void {
    this.#abort.abort();
    this.#cancelVolume();
    this.#parts.retry.stop();
  }

  fail(error: SourceError): void {
    // Both ends are read at once: what fails at one of them fails at the other too.
    if (this.#state.kind === 'failed') return;
    const { retry, changed } = this.#parts;
    // What was read already stays on the page.
    const again = this.#buffer.length === 0 ? retry.after(error) : null;
    this.#state = { kind: 'failed', error, ...(again !== null && { again }) };
    changed();
    if (again === null) return;
    void retry.reason(error, this.signal).then((reason) => {
      if (this.signal.aborted || reason === null) return;
      this.#state = { kind: 'failed', error: reason, again };
      changed();
    });
  }

  /** Reads on at one end, `least` lines if there are so many. */
  async read(end: End, least = 1): Promise<void> {
    const pages = this.#pages[end];
    if (!pages || this.#reading[end]) return;
    this.#reading[end] = true;
    for (let given = 0; given < least; ) {
      const next = await pages.next();
      if (this.signal.aborted) return;
      if (next.done) {
        this.#pages[end] = null;
        break;
      }
      if (!next.value.ok) {
        this.#pages[end] = null;
        this.#unread(next.value.error);
        break;
      }
      const { lines, crowded } = next.value.value;
      given += lines.length;
      if (crowded.length > 0) this.#crowded();
      this.#add(end, lines);
    }
    this.#reading[end] = false;
    this.#parts.changed();
  }

  /** Who asks for newer lines lets the oldest go for them; who asks for older ones the newest, unless the end is shown. */
  #add(end: End, lines: readonly LogLine[]): void {
    const { keep } = this.#buffer;
    if (end === 'newer') this.#buffer.keep = 'newest';
    this.#buffer.add(end === 'older' ? lines.toReversed() : lines);
    this.#buffer.keep = keep;
  }

  /** Reads a window of the past around where it begins. */
  async #fill(): Promise<void> {
    await Promise.all([this.read('older', FIRST), this.read('newer', FIRST)]);
    if (this.signal.aborted || this.#state.kind === 'failed') return;
    this.#state = { kind: 'still' };
    this.#parts.retry.begin();
    this.#parts.changed();
  }

  async #tail(from: Nanos): Promise<void> {
    const { query } = this.request;
    for await (const event of this.#parts.loki.tail({ query, from }, this.signal)) {
      if (this.signal.aborted) return;
      this.#hear(event);
      this.#parts.changed();
    }
  }

  #hear(event: TailEvent): void {
    switch (event.kind) {
      case 'lines':
        // What is caught up was written before: it is no measure of what comes.
        if (this.#state.kind === 'live') this.#rate.count(event.lines.length, this.#parts.clock.now());
        this.#buffer.add(event.lines);
        break;
      case 'live':
        this.#state = { kind: 'live' };
        this.#parts.retry.begin();
        break;
      case 'broken':
        this.#state = { kind: 'broken', error: event.error };
        break;
      case 'refused':
        this.fail(event.error);
        break;
      case 'crowded':
        this.#crowded();
        break;
      case 'dropped':
        this.#leftOut.told += event.count;
        this.#leftOut.settled = false;
        break;
      case 'recovered':
        this.#leftOut.recovered = event.total;
        this.#leftOut.settled = event.settled;
        break;
    }
  }

  #crowded(): void {
    this.#remark('One instant holds more lines than the server sends at once: some of them are missing.');
  }

  #remark(text: string): void {
    if (!this.#remarks.includes(text)) this.#remarks = [...this.#remarks, text];
  }

  /** Stored lines cannot be had; what comes live is not stopped by that. */
  #unread(error: SourceError): void {
    if (this.request.to === null && error.kind !== 'bad-query')
      this.#remark(`Older lines could not be read (r asks again): ${error.message}`);
    else this.fail(error);
  }

  async #measure(): Promise<void> {
    const { clock, loki } = this.#parts;
    const { query, from, to } = this.request;
    const { volume, counted } = await measureVolume(
      loki,
      query,
      { from, to: to ?? clock.now() },
      this.#buffer,
      this.signal,
    );
    if (this.signal.aborted) return;
    this.#volume = volume;
    this.#parts.changed();
    if (to === null || !counted) this.#cancelVolume = clock.after(VOLUME_AGE, () => void this.#measure());
  }
}
