import type { Plan, PlannedRing, PlannedServer } from '../profile/plan/plan.ts';
import { askedAs, serversAsked } from '../profile/plan/servers.ts';
import { deployedIn } from '../profile/plan/sites.ts';
import { ALL_SERVERS, type Query, type QueryKey, queryKey } from '../profile/query.ts';
import type { AlertmanagerView } from '../sources/alertmanager/types.ts';
import type { CalendarId, CalendarReading } from '../sources/calendar/types.ts';
import type { Outcome, SourceError } from '../sources/error.ts';
import type { Feed } from '../sources/feed.ts';
import type { SourceKind } from '../sources/kinds.ts';
import { joinRange, withLabels } from '../sources/prometheus/joined.ts';
import type { AlertSender, InstantResult, Labels } from '../sources/prometheus/types.ts';
import { type Millis, millis, type Seconds, seconds } from '../units.ts';
import { FiringLog } from './firing-log.ts';
import { evaluatedAt, type Frame, instantOf, type LoggedLine } from './frame.ts';
import { JoinedPast } from './joined-past.ts';
import { mergeFeeds, type ServerFeed } from './merged.ts';
import { PatternLog, type PatternState } from './patterns/pattern-log.ts';
import { isWhole } from './raw/raw.ts';
import { startOf } from './rollout-start.ts';
import { SeriesTracks } from './series-tracks.ts';
import type { ServerName } from './servers/expected.ts';
import { singleValue, singleValues } from './single-value.ts';
import { StageJudge, type StageVerdict } from './stage-judge.ts';
import type { Standing } from './standing.ts';
import { type Past, Track, trackShapes } from './track.ts';

export interface SourceFeed {
  readonly id: string;
  readonly kind: SourceKind;
  readonly feed: Feed<{ readonly latency: Seconds } & Standing>;
}

/** What history must be kept: of which query how far back, and how closely over the recent past. */
export type HistoryShape = Pick<
  Plan,
  'trends' | 'pasts' | 'history' | 'refresh' | 'verdict' | 'rings' | 'firing' | 'patterns' | 'servers'
>;

const CALENDARS: readonly CalendarId[] = ['calendar', 'primary', 'backup'];

/** Everything frames have said so far, in bounded memory: the newest answer of each query and server, and the trends. */
export class History {
  readonly #tracks = new Map<QueryKey, Track>();
  readonly #pasts = new Map<QueryKey, SeriesTracks>();
  /** Those that the answer to a query belongs to; with its server, where that is one of several that are asked the same. */
  readonly #pastsOf = new Map<QueryKey, { readonly past: SeriesTracks; readonly server: PlannedServer | null }[]>();
  readonly #queries = new Map<QueryKey, Feed<InstantResult>>();
  readonly #alertmanagers = new Map<string, Feed<AlertmanagerView>>();
  readonly #sources = new Map<string, SourceFeed>();
  readonly #firing: { readonly expr: Query; readonly log: FiringLog } | null;
  readonly #servers: readonly PlannedServer[];
  /** Answers with the labels of their server, each made once. */
  readonly #labelled = new WeakMap<InstantResult, InstantResult>();
  /** Whose stored samples are counted, as answers have it, and its id. */
  readonly #counted: string | undefined;
  readonly #countedId: string;
  readonly #lines = new Map<QueryKey, Feed<readonly LoggedLine[]>>();
  #sender: Feed<AlertSender> = { state: 'waiting' };
  readonly #calendars = new Map<CalendarId, Feed<CalendarReading>>();
  readonly #rings: readonly PlannedRing[];
  readonly #judge: StageJudge | null;
  readonly #patterns: PatternLog | null;
  #patternError: SourceError | null = null;
  #frames = 0;

  constructor({ trends, pasts, history, refresh, firing, verdict, rings, patterns, servers }: HistoryShape) {
    this.#servers = servers;
    this.#counted = verdict?.server;
    this.#countedId = this.#counted ?? servers.find(({ source }) => source === 'prometheus')?.id ?? 'prometheus';
    this.#rings = rings;
    this.#judge = verdict && new StageJudge(verdict, rings.filter((ring) => deployedIn(ring).length > 0).length);
    this.#patterns = patterns && new PatternLog(patterns, refresh);
    this.#firing = firing && { expr: firing.expr, log: new FiringLog(firing, servers) };
    for (const { expr, span } of trends)
      this.#tracks.set(queryKey(expr), new Track(trackShapes(span, history, refresh)));
    for (const expr of pasts) this.#keepPast(expr, new SeriesTracks(history, refresh));
  }

