import type { Plan } from '../profile/plan/plan.ts';
import { sourceOf } from '../profile/source-query.ts';
import type { AlertmanagerView } from '../sources/alertmanager/types.ts';
import type { CalendarSource } from '../sources/calendar/types.ts';
import { type Outcome, succeeded } from '../sources/error.ts';
import type { Backoff } from '../sources/http/backoff.ts';
import { type Millis, type Seconds, seconds } from '../units.ts';
import { askLoki, type LokiSource, NO_LOKI } from './ask-loki.ts';
import { askPrometheus, type PrometheusAnswers, type PrometheusSource, type Round } from './ask-prometheus.ts';
import { Calendars } from './calendars.ts';
import { type Frame, LOKI, PROMETHEUS, type SourceKind, type SourceReport } from './frame.ts';
import { Gaps } from './gaps.ts';
import { type LogSource, PatternWatch } from './patterns/pattern-watch.ts';
import type { PatternReport } from './patterns/patterns.ts';
import { Post, type Turn } from './post.ts';
import type { RawAnswer } from './raw/raw.ts';
import { RawWindows } from './raw/raw-windows.ts';
import { RolloutStart } from './rollout-start.ts';
import { type SenderSource, SenderWatch } from './sender-watch.ts';
import type { Standing } from './standing.ts';

export interface AlertmanagerSource {
  readonly id: string;
  view(signal?: AbortSignal): Promise<Outcome<AlertmanagerView>>;
}

export type { LokiSource } from './ask-loki.ts';

export interface CollectorSources {
  readonly prometheus: PrometheusSource & Partial<SenderSource>;
  readonly alertmanagers: readonly AlertmanagerSource[];
  readonly loki: LokiSource | null;
  /** Where the lines of both versions are read, where they are compared. */
  readonly logs?: LogSource | null;
  readonly calendars?: readonly CalendarSource[];
  /** One for each server. */
  readonly createBackoff: () => Backoff;
}

/** Seconds for a Loki that the profile does not set up. */
const LOKI_TIMEOUT = 10;

interface Timed<T> {
  readonly value: T;
  readonly latency: Seconds;
}

