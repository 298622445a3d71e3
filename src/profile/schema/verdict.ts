import { z } from 'zod';
import { UNITS } from '../../units.ts';
import { BUCKET_UNITS } from '../bucket-unit.ts';
import { duration, period } from './scalars.ts';
import { oneServer } from './servers.ts';

/**
 * A selector and nothing else: `name{label="value"}`. Its samples are counted as they are stored, so a function, a range
 * or an offset would count something else.
 */
const SELECTOR = /^\s*(?:[A-Za-z_:][\w:]*\s*(?:\{[^{}]*\})?|\{[^{}]+\})\s*$/;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;
const VARIABLE = /\$(?:[A-Za-z_]|\{)/;

const isSelector = (text: string) => SELECTOR.test(text.replace(QUOTED, '""').replace(/\$\w+|\$\{\w+\}/g, 'x'));

const selector = z.string().refine(isSelector, {
  message: 'expected a selector such as http_requests_total{version="$version"}, without function, range or offset',
});
export const perVersion = selector.refine((text) => VARIABLE.test(text), {
  message: 'must contain $version, or another variable of each version, else both versions would be counted as one',
});

const probability = z.number().gt(0).lt(1);
const toleratedRatio = z.number().min(1);
const effect = z.number().min(0).lt(1);

/** A metric that is compared beside errors and latency: a ratio of two counters, or a mean. */
const comparedMetric = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9_-]*$/, 'expected lower-case letters, digits, - and _')
      .describe('Its name in snapshots.'),
    label: z.string().min(1).optional().describe('What it is called on screen; the id unless given.'),
    successes: perVersion.optional().describe('Of a ratio: selector of the counter of cases of one kind.'),
    attempts: perVersion.optional().describe('Of a ratio: selector of the counter of all cases.'),
    sum: perVersion
      .optional()
      .describe(
        'Of a mean: selector of the counter of what all cases add up to, as the `_sum` of a histogram, or a native histogram.',
      ),
    count: perVersion
      .optional()
      .describe('Of a mean: selector of the counter of cases, as the `_count` of a histogram, or a native histogram.'),
    unit: z.enum(UNITS).optional().describe('Unit of a mean; `count` unless given. A ratio has its own.'),
    worse: z
      .enum(['lower', 'higher'])
      .default('lower')
      .describe('Where the candidate is worse: where the value is lower, or higher.'),
    weight: z
      .number()
      .positive()
      .max(100)
      .default(1)
      .describe('Its part of `alpha` beside the others: errors have 1, latency has 1.'),
    min_effect: effect
      .optional()
      .describe(
        'Smallest difference called worse: of a ratio in points, 0.01 unless given; of a mean as a part of the baseline’s, 0.02.',
      ),
    pass_margin: probability
      .optional()
      .describe(
        'The candidate passes once it is proven to be worse by less than this: 0.02 of a ratio, 0.05 of a mean.',
      ),
  })
  .refine(({ successes, attempts, sum, count }) => {
    const [isRatio, isMean] = [
      successes !== undefined && attempts !== undefined,
      sum !== undefined && count !== undefined,
    ];
    const given = [successes, attempts, sum, count].filter((one) => one !== undefined);
    return given.length === 2 && isRatio !== isMean;
  }, 'needs successes and attempts, or sum and count')
  .refine(({ successes, unit }) => successes === undefined || unit === undefined || unit === 'ratio', {
    message: 'a ratio has only the unit ratio',
    path: ['unit'],
  })
  .transform(({ successes, attempts, sum = successes ?? '', count = attempts ?? '', ...metric }) => {
    const isRatio = successes !== undefined;
    const { label = metric.id, unit = isRatio ? 'ratio' : 'count' } = metric;
    const { min_effect = isRatio ? 0.01 : 0.02, pass_margin = isRatio ? 0.02 : 0.05 } = metric;
    return {
      ...metric,
      kind: isRatio ? ('ratio' as const) : ('mean' as const),
      sum,
      count,
      label,
      unit,
      min_effect,
      pass_margin,
    };
  })
  .refine(({ min_effect, pass_margin }) => pass_margin >= min_effect, {
    message: 'must not be less than min_effect, else a version that passes could be called worse',
    path: ['pass_margin'],
  });

