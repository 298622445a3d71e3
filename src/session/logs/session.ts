import type { Timer } from '../../clock.ts';
import { LogBuffer } from '../../logs/buffer.ts';
import { MOST_KNOWN } from '../../logs/complete.ts';
import type { LogJump } from '../../logs/jump.ts';
import type { LogAnswers } from '../../logs/recorded-loki.ts';
import { LogSieve } from '../../logs/sieve.ts';
import { Pace } from '../../pace.ts';
import { readLogql } from '../../profile/logql/logql.ts';
import { lineTest } from '../../room/filter/lines.ts';
import type { SourceError } from '../../sources/error.ts';
import type { Loki } from '../../sources/loki/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Bytes } from '../../units.ts';
import { Emitter } from '../emitter.ts';

import { LogFeed } from './feed.ts';
import { LogQuestions } from './questions.ts';
import { LogRetry } from './retry.ts';
import type { LogCommand, LogNames, LogRequest, LogScene, Logs, SavedLogs } from './scene.ts';
import { findStreams } from './streams.ts';

type AskedLoki = LogAnswers & Partial<Pick<Loki, 'ready'>>;

export interface LogSessionParts {
  /** What is asked where a request names no other. */
  readonly loki: AskedLoki;
  /** Further ones by id. */
  readonly others?: ReadonlyMap<string, AskedLoki>;
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

/** Why a query gives no lines; null when it may be sent. */
function refusalOf(query: string): SourceError | null {
  const reading = readLogql(query);
  if (!reading.ok) return { kind: 'bad-query', message: 'This is not LogQL', fault: reading.fault };
  if (reading.kind === 'log') return null;
  return {
    kind: 'bad-query',
    message: 'This query counts lines instead of returning them',
    hint: 'Leave out the counting: keep only the selector and its filters.',
  };
}

/** What the screen sees of one query's lines, live or of a window, and what it asks for. All is within the budget, or counted. */
export class LogSession implements Logs {
  readonly subscribe: Logs['subscribe'];
  readonly searches: readonly SavedLogs[];
  readonly #parts: LogSessionParts;
  readonly #emitter = new Emitter();
  readonly #buffer: LogBuffer;
  readonly #sieve = new LogSieve(lineTest);
  readonly #pace: Pace;
  readonly #retry: LogRetry;
  readonly #questions: LogQuestions;
  /** Each with what it is asked kept; undefined: the first. */
  readonly #lokis = new Map<string | undefined, LogAnswers>();
  #scene: LogScene | undefined;
  #feed: LogFeed | undefined;
  #jump: LogJump | undefined;
  /** What the streams that were found stand for, when the reader must know it. */
  #standing: readonly string[] = [];
  #following = false;
  /** What the screen showed when it was stopped, and how much had arrived. */
  #paused: { readonly lines: LogScene['lines']; readonly arrived: number } | null = null;
  #names: LogNames = { labels: [], values: {} };

