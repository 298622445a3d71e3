import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import type { PartialResponse } from '../profile/http-schema.ts';
import { type Answer, answerJson, parseJson } from './answer.ts';
import { failed, type Outcome } from './error.ts';
import type { Labels } from './prometheus-types.ts';
import { type Remarks, remarkFields, remarksOf } from './remarks.ts';
import { type Point, samplePoint, samplePoints } from './sample-value.ts';
import { quote } from './text.ts';

const labels = dictionary(z.string(), z.string());

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(
        z
          .object({ metric: labels, value: samplePoint.optional(), histogram: z.unknown().optional() })
          .refine(({ value, histogram }) => value !== undefined || histogram !== undefined, 'a series has no value'),
      ),
    }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(
        z.object({
          metric: labels,
          values: samplePoints.default([]),
          histograms: z.array(z.unknown()).default([]),
        }),
      ),
    }),
    z.object({ resultType: z.literal('scalar'), result: samplePoint }),
    z.object({ resultType: z.literal('string'), result: z.tuple([z.number(), z.string()]) }),
  ]),
  ...remarkFields,
});

/** An answer of the query API in the form that prometheus-query reads without loss. */
export interface MendedAnswer {
  readonly data: { readonly resultType: string; readonly result: unknown };
  /** Of each series of the result, in its order: the library would copy them by assignment, which loses a `__proto__`. */
  readonly labels: readonly Labels[];
  readonly remarks: Remarks;
}

/** How the API refuses a query. */
const refusal = z.object({ status: z.literal('error'), error: z.string() });

/** Whether the API itself answers, be it by a refusal, and not something in between. */
export const isRefusal = ({ body }: Answer): boolean => refusal.safeParse(parseJson(body)).success;

/** As `answerJson`. A refusal in another form than the API's is none of the query: something in between gave it. */
export function prometheusJson(answer: Answer): Outcome<unknown> {
  const outcome = answerJson(answer);
  if (outcome.ok || outcome.error.kind !== 'bad-query' || isRefusal(answer)) return outcome;
  return failed({ ...outcome.error, kind: 'server' });
}

/** A series as PromQL writes it. */
function seriesName({ __name__ = '', ...rest }: Labels): string {
  const pairs = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return quote(`${__name__}{${pairs.join(', ')}}`);
}

/**
 * The library reads numbers with parseFloat, which knows none of Prometheus' infinities but JavaScript's, and cuts times
 * to whole milliseconds, which puts 0.29 s at 289 ms: a tenth of a millisecond more keeps the cut right.
 */
const mendPoint = ([time, value, text]: Point): [number, string] => [
  time + 0.0001,
  Number.isFinite(value) ? text : String(value),
];

export const histogramWarning = (metric: Labels) =>
  `${seriesName(metric)} is a native histogram and has no single value: take histogram_quantile(), or the like, of it`;

/**
 * The shape of an answer, and how it is mended for the library, which throws on native histograms: their samples are left
 * out, with a warning that names them. A value beside which others are left out is no whole answer.
 */
export const mendedAnswer = (policy: PartialResponse): z.ZodType<MendedAnswer> =>
  answerSchema.transform(({ data, ...said }): MendedAnswer => {
    const { resultType } = data;
    const remarks = remarksOf(said, policy);
    const leftOut = (series: readonly { readonly metric: Labels }[]): Remarks => ({
      ...remarks,
      warnings: [...series.map(({ metric }) => histogramWarning(metric)), ...remarks.warnings],
    });
    switch (data.resultType) {
      case 'vector': {
        const floats = data.result.flatMap(({ metric, value }) => (value ? [{ metric, value }] : []));
        const result = floats.map(({ value }) => ({ value: mendPoint(value) }));
        const labels = floats.map(({ metric }) => metric);
        const histograms = data.result.filter(({ value }) => !value);
        const partial = histograms.length > 0 && { partial: true as const };
        return { data: { resultType, result }, labels, remarks: { ...leftOut(histograms), ...partial } };
      }
      case 'matrix': {
        const floats = data.result.filter(({ values }) => values.length > 0);
        const result = floats.map(({ values }) => ({ values: values.map(mendPoint) }));
        const labels = floats.map(({ metric }) => metric);
        const histograms = data.result.filter((series) => series.histograms.length > 0);
        return { data: { resultType, result }, labels, remarks: leftOut(histograms) };
      }
      case 'scalar':
        return { data: { resultType, result: mendPoint(data.result) }, labels: [], remarks };
      case 'string':
        return { data: { resultType, result: data.result }, labels: [], remarks };
    }
  });
