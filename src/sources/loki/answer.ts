import * as v from 'valibot';
import type { PartialResponse } from '../../profile/schema/http.ts';
import { number, object, type Shape } from '../../shape.ts';
import { millis, nanos } from '../../units.ts';
import { histogramWarning, labels, vector } from '../prometheus/answer.ts';
import type { InstantResult, Labels, RangeResult } from '../prometheus/types.ts';
import { remarkFields, remarksOf } from '../remarks.ts';
import { samplePoint, samplePoints } from '../sample-value.ts';
import type { DetectedField, LinePage, LogLine, LogStats } from './types.ts';

/** Whole nanoseconds as text: JSON numbers are floats. */
const timestamp = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,19}$/),
  v.transform((text) => nanos(BigInt(text))),
);
const categories = object({ structuredMetadata: v.optional(labels), parsed: v.optional(labels) });
const stream = object({
  stream: labels,
  values: v.array(v.strictTuple([timestamp, v.string(), v.optional(categories)])),
});
type Stream = v.InferOutput<typeof stream>;

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

const status = v.literal('success');

/** Streams of a log query, merged; lines of one nanosecond and stream keep their order. */
export const pageShape = v.pipe(
  object({
    status,
    data: object({
      resultType: v.literal('streams'),
      encodingFlags: v.optional(v.array(v.string())),
      result: v.nullish(v.array(stream)),
    }),
  }),
  v.transform(
    ({ data }): Omit<LinePage, 'crowded'> => ({
      lines: linesOf(data.result ?? []),
      categorised: isCategorised(data.encodingFlags),
    }),
  ),
);

/** One message of a tail. */
export const tailShape = v.pipe(
  object({
    streams: v.nullish(v.array(stream)),
    encodingFlags: v.optional(v.array(v.string())),
    dropped_entries: v.nullish(v.array(object({ timestamp }))),
  }),
  v.transform(({ streams, encodingFlags, dropped_entries }) => ({
    lines: linesOf(streams ?? []),
    categorised: isCategorised(encodingFlags),
    dropped: (dropped_entries ?? []).map((entry) => entry.timestamp),
  })),
);
export type TailMessage = v.InferOutput<typeof tailShape>;

const matrix = object({
  resultType: v.literal('matrix'),
  result: v.array(object({ metric: labels, values: samplePoints })),
});
const scalar = object({ resultType: v.literal('scalar'), result: samplePoint });

export const instantAnswer = (policy: PartialResponse): Shape<InstantResult> =>
  v.pipe(
    object({ status, data: v.variant('resultType', [vector, scalar]), ...remarkFields }),
    v.transform(({ data, ...said }): InstantResult => {
      const remarks = remarksOf(said, policy);
      if (data.resultType === 'scalar') return { samples: [{ labels: {}, value: data.result[1] }], ...remarks };
      const samples = data.result.flatMap(({ metric, value }) => (value ? [{ labels: metric, value: value[1] }] : []));
      const odd = data.result.filter(({ value }) => !value).map(({ metric }) => histogramWarning(metric));
      if (odd.length === 0) return { samples, ...remarks };
      return { samples, warnings: [...odd, ...remarks.warnings], partial: true };
    }),
  );

export const rangeAnswer = (policy: PartialResponse): Shape<RangeResult> =>
  v.pipe(
    object({ status, data: matrix, ...remarkFields }),
    v.transform(
      ({ data, ...said }): RangeResult => ({
        series: data.result.map(({ metric, values }) => ({
          labels: metric,
          points: values.map(([at, value]) => [millis(Math.round(at * 1000)), value] as const),
        })),
        ...remarksOf(said, policy),
      }),
    ),
  );

/** Nothing found is an answer without `data`, or with null. */
export const namesShape = v.pipe(
  object({ status, data: v.nullish(v.array(v.string())) }),
  v.transform(({ data }): readonly string[] => data ?? []),
);

/** Names of labels, but for those that Loki gives streams for itself, as `__stream_shard__`: nobody looks for them. */
export const labelNamesShape = v.pipe(
  namesShape,
  v.transform((names) => names.filter((name) => !isReserved(name))),
);

export const seriesShape = v.pipe(
  object({ status, data: v.nullish(v.array(labels)) }),
  v.transform(({ data }): readonly Labels[] => (data ?? []).map(withoutOwn)),
);

const count = v.pipe(number, v.minValue(0));
export const statsShape: Shape<LogStats> = object({
  streams: count,
  chunks: count,
  bytes: count,
  entries: count,
});

export const fieldsShape = v.pipe(
  object({
    fields: v.nullish(
      v.array(
        object({
          label: v.string(),
          type: v.string(),
          cardinality: number,
          parsers: v.nullish(v.array(v.string())),
        }),
      ),
    ),
  }),
  v.transform(({ fields }): readonly DetectedField[] =>
    (fields ?? []).map(({ label, parsers, ...rest }) => ({ name: label, ...rest, parsers: parsers ?? [] })),
  ),
);