/** Turns servers into frames. Every server has a post of its own: none can delay or blank another. */
export class Collector {
  readonly #plan: Plan;
  readonly #gaps: Gaps;
  readonly #raw: {
    readonly windows: RawWindows;
    readonly start: RolloutStart;
    readonly post: Post<readonly RawAnswer[]>;
  };
  readonly #prometheus: { readonly source: CollectorSources['prometheus']; readonly post: Post<PrometheusAnswers> };
  readonly #sender = new SenderWatch();
  readonly #members: readonly { readonly source: AlertmanagerSource; readonly post: Post<Timed<AlertmanagerView>> }[];
  readonly #calendars: Calendars;
  /** Lines are many, too. */
  readonly #patterns: {
    readonly watch: PatternWatch;
    readonly source: LogSource;
    readonly post: Post<readonly PatternReport[]>;
  } | null;
  readonly #loki: { readonly source: LokiSource; readonly post: Post<PrometheusAnswers> } | null;
  /** Queries of each refresh, by the server they are for. */
  readonly #exprs: { readonly prometheus: readonly string[]; readonly loki: readonly string[] };

  constructor(
    plan: Plan,
    { prometheus, alertmanagers, loki, logs = null, calendars = [], createBackoff }: CollectorSources,
  ) {
    this.#calendars = new Calendars(calendars);
    this.#plan = plan;
    this.#gaps = new Gaps(plan);
    this.#prometheus = { source: prometheus, post: new Post(PROMETHEUS, createBackoff()) };
    // A post of its own: samples are many, and what is asked for at a glance must not wait for them.
    const post = new Post<readonly RawAnswer[]>('stored samples', createBackoff());
    const windows = new RawWindows(plan.raw, plan.firing?.selector);
    this.#raw = { windows, start: new RolloutStart(plan.starts), post };
    this.#members = alertmanagers.map((source) => ({ source, post: new Post(source.id, createBackoff()) }));
    this.#loki = loki && { source: loki, post: new Post(LOKI, createBackoff()) };
    const { prometheus: promql = [], loki: logql = [] } = Object.groupBy(plan.instant, sourceOf);
    this.#exprs = { prometheus: promql, loki: logql };
    this.#patterns =
      plan.patterns && logs
        ? { watch: new PatternWatch(plan.patterns), source: logs, post: new Post('Loki', createBackoff()) }
        : null;
  }

  /**
   * Observes everything at one instant. Never rejects: what failed is in the frame.
   * @param patience resolves when the frame waits no longer; a server that answers later is heard in a later frame
   */
  async collect(at: Millis, patience: Promise<void>, signal?: AbortSignal): Promise<Frame> {
    const { source, post } = this.#prometheus;
    const { prometheus: exprs } = this.#exprs;
    const { datasources } = this.#plan.profile;
    const due = Object.groupBy(this.#gaps.due(at), ({ expr }) => sourceOf(expr));
    const askQueries = () => {
      const deadline = AbortSignal.timeout(datasources.prometheus.timeout * 1000);
      return askPrometheus(source, { exprs, ranges: due.prometheus ?? [], at, deadline, signal });
    };
    const [{ answered, raw }, members, loki, patterns, calendars, sender] = await Promise.all([
      post.turn(at, askQueries, patience).then(async (answered) => {
        return { answered, raw: await this.#askRaw(at, answered.outcome, patience, signal) };
      }),
      Promise.all(
        this.#members.map(async (member) => ({
          id: member.source.id,
          turn: await member.post.turn(at, () => timed(member.source.view(signal)), patience),
        })),
      ),
      this.#askLoki(at, due.loki ?? [], patience, signal),
      this.#askPatterns(at, patience, signal),
      this.#calendars.turn(at, patience, signal),
      this.#askSender(source, at, patience, signal),
    ]);
    const prometheus = answered.outcome;
    const logs = loki?.outcome ?? NO_LOKI;
    const frame: Frame = {
      at,
      queries: {
        ...queriesOf(prometheus, exprs),
        ...queriesOf(logs, this.#exprs.loki),
      },
      backfills: [prometheus, logs].flatMap((answers) => (answers.ok ? answers.value.backfills : [])),
      ...(raw.length > 0 && { raw }),
      ...(patterns && { patterns }),
      alertmanagers: Object.fromEntries(
        members.map(({ id, turn: { outcome } }) => [id, outcome.ok ? succeeded(outcome.value.value) : outcome]),
      ),
      sources: [
        report(at, post.id, 'prometheus', answered),
        ...members.map(({ id, turn }) => report(at, id, 'alertmanager', turn)),
        ...(loki ? [report(at, LOKI, 'loki', loki)] : []),
      ],
      ...(sender && { sender }),
      ...(calendars && { calendars }),
    };
    this.#gaps.observe(frame);
    return frame;
  }

  /** What was asked in an earlier frame and is answered now bears its own times. */
  async #askRaw(
    at: Millis,
    answered: Outcome<PrometheusAnswers>,
    patience: Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<readonly RawAnswer[]> {
    if (this.#plan.raw.size === 0 || !answered.ok) return [];
    const { windows, start, post } = this.#raw;
    const rollout = start.observe(answered.value.queries, at);
    const ask = async () => succeeded(await windows.ask(this.#prometheus.source, at, rollout, signal));
    const { outcome } = await post.turn(at, ask, patience);
    return outcome.ok ? outcome.value : [];
  }

  /** Only where alerts are watched. */
  async #askSender(
    { alertSender }: Partial<SenderSource>,
    at: Millis,
    patience: Promise<void>,
    signal: AbortSignal | undefined,
  ) {
    if (this.#plan.firing === null || !alertSender) return undefined;
    return this.#sender.turn({ alertSender }, at, patience, signal);
  }

  async #askPatterns(at: Millis, patience: Promise<void>, signal: AbortSignal | undefined) {
    if (!this.#patterns) return undefined;
    const { watch, source, post } = this.#patterns;
    return (await post.turn(at, () => watch.ask(source, at, signal), patience)).outcome;
  }

  async #askLoki(at: Millis, ranges: Round['ranges'], patience: Promise<void>, signal: AbortSignal | undefined) {
    if (!this.#loki) return undefined;
    const { source, post } = this.#loki;
    const { loki } = this.#plan.profile.datasources;
    const ask = () => {
      const deadline = AbortSignal.timeout((loki?.timeout ?? LOKI_TIMEOUT) * 1000);
      return askLoki(source, { exprs: this.#exprs.loki, ranges, at, deadline, signal });
    };
    return post.turn(at, ask, patience);
  }
}

/** Every query with its answer, or with the failure of its server. */
const queriesOf = (answers: Outcome<PrometheusAnswers>, exprs: readonly string[]): Frame['queries'] =>
  answers.ok ? answers.value.queries : Object.fromEntries(exprs.map((expr) => [expr, answers]));

async function timed<T>(answer: Promise<Outcome<T>>): Promise<Outcome<Timed<T>>> {
  const started = performance.now();
  const outcome = await answer;
  return outcome.ok
    ? succeeded({ value: outcome.value, latency: seconds((performance.now() - started) / 1000) })
    : outcome;
}

function report(
  at: Millis,
  id: string,
  kind: SourceKind,
  { askedAt, outcome }: Turn<{ readonly latency: Seconds } & Standing>,
): SourceReport {
  return {
    id,
    kind,
    outcome: outcome.ok ? succeeded(answeredIn(outcome.value)) : outcome,
    ...(askedAt !== at && { askedAt }),
  };
}

const answeredIn = ({ latency, lacking, asOf }: { readonly latency: Seconds } & Standing) => ({
  latency,
  ...(lacking && { lacking }),
  ...(asOf !== undefined && { asOf }),
});
