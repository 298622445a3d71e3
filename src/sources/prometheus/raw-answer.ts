import * as v from 'valibot';
import type { PartialResponse } from '../../profile/schema/http.ts';
import { dictionary, object, type Shape } from '../../shape.ts';
import { type Millis, millis } from '../../units.ts';
import { remarkFields, remarksOf } from '../remarks.ts';
import { readPoints } from '../sample-value.ts';
import { histogramWarning } from './answer.ts';
import { nativeBuckets } from './native-histogram.ts';
import type { RangeSeries, RawResult } from './types.ts';

const answerShape = object({
  status: v.literal('success'),
  data: object({
    resultType: v.literal('matrix'),
    result: v.array(
      object({
        metric: dictionary(v.string()),
        values: v.optional(v.unknown(), []),
        histograms: v.optional(v.unknown()),
      }),
    ),
  }),
  ...remarkFields,
});

/**
 * The matrix of an instant query, with the samples in (from, to]. A native histogram becomes counters of its buckets; one
 * that cannot makes the answer partial.
 */
export const rawAnswer = (from: Millis, to: Millis, policy: PartialResponse): Shape<RawResult> =>
  v.pipe(
    answerShape,
    v.rawTransform(({ dataset, addIssue, NEVER }): RawResult => {
      const { data, ...said } = dataset.value;
      const remarks = remarksOf(said, policy);
      const unread: string[] = [];
      const series: RangeSeries[] = [];
      for (const { metric, values, histograms } of data.result) {
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
          addIssue({ message: complaint });
          return NEVER;
        }
        if (points.length > 0) series.push({ labels: metric, points });
      }
      return {
        series,
        warnings: [...unread, ...remarks.warnings],
        ...((remarks.partial === true || unread.length > 0) && { partial: true }),
      };
    }),
  );
