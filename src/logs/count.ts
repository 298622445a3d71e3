import type { LogLine } from '../sources/loki-types.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { type Nanos, nanos } from '../units.ts';
import { linesBetween } from './in-order.ts';
import { type MetricQuery, seriesOf } from './query.ts';

/** What a metric query says of lines in order at one instant, by series; its range begins after and ends with its ends. */
export function countAt(
  lines: readonly LogLine[],
  { pipeline, range, rate, by, howMany, otherwise }: MetricQuery,
  at: Nanos,
): readonly { readonly labels: Labels; readonly value: number }[] {
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  for (const candidate of linesBetween(lines, nanos(at - BigInt(range) * 1_000_000_000n + 1n), nanos(at + 1n))) {
    const line = pipeline(candidate);
    if (!line) continue;
    const labels = seriesOf(line, by);
    const key = JSON.stringify(labels);
    const count = counts.get(key) ?? { labels, value: 0 };
    counts.set(key, count);
    count.value += 1;
  }
  const series = [...counts.values()].map(({ labels, value }) => ({ labels, value: rate ? value / range : value }));
  const answer = howMany && series.length > 0 ? [{ labels: {}, value: series.length }] : series;
  if (otherwise === null || answer.some(({ labels }) => Object.keys(labels).length === 0)) return answer;
  return [...answer, { labels: {}, value: otherwise }];
}
