import type { LogLine } from '../sources/loki/types.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import { type Nanos, nanos } from '../units.ts';
import { BadQuery } from './bad-query.ts';
import { linesBetween } from './in-order.ts';
import { failureOf, grouped } from './line-fields.ts';
import type { Aggregate, MetricQuery, RangeCount } from './metric.ts';
import type { Grouping } from './parser-hints.ts';
import { hintsOf, run } from './pipeline.ts';

export interface Counted {
  readonly labels: Labels;
  readonly value: number;
}

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * What a metric query says of lines in order at one instant, by series; its range begins after and ends with its ends.
 * @throws BadQuery where a line could not be parsed and the query does not leave such lines out
 */
export function countAt(lines: readonly LogLine[], query: MetricQuery, at: Nanos): readonly Counted[] {
  if (query.kind === 'count') return countLines(lines, query, at, null);
  if (query.kind === 'aggregate') return aggregate(lines, query, at);
  const answer = countAt(lines, query.of, at);
  if (answer.some(({ labels }) => Object.keys(labels).length === 0)) return answer;
  return [...answer, { labels: {}, value: query.value }];
}

function countLines(
  lines: readonly LogLine[],
  { pipeline, worth, perSecond, range, offset }: RangeCount,
  at: Nanos,
  grouping: Grouping | null,
): readonly Counted[] {
  const end = at - offset;
  const hints = hintsOf(pipeline, grouping);
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  for (const candidate of linesBetween(lines, nanos(end - range + 1n), nanos(end + 1n))) {
    const fields = run(pipeline, candidate, hints);
    if (!fields) continue;
    const labels = fields.series(grouping);
    const failure = failureOf(labels);
    if (failure !== null) throw new BadQuery(`pipeline error: '${failure}' for series: '${keyOf(labels)}'`);
    const key = keyOf(labels);
    const count = counts.get(key) ?? { labels, value: 0 };
    counts.set(key, count);
    count.value += worth(candidate);
  }
  const each = perSecond ? Number(range) / 1e9 : 1;
  return [...counts.values()].map(({ labels, value }) => ({ labels, value: value / each }));
}

function aggregate(
  lines: readonly LogLine[],
  { of, grouping, combine, isPushedDown }: Aggregate,
  at: Nanos,
): readonly Counted[] {
  const series = isPushedDown && of.kind === 'count' ? countLines(lines, of, at, grouping) : countAt(lines, of, at);
  const groups = new Map<string, { readonly labels: Labels; readonly values: number[] }>();
  for (const { labels, value } of series) {
    const left = grouped(labels, grouping);
    const key = keyOf(left);
    const group = groups.get(key) ?? { labels: left, values: [] };
    groups.set(key, group);
    group.values.push(value);
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: combine(values) }));
}