/** How the candidate is judged against the baseline: docs/verdict.md tells the method. */
export const verdictSchema = z
  .strictObject({
    requests: perVersion.describe(
      'Selector of the counter of requests of one version, as `$version`; all its series are added up.',
    ),
    errors: perVersion.describe('Selector of the counter of those requests that failed.'),
    latency: z
      .strictObject({
        buckets: perVersion.describe(
          'Selector of the `_bucket` series of a classic histogram, or of a native one, which is read at powers of two.',
        ),
        unit: z
          .enum(BUCKET_UNITS)
          .optional()
          .describe(
            'What `le` counts. By default what the metric’s name says, as in `…_milliseconds_bucket`, else seconds.',
          ),
        slo: z
          .number()
          .positive()
          .describe(
            'The boundary that counts twice, in seconds whatever `unit` is: one of the histogram’s own, else nothing can pass. The candidate is called worse, and passes, by this boundary and all slower ones.',
          ),
        tolerated_ratio: toleratedRatio
          .optional()
          .describe(
            'As `verdict.tolerated_ratio`, of the share of requests slower than a boundary; the same unless given.',
          ),
        min_effect: effect.optional().describe('As `verdict.min_effect`, of that share; the same unless given.'),
        pass_margin: probability.optional().describe('As `verdict.pass_margin`, of that share; the same unless given.'),
      })
      .optional(),
    metrics: z
      .array(comparedMetric)
      .max(8)
      .default([])
      .describe('Ratios and means that are compared beside errors and latency: accuracy, conversion, revenue.'),
    up: perVersion
      .optional()
      .describe('Selector of `up` of the pods of a version: those of the candidate that do not answer are told of.'),
    replicas: z
      .union([z.number().int().positive(), z.string().min(1)])
      .optional()
      .describe(
        'How many pods the candidate should have, or a query of it: while `up` knows of fewer, it does not pass. Needs `up`.',
      ),
    started: perVersion
      .optional()
      .describe('Selector of `process_start_time_seconds`: restarts are told of, and first samples counted in full.'),
    pod: z.string().default('instance').describe('Label whose values are the pods of a version.'),
    share: z
      .union([probability, selector])
      .optional()
      .describe('Planned share of the candidate, 0–1, or a selector of it: requests that go elsewhere are told of.'),
    start: z
      .string()
      .min(1)
      .optional()
      .describe('Query for the Unix time, in seconds, at which the rollout began, where no ring has `deployed`.'),
    server: oneServer.describe(
      'Of several Prometheus the one whose stored samples are counted, by its id. The first unless given.',
    ),
    duration: period.prefault('1h').describe('How long a stage of the rollout is planned to last.'),
    alpha: probability
      .default(0.01)
      .describe(
        'Highest probability of calling a candidate worse that is not, over all rings and `attempts` together.',
      ),
    attempts: z
      .int()
      .min(1)
      .default(2)
      .describe('How often a rollout may be deployed anew, the first time included, before `alpha` is spent.'),
    tolerated_ratio: toleratedRatio.default(1).describe('Candidate ÷ baseline that is still not called worse.'),
    min_effect: effect
      .default(0.005)
      .describe(
        'Smallest difference of error rates called worse: the candidate’s must surely be more than that above.',
      ),
    pass_margin: probability
      .default(0.01)
      .describe('The candidate passes once its error rate is proven to be less than this above the baseline’s.'),
    pass_ratio: z
      .number()
      .gt(1)
      .default(2)
      .describe(
        'And less than so many times the baseline’s, or less than a fifth of `pass_margin` above it where that has hardly an error.',
      ),
    warmup: duration
      .prefault('1m')
      .describe('A pod is compared from so long after its start on: cold caches are no fault of the version.'),
    zone: z
      .string()
      .min(1)
      .optional()
      .describe('Label that tells a pod’s zone: the candidate’s pods are held against the baseline’s of the same one.'),
    by: z
      .array(z.string().min(1))
      .max(3)
      .refine((labels) => new Set(labels).size === labels.length, { message: 'names a label twice' })
      .optional()
      .describe(
        'Labels of what is counted, as [path, status]: it is told which of their values the candidate’s excess comes from.',
      ),
  })
  .refine(({ replicas, up }) => replicas === undefined || up !== undefined, {
    message: 'needs up beside it',
    path: ['replicas'],
  })
  .refine(({ pass_margin, min_effect }) => pass_margin >= min_effect, {
    message: 'must not be less than min_effect, else a version that passes could be called worse',
    path: ['pass_margin'],
  })
  .refine(
    ({ latency, ...all }) => (latency?.pass_margin ?? all.pass_margin) >= (latency?.min_effect ?? all.min_effect),
    {
      message: 'must not be less than min_effect, else a version that passes could be called worse',
      path: ['latency', 'pass_margin'],
    },
  )
  .refine(({ metrics }) => new Set(metrics.map(({ id }) => id)).size === metrics.length, {
    message: 'two have the same id',
    path: ['metrics'],
  });

export type VerdictSpec = z.infer<typeof verdictSchema>;

/** What the verdict must say before a ring may be validated. */
export const ringVerdict = z
  .enum(['not-worse', 'pass'])
  .optional()
  .describe(
    'What the verdict must say before the ring may be validated: not `worse` and not unknown, or a proven pass.',
  );