  /** Takes note of servers that are asked and have not answered yet. */
  expect(servers: readonly ServerName[]): void {
    for (const { id, kind } of servers) {
      this.#sources.set(id, this.#sources.get(id) ?? { id, kind, feed: { state: 'waiting' } });
      if (kind === 'alertmanager') this.#alertmanagers.set(id, this.#alertmanagers.get(id) ?? { state: 'waiting' });
    }
  }

  /** Takes in one frame, or what one server has to say in it; frames come in order of time. */
  extend(frame: Frame): void {
    this.#frames += 1;
    for (const { expr, window, outcome } of frame.backfills) {
      if (!outcome.ok || !isWhole({ outcome })) continue;
      this.#tracks.get(queryKey(expr))?.merge(singleValues(outcome.value), window.step);
      for (const { past, server } of this.#pastsOf.get(queryKey(expr)) ?? [])
        past.merge(server ? joinRange([{ server, value: outcome.value }]) : outcome.value, window.to);
    }
    for (const { expr, outcome } of frame.queries) {
      const key = queryKey(expr);
      const at = (outcome.ok ? outcome.value.asOf : undefined) ?? evaluatedAt(frame, expr);
      this.#queries.set(key, follow(this.#queries.get(key), outcome, at));
      if (!outcome.ok || !isWhole({ outcome })) continue;
      this.#tracks.get(key)?.append(at, singleValue(outcome.value));
      for (const { past, server } of this.#pastsOf.get(key) ?? [])
        past.append(at, server ? this.#labelledBy(server, outcome.value) : outcome.value);
    }
    for (const { expr, outcome } of frame.lines ?? []) {
      const key = queryKey(expr);
      this.#lines.set(key, follow(this.#lines.get(key), outcome, frame.at));
    }
    for (const answer of frame.raw ?? []) {
      if (answer.selector === this.#firing?.expr.text) this.#firing.log.take(answer);
    }
    const counted = frame.raw?.filter(({ server }) => server === this.#counted) ?? [];
    if (counted.length > 0)
      this.#judge?.take(
        counted,
        instantOf(frame, this.#countedId),
        (since) => this.#soakSince(since),
        (since) => this.#rolloutOf(since),
      );
    if (frame.patterns) this.#patternError = frame.patterns.ok ? null : frame.patterns.error;
    this.#patterns?.take(counted, frame.patterns?.ok ? frame.patterns.value : []);
    for (const [id, outcome] of Object.entries(frame.alertmanagers)) {
      this.#alertmanagers.set(id, follow(this.#alertmanagers.get(id), outcome, instantOf(frame, id)));
    }
    if (frame.sender) this.#sender = follow(this.#sender, frame.sender, frame.at);
    for (const id of CALENDARS) {
      const outcome = frame.calendars?.[id];
      if (outcome) this.#calendars.set(id, follow(this.#calendars.get(id), outcome, frame.at));
    }
    for (const { id, kind, outcome, askedAt = frame.at } of frame.sources) {
      this.#sources.set(id, { id, kind, feed: follow(this.#sources.get(id)?.feed, outcome, askedAt) });
    }
  }

  /** How many frames it was made of: as long as there are no more, it says the same. */
  get frames(): number {
    return this.#frames;
  }

  /** What is known of a query; of one that is asked of all servers, the series of each with its labels. */
  query(expr: Query): Feed<InstantResult> {
    return expr.server === ALL_SERVERS ? mergeFeeds(this.answersTo(expr)) : this.#answerTo(expr);
  }

  /** The same, server by server. */
  answersTo(expr: Query): readonly ServerFeed[] {
    if (expr.server !== ALL_SERVERS) return [{ server: null, feed: this.#answerTo(expr) }];
    const servers = serversAsked(expr, this.#servers);
    return askedAs(expr, this.#servers).flatMap((query, i): readonly ServerFeed[] => {
      const server = servers[i];
      return server ? [{ server, feed: this.#withLabels(this.#answerTo(query), server) }] : [];
    });
  }

  #answerTo(expr: Query): Feed<InstantResult> {
    return this.#queries.get(queryKey(expr)) ?? { state: 'waiting' };
  }

  #withLabels(feed: Feed<InstantResult>, server: PlannedServer): Feed<InstantResult> {
    if (feed.state !== 'ok' && feed.state !== 'stale') return feed;
    return { ...feed, value: this.#labelledBy(server, feed.value) };
  }

  #labelledBy(server: PlannedServer, value: InstantResult): InstantResult {
    const known = this.#labelled.get(value);
    if (known) return known;
    const samples = value.samples.map((sample) => ({ ...sample, labels: withLabels(sample.labels, server) }));
    const labelled = { ...value, samples };
    this.#labelled.set(value, labelled);
    return labelled;
  }

  #keepPast(expr: Query, past: SeriesTracks): void {
    this.#pasts.set(queryKey(expr), past);
    const servers = expr.server === ALL_SERVERS ? serversAsked(expr, this.#servers) : [null];
    for (const [i, query] of askedAs(expr, this.#servers).entries()) {
      const key = queryKey(query);
      this.#pastsOf.set(key, [...(this.#pastsOf.get(key) ?? []), { past, server: servers[i] ?? null }]);
    }
  }

  /** The newest lines of a query that a board shows. */
  lines(expr: Query): Feed<readonly LoggedLine[]> {
    return this.#lines.get(queryKey(expr)) ?? { state: 'waiting' };
  }

  /** What is counted of the stage the rollout has reached; null where nothing is, or not yet. */
  stage(now: Millis): StageVerdict | null {
    return this.#judge?.look(now) ?? null;
  }

  /** What the versions' logs say differently, and why no more of them is read; null where they are not compared. */
  get patterns(): (PatternState & { readonly error: SourceError | null }) | null {
    return this.#patterns && { ...this.#patterns.state, error: this.#patternError };
  }

  /** When each ring was deployed, of several regions in the last; null where it is not, or that is not known. */
  #deployed(): readonly (Millis | null)[] {
    return this.#rings.map((ring) => {
      const starts = deployedIn(ring).flatMap((deployed) => {
        const feed = this.query(deployed);
        return feed.state === 'ok' || feed.state === 'stale' ? (startOf(feed.value) ?? []) : [];
      });
      return starts.length > 0 ? millis(Math.max(...starts)) : null;
    });
  }

  /** The soak of the ring that was deployed then. */
  #soakSince(since: Millis): Seconds {
    return this.#rings[this.#deployed().indexOf(since)]?.soak ?? seconds(0);
  }

  /** When the first ring was deployed of the rollout that reached a stage then. */
  #rolloutOf(since: Millis): Millis {
    const first = this.#deployed()[0] ?? since;
    return first <= since ? first : since;
  }

  /** By member id, in the order first seen. */
  get alertmanagers(): ReadonlyMap<string, Feed<AlertmanagerView>> {
    return this.#alertmanagers;
  }

  /** When alerts fired; null when they are not watched. */
  get firing(): FiringLog | null {
    return this.#firing?.log ?? null;
  }

  /** How Prometheus sends alerts. */
  get sender(): Feed<AlertSender> {
    return this.#sender;
  }

  /** What fires now, by the rules of every Prometheus; `waiting` where alerts are not watched. */
  get firingNow(): Feed<InstantResult> {
    return this.#firing ? this.query(this.#firing.expr) : { state: 'waiting' };
  }

  calendar(id: CalendarId): Feed<CalendarReading> {
    return this.#calendars.get(id) ?? { state: 'waiting' };
  }

  get sources(): readonly SourceFeed[] {
    return [...this.#sources.values()];
  }

  /** The server that a query is asked of, if of one alone: where none is named the first of its kind. */
  source({ source, server }: Omit<Query, 'text'>): SourceFeed | undefined {
    return this.sources.find(({ id, kind }) => kind === source && (server === undefined || id === server));
  }

  track(expr: Query): Past | undefined {
    if (expr.server !== ALL_SERVERS) return this.#tracks.get(queryKey(expr));
    const tracks = askedAs(expr, this.#servers).flatMap((query) => this.#tracks.get(queryKey(query)) ?? []);
    return tracks.length > 0 ? new JoinedPast(tracks) : undefined;
  }

  /** Means of `columns` equal parts of [from, to]; null where nothing was sampled. */
  slice(expr: Query, from: Millis, to: Millis, columns: number): readonly (number | null)[] {
    return this.track(expr)?.slice(from, to, columns) ?? Array.from({ length: columns }, () => null);
  }

  /** The same of one of the series that a query answers. */
  sliceOf(expr: Query, labels: Labels, from: Millis, to: Millis, columns: number): readonly (number | null)[] {
    const past = this.#pasts.get(queryKey(expr));
    return past?.slice(labels, from, to, columns) ?? Array.from({ length: columns }, () => null);
  }

  /** Oldest instant any trend reaches. */
  get since(): Millis {
    const kept = [...this.#tracks.values(), ...this.#pasts.values()];
    return millis(kept.reduce((oldest, { first }) => Math.min(oldest, first ?? Infinity), Infinity));
  }
}

/** The next state of a feed: a failure keeps the last good value as stale. */
function follow<T>(previous: Feed<T> | undefined, outcome: Outcome<T>, at: Millis): Feed<T> {
  if (outcome.ok) return { state: 'ok', at, value: outcome.value };
  if (previous?.state === 'ok' || previous?.state === 'stale') {
    return { state: 'stale', at: previous.at, value: previous.value, error: outcome.error };
  }
  return { state: 'failed', error: outcome.error };
}
