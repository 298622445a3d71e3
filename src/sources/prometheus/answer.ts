import * as v from 'valibot';
import type { PartialResponse } from '../../profile/schema/http.ts';
import { dictionary, number, object, type Shape } from '../../shape.ts';
import { promqlMatcher } from '../../text/promql.ts';
import { type Millis, millis } from '../../units.ts';
import { type Answer, answerJson, parseJson } from '../answer.ts';
import { failed, type Outcome, succeeded } from '../error.ts';
import { type Remarks, remarkFields, remarksOf } from '../remarks.ts';
import { type Point, samplePoint, samplePoints } from '../sample-value.ts';
import { quote } from '../text.ts';
import type { InstantResult, Labels, RangeResult } from './types.ts';

export const labels = dictionary(v.string());

/** One value each of some series, as Loki's metric queries give them too. */
export const vector = object({
  resultType: v.literal('vector'),
  result: v.array(
    v.pipe(
      object({ metric: labels, value: v.optional(samplePoint), histogram: v.optional(v.unknown()) }),
      v.check(({ value, histogram }) => value !== undefined || histogram !== undefined, 'a series has no value'),
    ),
  ),
});
const matrix = object({
  resultType: v.literal('matrix'),
  result: v.array(
    object({
      metric: labels,
      values: v.optional(samplePoints, []),
      histograms: v.optional(v.array(v.unknown()), []),
    }),
  ),
});
const scalar = object({ resultType: v.literal('scalar'), result: samplePoint });
const text = object({ resultType: v.literal('string'), result: v.strictTuple([number, v.string()]) });

const answerShape = object({
  status: v.literal('success'),
  data: v.variant('resultType', [vector, matrix, scalar, text]),
  ...remarkFields,
});
type AnswerOf = v.InferOutput<typeof answerShape>;

/** How the API refuses a query. */
const refusal = object({ status: v.literal('error'), error: v.string() });

/** Whether the API itself answers, be it by a refusal, and not something in between. */
export const isRefusal = ({ body }: Answer): boolean => v.is(refusal, parseJson(body));

/** As `answerJson`. A refusal in another form than the API's is none of the query: something in between gave it. */
export function prometheusJson(answer: Answer): Outcome<unknown> {
  const outcome = answerJson(answer);
  if (outcome.ok || outcome.error.kind !== 'bad-query' || isRefusal(answer)) return outcome;
  return failed({ ...outcome.error, kind: 'server' });
}

/** A series as PromQL writes it. */
function seriesName({ __name__ = '', ...rest }: Labels): string {
  const pairs = Object.entries(rest).map(([name, value]) => promqlMatcher(name, value));
  return quote(`${__name__}{${pairs.join(', ')}}`);
}

export const histogramWarning = (metric: Labels) =>
  `${seriesName(metric)} is a native histogram and has no single value: use histogram_quantile() or a similar function`;

/** What is said beside a result of which the series given are native histograms, and so left out. */
function remarksBeside(
  said: Omit<AnswerOf, 'data'>,
  policy: PartialResponse,
  histograms: readonly { readonly metric: Labels }[] = [],
): Remarks {
  const remarks = remarksOf(said, policy);
  return {
    ...remarks,
    warnings: [...histograms.map(({ metric }) => histogramWarning(metric)), ...remarks.warnings],
  };
}

/** Series of one answer: each may be a row of the room. */
const MOST_SERIES = 10_000;

const tooManySeries = (given: number) =>
  failed({
    kind: 'too-large',
    message: `the expression gives ${given.toLocaleString('en-US')} series, and a room holds ${MOST_SERIES.toLocaleString('en-US')}`,
    hint: 'Aggregate it, for instance with sum by (…).',
  });

const IS_RANGE = failed({
  kind: 'bad-query',
  message: 'the expression gives a range of samples where one value is wanted',
  hint: 'Use a function such as rate() or avg_over_time() on the range.',
});

/** More than a clock's rounding: what is older is of an earlier instant. */
const NOTICEABLE_AGE = 1000;

/** The earliest instant that an answer is of, where that is before the one it was asked for. */
function asOf(points: readonly Point[], at: Millis, kept: number): Pick<InstantResult, 'asOf'> {
  const earliest = points.reduce((least, [time]) => Math.min(least, time * 1000), at - kept);
  return at - earliest > NOTICEABLE_AGE ? { asOf: millis(Math.round(earliest)) } : {};
}

/**
 * An answer to an instant query. A value beside which native histograms are left out is no whole answer.
 * @param at the instant it was asked for @param kept how long a cache kept it, in milliseconds
 */
export const instantAnswer = (policy: PartialResponse, at: Millis, kept: number): Shape<Outcome<InstantResult>> =>
  v.pipe(
    answerShape,
    v.transform((answer) => instantOf(answer, policy, at, kept)),
  );

function instantOf(
  { data, ...said }: AnswerOf,
  policy: PartialResponse,
  at: Millis,
  kept: number,
): Outcome<InstantResult> {
  switch (data.resultType) {
    case 'vector': {
      if (data.result.length > MOST_SERIES) return tooManySeries(data.result.length);
      const histograms = data.result.filter(({ value }) => !value);
      return succeeded({
        samples: data.result.flatMap(({ metric, value }) => (value ? [{ labels: metric, value: value[1] }] : [])),
        ...remarksBeside(said, policy, histograms),
        ...(histograms.length > 0 && { partial: true as const }),
        ...asOf(
          data.result.flatMap(({ value }) => (value ? [value] : [])),
          at,
          kept,
        ),
      });
    }
    case 'scalar':
      return succeeded({
        samples: [{ labels: {}, value: data.result[1] }],
        ...remarksBeside(said, policy),
        ...asOf([data.result], at, kept),
      });
    case 'string': {
      const { warnings, ...remarks } = remarksBeside(said, policy);
      return succeeded({
        samples: [],
        warnings: [...warnings, 'the expression is a text and has no value'],
        ...remarks,
      });
    }
    case 'matrix':
      return IS_RANGE;
  }
}

/** An answer to a range query: a matrix, whatever the expression is. */
export const rangeAnswer = (policy: PartialResponse): Shape<RangeResult> =>
  v.pipe(
    answerShape,
    v.rawTransform(({ dataset, addIssue, NEVER }): RangeResult => {
      const { data, ...said } = dataset.value;
      if (data.resultType !== 'matrix') {
        addIssue({ message: `a ${data.resultType} where a range of samples is wanted` });
        return NEVER;
      }
      const series = data.result.filter(({ values }) => values.length > 0);
      return {
        series: series.map(({ metric, values }) => ({
          labels: metric,
          points: values.map(([time, value]) => [millis(Math.round(time * 1000)), value] as const),
        })),
        ...remarksBeside(
          said,
          policy,
          data.result.filter(({ histograms }) => histograms.length > 0),
        ),
      };
    }),
  );
