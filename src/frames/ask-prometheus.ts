import pLimit from 'p-limit';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';
import type { InstantResult, RangeResult, RangeWindow } from '../sources/prometheus-types.ts';
import { type Millis, type Seconds, seconds } from '../units.ts';
import type { Backfill, Frame } from './frame.ts';
import type { RawSource } from './raw-windows.ts';

export interface PrometheusSource extends RawSource {
  instant(expr: string, at: Millis, signal?: AbortSignal): Promise<Outcome<InstantResult>>;
  range(expr: string, window: RangeWindow, signal?: AbortSignal): Promise<Outcome<RangeResult>>;
}

/** What one round of questions brought. */
export interface PrometheusAnswers {
  readonly queries: Frame['queries'];
  readonly backfills: readonly Backfill[];
  /** Of the fastest answer: what the server and the way to it need at least. */
  readonly latency: Seconds;
}

/** Requests to one server at a time: enough to hide latency, few enough not to burden it. */
const CONCURRENCY = 6;

/** The questions of one round. */
export interface Round {
  readonly exprs: readonly string[];
  readonly ranges: readonly { readonly expr: string; readonly window: RangeWindow }[];
  readonly at: Millis;
  /** Ends the round: what has no answer by then fails, so that a server that hangs delays the next round only once. */
  readonly deadline: AbortSignal;
  /** Ends when nobody wants the answers any more. */
  readonly signal?: AbortSignal | undefined;
}

const LATE = failed({
  kind: 'timeout',
  message: 'Prometheus did not answer all queries in time',
  hint: 'Is the server overloaded? Ask for less, or raise timeout of this datasource.',
});

/**
 * Asks all queries at one instant and the given range queries. While nothing has been answered, a server that cannot be
 * reached is not asked for the rest, which fails with the same error. Fails as a whole only when no query was answered.
 * Never rejects.
 */
export async function askPrometheus(source: PrometheusSource, round: Round): Promise<Outcome<PrometheusAnswers>> {
  const { exprs, ranges, at, deadline } = round;
  const signal = round.signal ? AbortSignal.any([round.signal, deadline]) : deadline;
  const limit = pLimit(CONCURRENCY);
  let fastest: number | undefined;
  let down: SourceError | undefined;

  const ask = async <T>(question: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (fastest === undefined && down && isUnreachable(down)) return failed(down);
    if (deadline.aborted) return LATE;
    const asked = performance.now();
    const answer = await question();
    const outcome = isCutOff(answer) && deadline.aborted ? LATE : answer;
    if (outcome.ok || !isServerDown(outcome.error)) {
      fastest = Math.min(fastest ?? Number.POSITIVE_INFINITY, performance.now() - asked);
    } else if (!down || isUnreachable(outcome.error)) down = outcome.error;
    return outcome;
  };

  const [queries, backfills] = await Promise.all([
    Promise.all(
      exprs.map((expr) => limit(async () => [expr, await ask(() => source.instant(expr, at, signal))] as const)),
    ),
    Promise.all(
      ranges.map(({ expr, window }) =>
        limit(async () => ({ expr, window, outcome: await ask(() => source.range(expr, window, signal)) })),
      ),
    ),
  ]);
  if (fastest === undefined && down) return failed(down);
  return succeeded({ queries: Object.fromEntries(queries), backfills, latency: seconds((fastest ?? 0) / 1000) });
}

const isCutOff = (outcome: Outcome<unknown>) => !outcome.ok && outcome.error.kind === 'aborted';

/** Errors that every further query would run into too. */
const isUnreachable = ({ kind }: SourceError) => ['unreachable', 'tls', 'unauthorized', 'clock'].includes(kind);

/** Errors that are about the server, not about one query. */
const isServerDown = ({ kind }: SourceError) => kind !== 'bad-query' && kind !== 'too-large' && kind !== 'bad-body';