  constructor(parts: LogSessionParts) {
    this.#parts = parts;
    this.#buffer = new LogBuffer(parts.budget);
    this.#pace = new Pace(parts.clock, PACE, () => {
      this.#tell();
      return true;
    });
    this.#retry = new LogRetry(parts.loki, parts.clock, () => this.#again());
    this.#questions = new LogQuestions(parts.clock);
    this.searches = parts.searches;
    this.subscribe = this.#emitter.subscribe;
  }

  readonly scene = (): LogScene | undefined => this.#scene;

  run(command: LogCommand): void {
    if (command.do === 'open' || command.do === 'jump' || command.do === 'again') this.#retry.begin();
    switch (command.do) {
      case 'open': {
        const { request } = command;
        // Another window of the same streams: what was said of them holds.
        this.#open(request, request.query === this.#feed?.request.query ? this.#standing : []);
        break;
      }
      case 'jump':
        void this.#follow(command.jump);
        break;
      case 'again':
        this.#again();
        break;
      case 'close':
        this.#close();
        break;
      case 'more':
        void this.#feed?.read(command.end);
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
        if (this.#paused) this.#paused = { ...this.#paused, lines: this.#shown() };
        this.#publish();
        break;
    }
  }

  #begin(request: LogRequest, standing: readonly string[]): LogFeed {
    this.#end();
    this.#buffer.clear();
    this.#paused = null;
    this.#standing = standing;
    const { clock } = this.#parts;
    const changed = () => this.#pace.soon();
    const loki = this.#lokiOf(request);
    // Names of labels are those of one server.
    if (this.#feed && this.#feed.request.server !== request.server) this.#names = { labels: [], values: {} };
    const feed = new LogFeed({ loki, clock, retry: this.#retry, buffer: this.#buffer, changed }, request);
    this.#feed = feed;
    this.#setFollowing(request.at === null);
    return feed;
  }

  #lokiOf({ server }: Pick<LogRequest, 'server'>): LogAnswers {
    const known = this.#lokis.get(server);
    if (known) return known;
    const { loki, others } = this.#parts;
    const made = this.#questions.over((server === undefined ? undefined : others?.get(server)) ?? loki);
    this.#lokis.set(server, made);
    return made;
  }

  #end(): void {
    this.#feed?.end();
    this.#pace.stop();
  }

  #close(): void {
    this.#end();
    this.#feed = this.#jump = this.#scene = undefined;
    this.#names = { labels: [], values: {} };
    this.#questions.clear();
    this.#retry.begin();
    this.#buffer.clear();
    this.#emitter.emit();
  }

  #again(): void {
    const request = this.#feed?.request;
    if (this.#jump && request?.query === '') void this.#follow(this.#jump);
    else if (request) this.#open(request, this.#standing);
  }

  #open(request: LogRequest, standing: readonly string[]): void {
    const feed = this.#begin(request, standing);
    const refusal = refusalOf(request.query);
    if (refusal) feed.fail(refusal);
    else feed.load();
    this.#publish();
  }

  #atNewest(): boolean {
    return this.#following && this.#paused === null;
  }

  #keep(): void {
    this.#buffer.keep = this.#atNewest() ? 'newest' : 'oldest';
    // Between what was kept and what comes now lines are missing: it begins again at the end.
    if (this.#atNewest() && this.#buffer.newer > 0 && this.#feed)
      this.#open({ ...this.#feed.request, at: null }, this.#standing);
  }

  #setFollowing(follow: boolean): void {
    this.#following = follow;
    this.#keep();
  }

  /** Finds the streams of something in the room, then opens them. */
  async #follow(jump: LogJump): Promise<void> {
    const { about, from, to, at } = jump;
    this.#jump = jump;
    const feed = this.#begin({ about, query: '', from, to, at }, []);
    this.#publish();
    const { labels, clock } = this.#parts;
    const found = await findStreams(this.#lokiOf({}), jump, labels, { from, to: to ?? clock.now() }, feed.signal);
    if (feed.signal.aborted) return;
    if (!found.ok) return feed.fail(found.error);
    const { query, remarks, names } = found.value;
    this.#names = { ...this.#names, labels: names.slice(0, MOST_KNOWN) };
    this.#open({ about, query, from, to, at }, remarks);
  }

  /** Names for completion; asked for once. */
  async #ask(label: string | null): Promise<void> {
    const feed = this.#feed;
    if (!feed) return;
    if (label === null ? this.#names.labels.length > 0 : Object.hasOwn(this.#names.values, label)) return;
    const { request, signal } = feed;
    const window = { from: request.from, to: request.to ?? this.#parts.clock.now() };
    const found =
      label === null
        ? await this.#lokiOf(request).labelNames(window, signal)
        : await this.#lokiOf(request).labelValues(label, window, signal);
    if (signal.aborted || !found.ok) return;
    const known = found.value.slice(0, MOST_KNOWN);
    this.#names =
      label === null
        ? { ...this.#names, labels: known }
        : { ...this.#names, values: { ...this.#names.values, [label]: known } };
    this.#pace.soon();
  }

  #publish(): void {
    if (this.#feed) this.#pace.now();
  }

  #shown(): LogScene['lines'] {
    return this.#sieve.take(this.#buffer, this.#parts.clock.now());
  }

  #tell(): void {
    const feed = this.#feed;
    if (!feed) return;
    const buffer = this.#buffer;
    const lines = this.#shown();
    this.#scene = {
      ...feed.request,
      state: feed.state,
      lines: this.#paused?.lines ?? lines,
      sieve: this.#sieve.spec,
      counts: buffer.counts(),
      held: buffer.length,
      hidden: buffer.length - lines.length,
      older: buffer.older,
      newer: buffer.newer,
      moreOlder: feed.hasMore('older'),
      moreNewer: feed.hasMore('newer'),
      paused: this.#paused !== null,
      waiting: this.#paused ? buffer.arrived - this.#paused.arrived : 0,
      rate: feed.rate,
      volume: feed.volume,
      remarks: [...this.#standing, ...(this.#parts.remarksOn?.(feed.request) ?? []), ...feed.remarks],
      names: this.#names,
      begun: feed.begun,
      asked: this.#questions.list,
    };
    this.#emitter.emit();
  }
}
