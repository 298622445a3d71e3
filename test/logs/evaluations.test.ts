import { describe, expect, test } from 'vitest';
import { BadQuery, BeyondQuery } from '../../src/logs/bad-query.ts';
import { countAt } from '../../src/logs/count.ts';
import { compileMetric } from '../../src/logs/query.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';
import { nanos } from '../../src/units.ts';
import { SCENARIOS, type Scenario } from './evaluations.ts';

const nanosAt = (second: number) => nanos(BigInt(second) * 1_000_000_000n);

const linesOf = ({ said }: Scenario): readonly LogLine[] =>
  said
    .flatMap(({ stream, text, at, metadata = {} }) =>
      at.map((second): LogLine => ({ at: nanosAt(second), text, labels: stream, metadata, parsed: {} })),
    )
    .toSorted((a, b) => Number(a.at - b.at));

/** What is answered here, written as in the table; what is not known in Loki's words is refused. */
function answer(lines: readonly LogLine[], query: string, seconds: readonly number[]) {
  const series = new Map<string, string[]>();
  try {
    const metric = compileMetric(query);
    if (metric === null) throw new Error('no metric query');
    for (const [i, second] of seconds.entries())
      for (const { labels, value } of countAt(lines, metric, nanosAt(second))) {
        const key = sorted(Object.entries(labels).map(([name, text]) => `${name}=${text}`));
        const points = series.get(key) ?? seconds.map(() => '-');
        points[i] = `${Math.round(value * 1e9) / 1e9}`;
        series.set(key, points);
      }
  } catch (error) {
    if (error instanceof BeyondQuery) return 'refused';
    if (error instanceof BadQuery) return 'fails';
    throw error;
  }
  return [...series].map(([labels, points]) => `${labels}: ${points.join(' ')}`).sort();
}

const sorted = (labels: readonly string[]): string => labels.toSorted().join(',');
const written = (series: string): string => {
  const end = series.lastIndexOf(':');
  return `${sorted(series.slice(0, end).split(','))}${series.slice(end)}`;
};

const cases = SCENARIOS.flatMap((scenario) =>
  scenario.evaluations.map(([query, seconds, wanted]) => {
    const given = answer(linesOf(scenario), query, seconds);
    return { query, given, wanted: typeof wanted === 'string' ? wanted : wanted.map(written).sort() };
  }),
);

describe("Loki's own evaluations", () => {
  test.each(SCENARIOS.map(({ about, evaluations }) => [about, evaluations] as const))('%s', (_, evaluations) => {
    const queries = evaluations.map(([query]) => query);
    const own = cases.filter(({ query }) => queries.includes(query));
    // What Loki answers may be refused here where the table says so; nothing else may be said than what Loki says.
    expect(own.map(({ query, given }) => [query, refusedOr(given)])).toEqual(
      own.map(({ query, wanted }) => [query, refusedOr(wanted)]),
    );
  });

  test('agree, or are refused; none differs', () => {
    const count = { agree: 0, refused: 0, differ: 0 };
    for (const { given, wanted } of cases) {
      if (given === 'refused' && wanted !== 'fails') count.refused += 1;
      else if (JSON.stringify(refusedOr(given)) === JSON.stringify(refusedOr(wanted))) count.agree += 1;
      else count.differ += 1;
    }
    expect(count).toEqual({ agree: 114, refused: 20, differ: 0 });
  });
});

/** That a query is refused is right for one that Loki fails, too. */
const refusedOr = (answered: string | readonly string[]) => (typeof answered === 'string' ? 'no answer' : answered);
