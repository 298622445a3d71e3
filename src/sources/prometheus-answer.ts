import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import type { InstantResult, Labels } from './prometheus-types.ts';
import { quote } from './text.ts';

const labels = dictionary(z.string(), z.string());
/** `[unix seconds, "value"]` */
const point = z.tuple([z.number(), z.string()]);
type Point = z.infer<typeof point>;

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: labels, value: point.optional(), histogram: z.unknown().optional() })),
    }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(
        z.object({ metric: labels, values: z.array(point).default([]), histograms: z.array(z.unknown()).default([]) }),
      ),
    }),
    z.object({ resultType: z.literal('scalar'), result: point }),
    z.object({ resultType: z.literal('string'), result: point }),
  ]),
  warnings: z.array(z.string()).default([]),
  infos: z.array(z.string()).default([]),
});

/** What the server said beside the result. */
export type Remarks = Pick<InstantResult, 'warnings' | 'partial'>;

/** An answer of the query API in the form that prometheus-query reads without loss. */
export interface MendedAnswer {
  readonly data: { readonly resultType: string; readonly result: unknown };
  /** Of each series of the result, in its order: the library would copy them by assignment, which loses a `__proto__`. */
  readonly labels: readonly Labels[];
  readonly remarks: Remarks;
}

/** Before 2.54 infos came among the warnings. */
const isInfo = (warning: string) => warning.startsWith('PromQL info:');

/** Warnings and infos in one list; a warning that is none of the infos makes the answer partial. */
export function remarksOf(warnings: readonly string[], infos: readonly string[]): Remarks {
  const partial = !warnings.every(isInfo);
  return { warnings: [...warnings, ...infos].map(quote), ...(partial && { partial }) };
}

/** A series as PromQL writes it. */
function seriesName({ __name__ = '', ...rest }: Labels): string {
  const pairs = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return quote(`${__name__}{${pairs.join(', ')}}`);
}

/**
 * The library reads numbers with parseFloat, which knows "Infinity" and not "+Inf", and cuts times to whole
 * milliseconds, which puts 0.29 s at 289 ms: a tenth of a millisecond more keeps the cut right.
 */
function mendPoint([time, value]: Point): Point {
  return [time + 0.0001, value.replace(/^([+-]?)Inf$/, '$1Infinity')];
}

export const histogramWarning = (metric: Labels) =>
  `${seriesName(metric)} is a native histogram and has no single value: take histogram_quantile(), or the like, of it`;

/**
 * Checks an answer's shape and mends it for the library, which throws on native histograms: their samples are left
 * out, with a warning that names them. Undefined when the shape is not the one the API documents.
 */
export function mendAnswer(json: unknown): MendedAnswer | undefined {
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { data, warnings, infos } = parsed.data;
  const remarks = (further: readonly string[] = []): Remarks => {
    const said = remarksOf(warnings, infos);
    return { ...said, warnings: [...said.warnings, ...further] };
  };
  switch (data.resultType) {
    case 'vector': {
      const floats = data.result.flatMap(({ metric, value }) => (value ? [{ metric, value: mendPoint(value) }] : []));
      const histograms = data.result.filter(({ value }) => !value).map(({ metric }) => histogramWarning(metric));
      const result = floats.map(({ value }) => ({ value }));
      const labels = floats.map(({ metric }) => metric);
      return { data: { resultType: data.resultType, result }, labels, remarks: remarks(histograms) };
    }
    case 'matrix': {
      const floats = data.result.filter(({ values }) => values.length > 0);
      const result = floats.map(({ values }) => ({ values: values.map(mendPoint) }));
      const labels = floats.map(({ metric }) => metric);
      const histograms = data.result.filter((s) => s.histograms.length > 0).map((s) => histogramWarning(s.metric));
      return { data: { resultType: data.resultType, result }, labels, remarks: remarks(histograms) };
    }
    default:
      return { data: { resultType: data.resultType, result: mendPoint(data.result) }, labels: [], remarks: remarks() };
  }
}
