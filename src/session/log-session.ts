import type { Timer } from '../clock.ts';
import { LogBuffer } from '../logs/buffer.ts';
import type { LogJump } from '../logs/jump.ts';
import { LEVELS, type Level } from '../logs/level.ts';
import type { LogAnswers } from '../logs/recorded-loki.ts';
import { LogSieve } from '../logs/sieve.ts';
import type { Volume } from '../logs/volume.ts';
import { readLogql } from '../profile/logql.ts';
import type { Outcome, SourceError } from '../sources/error.ts';
import type { LinePage, LogLine, Loki } from '../sources/loki-types.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { type Bytes, type Millis, millis, nanosOf } from '../units.ts';
import { Emitter } from './emitter.ts';
import { LogQuestions } from './log-questions.ts';
import type { LogCommand, LogNames, LogRequest, LogScene, LogState, Logs, SavedLogs } from './log-scene.ts';
import { findStreams } from './log-streams.ts';
import { measureVolume } from './log-volume.ts';
import { Pace } from './pace.ts';
import { RateMeter } from './rate-meter.ts';

export interface LogSessionParts {
  readonly loki: LogAnswers & Partial<Pick<Loki, 'ready'>>;
  readonly clock: Timer;
  readonly searches: readonly SavedLogs[];
  /** Label of metrics → label of logs. */
  readonly labels: Labels;
  readonly budget?: Bytes;
  /** What the reader of a window must know of its source, in sentences. */
  readonly remarksOn?: (window: Pick<LogRequest, 'from' | 'to'>) => readonly string[];
}

/** The screen is told of what arrives at most so often, in milliseconds. */
const PACE = 250;
/** Lines that are loaded before the first look, in each direction. */
const FIRST = 1000;
/** Before now, in milliseconds: what is older was delivered and is read page by page, what is newer comes with the tail. */
const DELIVERED = 5000;
/** Volumes of a window that goes on are asked for again after so many milliseconds. */
const VOLUME_AGE = 15_000;
/** After a server could not be asked, how long until it is asked again, in milliseconds; the last goes on for ever. */
const PAUSES = [3000, 5000, 10_000, 30_000] as const;
/** What may be over by itself. */
const PASSING: readonly SourceError['kind'][] = ['timeout', 'unreachable', 'rate-limited', 'server', 'bad-body'];

type Pages = AsyncGenerator<Outcome<LinePage>, void, undefined>;
type End = 'older' | 'newer';

/** One query's lines, live or of a window, from opening to closing. All that arrives is kept within the budget, or counted. */
export class LogSession implements Logs {
  readonly subscribe: Logs['subscribe'];
  readonly searches: readonly SavedLogs[];
  readonly #parts: LogSessionParts;
  readonly #emitter = new Emitter();
  readonly #buffer: LogBuffer;
  readonly #sieve = new LogSieve();
  readonly #rate = new RateMeter();
  readonly #pace: Pace;
  #scene: LogScene | undefined;
  #request: LogRequest | undefined;
  #jump: LogJump | undefined;
  #abort = new AbortController();
  #state: LogState = { kind: 'loading' };
  /** What is still to be read at either end; null when nothing is. */
  #pages: Record<End, Pages | null> = { older: null, newer: null };
  #reading: Record<End, boolean> = { older: false, newer: false };
  #following = false;
  /** What the screen showed when it was stopped, and how much had arrived. */
  #paused: { readonly lines: LogScene['lines']; readonly arrived: number } | null = null;
  #volume: Volume | null = null;
  #remarks: readonly string[] = [];
  /** Those of the request itself, which hold however it goes. */
  #standing: readonly string[] = [];
  #names: LogNames = { labels: [], values: {} };
  #cancelVolume = () => {};
  #cancelRetry = () => {};
  /** How often in a row it could not be asked. */
  #failures = 0;
  #begun: Millis = millis(0);
  readonly #questions: LogQuestions;
  readonly #loki: LogAnswers;

  constructor(parts: LogSessionParts) {
    this.#parts = parts;
    this.#questions = new LogQuestions(parts.clock);
    this.#loki = this.#questions.over(parts.loki);
    this.#buffer = new LogBuffer(parts.budget);
    this.#pace = new Pace(parts.clock, PACE, () => this.#tell());
    this.searches = parts.searches;
    this.subscribe = this.#emitter.subscribe;
  }

  readonly scene = (): LogScene | undefined => this.#scene;

