import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import type { PartialResponse } from '../../profile/schema/http.ts';
import { millis, nanos } from '../../units.ts';
import { histogramWarning } from '../prometheus/answer.ts';
import type { InstantResult, Labels, RangeResult } from '../prometheus/types.ts';
import { remarkFields, remarksOf } from '../remarks.ts';
import { samplePoint, samplePoints } from '../sample-value.ts';
import type { DetectedField, LinePage, LogLine, LogStats } from './types.ts';

const labels = dictionary(z.string(), z.string());
/** Whole nanoseconds as text: JSON numbers are floats. */
const timestamp = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform((text) => nanos(BigInt(text)));
const categories = z.object({ structuredMetadata: labels.optional(), parsed: labels.optional() });
const stream = z.object({
  stream: labels,
  values: z.array(z.tuple([timestamp, z.string(), categories.optional()])),
});
type Stream = z.infer<typeof stream>;

/** Labels that Loki gives streams of its own: they spread a busy one, come and go, and say nothing of the line. */
const OWN: ReadonlySet<string> = new Set([
  '__stream_shard__',
  '__time_shard__',
  '__aggregated_metric__',
  '__pattern__',
]);

const withoutOwn = (stream: Labels): Labels =>
  Object.keys(stream).some((name) => OWN.has(name))
    ? Object.fromEntries(Object.entries(stream).filter(([name]) => !OWN.has(name)))
    : stream;

/** Names kept for Loki: none to offer to anybody who writes a query. */
const isReserved = (name: string): boolean => /^__.*__$/.test(name);

const NONE: Labels = {};

/** The lines of an answer, stream after stream. */
function linesOf(streams: readonly Stream[]): LogLine[] {
  return streams.flatMap(({ stream, values }) => {
    const own = withoutOwn(stream);
    return values.map(([at, text, category]) => ({
      at,
      text,
      labels: own,
      metadata: category?.structuredMetadata ?? NONE,
      parsed: category?.parsed ?? NONE,
    }));
  });
}

const isCategorised = (flags: readonly string[] | undefined): boolean => flags?.includes('categorize-labels') ?? false;

/** Streams of a log query, merged; lines of one nanosecond and stream keep their order. */
export const pageSchema = z
  .object({
    status: z.literal('success'),
    data: z.object({
      resultType: z.literal('streams'),
      encodingFlags: z.array(z.string()).optional(),
      result: z.array(stream).nullish(),
    }),
  })
  .transform(
    ({ data }): Omit<LinePage, 'crowded'> => ({
      lines: linesOf(data.result ?? []),
      categorised: isCategorised(data.encodingFlags),
    }),
  );

/** One message of a tail. */
export const tailSchema = z
  .object({
    streams: z.array(stream).nullish(),
    encodingFlags: z.array(z.string()).optional(),
    dropped_entries: z.array(z.object({ timestamp })).nullish(),
  })
  .transform(({ streams, encodingFlags, dropped_entries }) => ({
    lines: linesOf(streams ?? []),
    categorised: isCategorised(encodingFlags),
    dropped: (dropped_entries ?? []).map((entry) => entry.timestamp),
  }));
export type TailMessage = z.infer<typeof tailSchema>;

const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(
    z
      .object({ metric: labels, value: samplePoint.optional(), histogram: z.unknown().optional() })
      .refine(({ value, histogram }) => value !== undefined || histogram !== undefined, 'a series has no value'),
  ),
});
const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: labels, values: samplePoints })),
});
const scalar = z.object({ resultType: z.literal('scalar'), result: samplePoint });

const answer = <T extends z.ZodType>(data: T) => z.object({ status: z.literal('success'), data, ...remarkFields });

export const instantAnswer = (policy: PartialResponse): z.ZodType<InstantResult> =>
  answer(z.discriminatedUnion('resultType', [vector, scalar])).transform(({ data, ...said }): InstantResult => {
    const remarks = remarksOf(said, policy);
    if (data.resultType === 'scalar') return { samples: [{ labels: {}, value: data.result[1] }], ...remarks };
    const samples = data.result.flatMap(({ metric, value }) => (value ? [{ labels: metric, value: value[1] }] : []));
    const odd = data.result.filter(({ value }) => !value).map(({ metric }) => histogramWarning(metric));
    if (odd.length === 0) return { samples, ...remarks };
    return { samples, warnings: [...odd, ...remarks.warnings], partial: true };
  });

export const rangeAnswer = (policy: PartialResponse): z.ZodType<RangeResult> =>
  answer(matrix).transform(
    ({ data, ...said }): RangeResult => ({
      series: data.result.map(({ metric, values }) => ({
        labels: metric,
        points: values.map(([at, value]) => [millis(Math.round(at * 1000)), value] as const),
      })),
      ...remarksOf(said, policy),
    }),
  );

/** Nothing found is an answer without `data`, or with null. */
export const namesSchema = z
  .object({ status: z.literal('success'), data: z.array(z.string()).nullish() })
  .transform(({ data }): readonly string[] => data ?? []);

/** Names of labels, but for those that Loki gives streams for itself, as `__stream_shard__`: nobody looks for them. */
export const labelNamesSchema = namesSchema.transform((names) => names.filter((name) => !isReserved(name)));

export const seriesSchema = z
  .object({ status: z.literal('success'), data: z.array(labels).nullish() })
  .transform(({ data }): readonly Labels[] => (data ?? []).map(withoutOwn));

const count = z.number().nonnegative();
export const statsSchema: z.ZodType<LogStats> = z.object({
  streams: count,
  chunks: count,
  bytes: count,
  entries: count,
});

export const fieldsSchema = z
  .object({
    fields: z
      .array(
        z.object({
          label: z.string(),
          type: z.string(),
          cardinality: z.number(),
          parsers: z.array(z.string()).nullish(),
        }),
      )
      .nullish(),
  })
  .transform(({ fields }): readonly DetectedField[] =>
    (fields ?? []).map(({ label, parsers, ...rest }) => ({ name: label, ...rest, parsers: parsers ?? [] })),
  );
