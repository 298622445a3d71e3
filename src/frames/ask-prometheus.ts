import pLimit from 'p-limit';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';
import type { InstantResult, RangeResult, RangeWindow } from '../sources/prometheus/types.ts';
import { type Millis, seconds } from '../units.ts';
import type { RawSource } from './raw/raw-windows.ts';
import type { QueryAnswers, QueryRound } from './servers/query-post.ts';
import { isUnreachable, pastOf, standingOf } from './standing.ts';

export interface PrometheusSource extends RawSource {
  instant(expr: string, at: Millis, signal?: AbortSignal): Promise<Outcome<InstantResult>>;
  range(expr: string, window: RangeWindow, signal?: AbortSignal): Promise<Outcome<RangeResult>>;
}

/** Requests to one server at a time: enough to hide latency, few enough not to burden it. */
const CONCURRENCY = 6;

const LATE = failed({
  kind: 'timeout',
  message: 'Prometheus did not answer all queries in time',
  hint: 'The server may be overloaded: ask for less, or raise timeout of this datasource.',
});

/** Asked where the profile has no queries: whether the server is up is told by an answer alone. */
const PROBE = 'vector(1)';

/**
 * Asks all queries at one instant and the given range queries. While nothing has been answered, a server that cannot be
 * reached is not asked for the rest, which fails with the same error. Fails as a whole when no question has a well-formed
 * answer. Never rejects.
 */
export async function askPrometheus(source: PrometheusSource, round: QueryRound): Promise<Outcome<QueryAnswers>> {
  const { exprs, ranges, at, deadline } = round;
  const signal = round.signal ? AbortSignal.any([round.signal, deadline]) : deadline;
  const limit = pLimit(CONCURRENCY);
  let fastest: number | undefined;
  let down: SourceError | undefined;

  const ask = async <T>(question: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (fastest === undefined && down) return failed(down);
    if (deadline.aborted) return LATE;
    const asked = performance.now();
    const answer = await question();
    const outcome = isCutOff(answer) && deadline.aborted ? LATE : answer;
    if (outcome.ok || outcome.error.kind === 'bad-query') {
      fastest = Math.min(fastest ?? Number.POSITIVE_INFINITY, performance.now() - asked);
    } else if (isUnreachable(outcome.error)) down ??= outcome.error;
    return outcome;
  };
  const askNow = (text: string) => limit(() => ask(() => source.instant(text, at, signal)));

  const [queries, backfills, probes] = await Promise.all([
    Promise.all(exprs.map(async (expr) => ({ expr, outcome: await askNow(expr.text) }))),
    Promise.all(
      ranges.map(({ expr, window }) =>
        limit(async () => ({ expr, window, outcome: await ask(() => source.range(expr.text, window, signal)) })),
      ),
    ),
    Promise.all(exprs.length + ranges.length === 0 ? [askNow(PROBE)] : []),
  ]);
  const outcomes = [...queries.map(({ outcome }) => outcome), ...backfills.map(({ outcome }) => outcome), ...probes];
  const standing = standingOf(outcomes);
  if (!standing.ok) return standing;
  const latency = seconds((fastest ?? 0) / 1000);
  const past = pastOf([...queries.map(({ outcome }) => outcome), ...probes], at);
  return succeeded({ queries, backfills, latency, ...past, ...standing.value });
}

const isCutOff = (outcome: Outcome<unknown>) => !outcome.ok && outcome.error.kind === 'aborted';