  run(command: LogCommand): void {
    switch (command.do) {
      case 'open':
        this.#failures = 0;
        this.#open(command.request);
        break;
      case 'jump':
        this.#failures = 0;
        void this.#follow(command.jump);
        break;
      case 'again':
        this.#failures = 0;
        this.#again();
        break;
      case 'close':
        this.#close();
        break;
      case 'more':
        void this.#read(command.end);
        break;
      case 'names':
        void this.#ask(command.of);
        break;
      case 'follow':
        this.#setFollowing(command.follow);
        this.#publish();
        break;
      case 'pause': {
        const lines = this.#scene?.lines ?? [];
        this.#paused = command.paused ? { lines, arrived: this.#buffer.arrived } : null;
        this.#keep();
        this.#publish();
        break;
      }
      case 'sieve':
        this.#sieve.change(command.spec);
        // Who changes the sieve wants to see what comes of it.
        if (this.#paused) this.#paused = { ...this.#paused, lines: this.#sieve.take(this.#buffer) };
        this.#publish();
        break;
    }
  }

  #begin(request: LogRequest): AbortSignal {
    this.#end();
    this.#abort = new AbortController();
    this.#request = request;
    this.#begun = this.#parts.clock.now();
    this.#state = { kind: 'loading' };
    this.#buffer.clear();
    this.#rate.clear();
    this.#paused = null;
    this.#volume = null;
    this.#remarks = [];
    this.#setFollowing(request.at === null);
    return this.#abort.signal;
  }

