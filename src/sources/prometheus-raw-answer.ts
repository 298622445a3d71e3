import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import { type Millis, millis } from '../units.ts';
import { histogramWarning, remarksOf } from './prometheus-answer.ts';
import type { RangeSeries, RawResult } from './prometheus-types.ts';

/** Samples are checked by hand below: a schema for each would take longer than all else. */
const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: dictionary(z.string(), z.string()),
        values: z.unknown().optional(),
        histograms: z.unknown().optional(),
      }),
    ),
  }),
  warnings: z.array(z.string()).default([]),
  infos: z.array(z.string()).default([]),
});

/**
 * The matrix of an instant query, with the samples in (from, to]. Undefined when the shape is not the one the API
 * documents. A native histogram has no samples a counter could be read from: the answer is then partial.
 */
export function readRawAnswer(json: unknown, from: Millis, to: Millis): RawResult | undefined {
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { data, warnings, infos } = parsed.data;
  const remarks = remarksOf(warnings, infos);
  const histograms = data.result
    .filter((series) => series.histograms !== undefined)
    .map((s) => histogramWarning(s.metric));
  const series: RangeSeries[] = [];
  for (const { metric, values } of data.result) {
    const points = readPoints(values, from, to);
    if (!points) return undefined;
    if (points.length > 0) series.push({ labels: metric, points });
  }
  return {
    series,
    warnings: [...remarks.warnings, ...histograms],
    ...((remarks.partial === true || histograms.length > 0) && { partial: true }),
  };
}

function readPoints(values: unknown, from: Millis, to: Millis): RangeSeries['points'] | undefined {
  if (values === undefined) return [];
  if (!Array.isArray(values)) return undefined;
  const points: (readonly [Millis, number])[] = [];
  for (const value of values as readonly unknown[]) {
    if (!Array.isArray(value)) return undefined;
    const [time, text]: readonly unknown[] = value;
    if (typeof time !== 'number' || typeof text !== 'string') return undefined;
    // Whole milliseconds, which a number of seconds holds only nearly.
    const at = Math.round(time * 1000);
    if (at > from && at <= to) points.push([millis(at), readNumber(text)]);
  }
  return points;
}

function readNumber(text: string): number {
  const number = Number(text);
  if (!Number.isNaN(number)) return number;
  return text === '+Inf' || text === 'Inf'
    ? Number.POSITIVE_INFINITY
    : text === '-Inf'
      ? Number.NEGATIVE_INFINITY
      : number;
}
