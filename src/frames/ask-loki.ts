import pLimit from 'p-limit';
import { failed, type Outcome, succeeded } from '../sources/error.ts';
import type { InstantResult, RangeResult, RangeWindow } from '../sources/prometheus/types.ts';
import { type Millis, type Seconds, seconds } from '../units.ts';
import type { QueryAnswers, QueryRound } from './servers/query-post.ts';
import { standingOf } from './standing.ts';

export interface LokiSource {
  ready(signal?: AbortSignal): Promise<Outcome<unknown>>;
  instant(query: string, at: Millis, signal?: AbortSignal): Promise<Outcome<InstantResult>>;
  range(query: string, window: RangeWindow, signal?: AbortSignal): Promise<Outcome<RangeResult>>;
}

/** Counting lines is work: few at a time. */
const CONCURRENCY = 3;

const LATE = failed({
  kind: 'timeout',
  message: 'Loki did not answer all queries in time',
  hint: 'The server may be overloaded: ask for less, or raise timeout of this datasource.',
});

/**
 * Asks whether Loki can be asked, and if so every query. Fails as a whole when it cannot, or when
 * no query has a well-formed answer. Never rejects.
 */
export async function askLoki(source: LokiSource, round: QueryRound): Promise<Outcome<QueryAnswers>> {
  const { exprs, ranges, at, deadline } = round;
  const signal = round.signal ? AbortSignal.any([round.signal, deadline]) : deadline;
  const limit = pLimit(CONCURRENCY);
  const ask = async <T>(question: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (deadline.aborted) return LATE;
    const outcome = await question();
    return !outcome.ok && outcome.error.kind === 'aborted' && deadline.aborted ? LATE : outcome;
  };
  const started = performance.now();
  const ready = await ask(() => source.ready(signal));
  if (!ready.ok) return ready;
  const latency: Seconds = seconds((performance.now() - started) / 1000);
  const [queries, backfills] = await Promise.all([
    Promise.all(
      exprs.map((expr) =>
        limit(async () => ({ expr, outcome: await ask(() => source.instant(expr.text, at, signal)) })),
      ),
    ),
    Promise.all(
      ranges.map(({ expr, window }) =>
        limit(async () => ({
          expr,
          window,
          outcome: await ask(() => source.range(expr.text, window, signal)),
        })),
      ),
    ),
  ]);
  const standing = standingOf([...queries.map(({ outcome }) => outcome), ...backfills.map(({ outcome }) => outcome)]);
  if (!standing.ok) return standing;
  return succeeded({ queries, backfills, latency, ...standing.value });
}
