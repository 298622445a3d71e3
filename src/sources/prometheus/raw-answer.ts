import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import type { PartialResponse } from '../../profile/schema/http.ts';
import { type Millis, millis } from '../../units.ts';
import { remarkFields, remarksOf } from '../remarks.ts';
import { readPoints } from '../sample-value.ts';
import { histogramWarning } from './answer.ts';
import { nativeBuckets } from './native-histogram.ts';
import type { RangeSeries, RawResult } from './types.ts';

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
  ...remarkFields,
});

/**
 * The matrix of an instant query, with the samples in (from, to]. A native histogram becomes counters of its buckets; one
 * that cannot makes the answer partial.
 */
export const rawAnswer = (from: Millis, to: Millis, policy: PartialResponse): z.ZodType<RawResult> =>
  answerSchema.transform(({ data, ...said }, context): RawResult => {
    const remarks = remarksOf(said, policy);
    const unread: string[] = [];
    const series: RangeSeries[] = [];
    for (const { metric, values = [], histograms } of data.result) {
      const buckets = histograms === undefined ? [] : nativeBuckets(metric, histograms, { from, to });
      if (buckets) series.push(...buckets);
      else unread.push(histogramWarning(metric));
      const points: (readonly [Millis, number])[] = [];
      const complaint = readPoints(values, (time, value) => {
        // Whole milliseconds, which a number of seconds holds only nearly.
        const at = Math.round(time * 1000);
        if (at > from && at <= to) points.push([millis(at), value]);
      });
      if (complaint !== null) {
        context.addIssue({ code: 'custom', message: complaint });
        return z.NEVER;
      }
      if (points.length > 0) series.push({ labels: metric, points });
    }
    return {
      series,
      warnings: [...unread, ...remarks.warnings],
      ...((remarks.partial === true || unread.length > 0) && { partial: true }),
    };
  });