  #end(): void {
    this.#abort.abort();
    this.#pace.stop();
    this.#cancelVolume();
    this.#cancelRetry();
    this.#pages = { older: null, newer: null };
    this.#reading = { older: false, newer: false };
  }

  #close(): void {
    this.#end();
    this.#request = this.#jump = this.#scene = undefined;
    this.#names = { labels: [], values: {} };
    this.#questions.clear();
    this.#failures = 0;
    this.#buffer.clear();
    this.#emitter.emit();
  }

  #again(): void {
    if (this.#jump && this.#request?.query === '') void this.#follow(this.#jump);
    else if (this.#request) this.#open(this.#request, this.#standing);
  }

  #open(request: LogRequest, remarks: readonly string[] = []): void {
    const signal = this.#begin(request);
    this.#standing = remarks;
    this.#remarks = [...remarks, ...(this.#parts.remarksOn?.(request) ?? [])];
    const reading = readLogql(request.query);
    if (!reading.ok) this.#fail({ kind: 'bad-query', message: 'This is no LogQL', fault: reading.fault });
    else if (reading.kind === 'metric')
      this.#fail({
        kind: 'bad-query',
        message: 'This query counts lines instead of giving them',
        hint: 'Leave the counting out: only the selector and its filters.',
      });
    else this.#load(request, signal);
    this.#publish();
  }

  #load(request: LogRequest, signal: AbortSignal): void {
    const { query, from, to, at } = request;
    const now = this.#parts.clock.now();
    const pivot = nanosOf(at ?? to ?? millis(now - DELIVERED));
    const ask = (end: End): Pages =>
      this.#loki.pages(
        end === 'older'
          ? { query, from: nanosOf(from), to: pivot, direction: 'backward' }
          : { query, from: pivot, to: nanosOf(to ?? now), direction: 'forward' },
        signal,
      );
    this.#pages.older = ask('older');
    if (to === null) {
      void this.#tail(signal, pivot);
      void this.#read('older', FIRST);
    } else {
      if (at !== null) this.#pages.newer = ask('newer');
      void this.#fill(signal);
    }
    void this.#measure(signal);
  }

  /** Reads a window of the past around where it begins. */
  async #fill(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#read('older', FIRST), this.#read('newer', FIRST)]);
    if (signal.aborted || this.#state.kind === 'failed') return;
    this.#state = { kind: 'still' };
    this.#failures = 0;
    this.#changed();
  }

  /** Reads on at one end, `least` lines if there are so many. */
  async #read(end: End, least = 1): Promise<void> {
    const pages = this.#pages[end];
    if (!pages || this.#reading[end]) return;
    const { signal } = this.#abort;
    this.#reading[end] = true;
    for (let given = 0; given < least; ) {
      const next = await pages.next();
      if (signal.aborted) return;
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
      this.#add(
        end === 'older' ? lines.toReversed() : lines,
        end === 'older' && !this.#atNewest() ? 'oldest' : 'newest',
      );
    }
    this.#reading[end] = false;
    this.#changed();
  }

  async #tail(signal: AbortSignal, from: ReturnType<typeof nanosOf>): Promise<void> {
    const { query = '' } = this.#request ?? {};
    for await (const event of this.#loki.tail({ query, from }, signal)) {
      if (signal.aborted) return;
      switch (event.kind) {
        case 'lines':
          // What is caught up was written before: it is no measure of what comes.
          if (this.#state.kind === 'live') this.#rate.count(event.lines.length, this.#parts.clock.now());
          this.#add(event.lines);
          break;
        case 'live':
          this.#state = { kind: 'live' };
          this.#failures = 0;
          break;
        case 'broken':
          this.#state = { kind: 'broken', error: event.error };
          break;
        case 'refused':
          return this.#fail(event.error);
        case 'crowded':
          this.#crowded();
          break;
        case 'dropped':
          this.#remark('The server was faster than this terminal and left lines out; they are asked for again.');
          break;
      }
      this.#changed();
    }
  }

  #add(lines: readonly LogLine[], keep = this.#buffer.keep): void {
    const before = this.#buffer.keep;
    this.#buffer.keep = keep;
    this.#buffer.add(lines);
    this.#buffer.keep = before;
  }

  #crowded(): void {
    this.#remark('One instant holds more lines than the server gives at once: some of them cannot be had.');
  }

  #remark(text: string): void {
    if (!this.#remarks.includes(text)) this.#remarks = [...this.#remarks, text];
  }

  #fail(error: SourceError): void {
    this.#state = { kind: 'failed', error };
    // What was read already stays on the page.
    if (PASSING.includes(error.kind) && this.#buffer.length === 0) this.#retry(error);
    this.#changed();
  }

  #retry(error: SourceError): void {
    const { clock, loki } = this.#parts;
    const pause = PAUSES[Math.min(this.#failures, PAUSES.length - 1)] ?? 0;
    const again = millis(clock.now() + pause);
    this.#failures += 1;
    this.#state = { kind: 'failed', error, again };
    this.#cancelRetry = clock.after(pause, () => this.#again());
    const { signal } = this.#abort;
    // While it starts it answers anything with an error of its own; only there it says why.
    if (error.kind === 'server')
      void loki.ready?.(signal).then((ready) => {
        if (signal.aborted || ready.ok || ready.error.kind !== 'server') return;
        this.#state = { kind: 'failed', error: ready.error, again };
        this.#changed();
      });
  }

  /** Stored lines cannot be had; what comes live is not stopped by that. */
  #unread(error: SourceError): void {
    if (this.#request?.to === null && error.kind !== 'bad-query')
      this.#remark(`Older lines could not be read (r asks again): ${error.message}`);
    else this.#fail(error);
  }

  #atNewest(): boolean {
    return this.#following && this.#paused === null;
  }

  #keep(): void {
    this.#buffer.keep = this.#atNewest() ? 'newest' : 'oldest';
    // Between what was kept and what comes now lines are missing: it begins again at the end.
    if (this.#atNewest() && this.#buffer.newer > 0 && this.#request)
      this.#open({ ...this.#request, at: null }, this.#standing);
  }

  #setFollowing(follow: boolean): void {
    this.#following = follow;
    this.#keep();
  }

  /** Finds the streams of something in the room, then opens them. */
  async #follow(jump: LogJump): Promise<void> {
    const { about, from, to, at } = jump;
    this.#jump = jump;
    const signal = this.#begin({ about, query: '', from, to, at });
    this.#state = { kind: 'looking' };
    this.#publish();
    const { labels, clock } = this.#parts;
    const found = await findStreams(this.#loki, jump, labels, { from, to: to ?? clock.now() }, signal);
    if (signal.aborted) return;
    if (!found.ok) return this.#fail(found.error);
    const { query, remarks, names } = found.value;
    this.#names = { ...this.#names, labels: names };
    this.#open({ about, query, from, to, at }, remarks);
  }

  /** Names for completion; asked for once. */
  async #ask(label: string | null): Promise<void> {
    const { clock } = this.#parts;
    if (label === null ? this.#names.labels.length > 0 : Object.hasOwn(this.#names.values, label)) return;
    const { signal } = this.#abort;
    const to = this.#request?.to ?? clock.now();
    const window = { from: this.#request?.from ?? millis(to - 3_600_000), to };
    const found =
      label === null
        ? await this.#loki.labelNames(window, signal)
        : await this.#loki.labelValues(label, window, signal);
    if (signal.aborted || !found.ok) return;
    this.#names =
      label === null
        ? { ...this.#names, labels: found.value }
        : { ...this.#names, values: { ...this.#names.values, [label]: found.value } };
    this.#changed();
  }

  async #measure(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const request = this.#request;
    if (!request) return;
    const window = { from: request.from, to: request.to ?? clock.now() };
    const { volume, counted } = await measureVolume(this.#loki, request.query, window, this.#buffer, signal);
    if (signal.aborted) return;
    this.#volume = volume;
    this.#changed();
    if (request.to === null || !counted) this.#cancelVolume = clock.after(VOLUME_AGE, () => void this.#measure(signal));
  }

  /** Something arrived: the screen is told, in its pace. */
  #changed(): void {
    if (this.#request) this.#pace.soon();
  }

  #publish(): void {
    if (this.#request) this.#pace.now();
  }

  #tell(): void {
    const request = this.#request;
    if (!request) return;
    const buffer = this.#buffer;
    const lines = this.#sieve.take(buffer);
    const counts = Object.fromEntries(LEVELS.map((level) => [level, 0])) as Record<Level, number>;
    for (const { level } of buffer) counts[level] += 1;
    this.#scene = {
      ...request,
      state: this.#state,
      lines: this.#paused?.lines ?? lines,
      sieve: this.#sieve.spec,
      counts,
      held: buffer.length,
      hidden: buffer.length - lines.length,
      older: buffer.older,
      newer: buffer.newer,
      moreOlder: this.#pages.older !== null,
      moreNewer: this.#pages.newer !== null,
      paused: this.#paused !== null,
      waiting: this.#paused ? buffer.arrived - this.#paused.arrived : 0,
      rate: this.#state.kind === 'live' ? this.#rate.at(this.#parts.clock.now()) : null,
      volume: this.#volume,
      remarks: this.#remarks,
      names: this.#names,
      begun: this.#begun,
      asked: this.#questions.list,
    };
    this.#emitter.emit();
  }
}
