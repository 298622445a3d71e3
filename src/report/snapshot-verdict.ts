import { z } from 'zod';
import type { Judged, Room } from '../room/room.ts';
import type { Millis } from '../units.ts';
import type { Band } from '../verdict/statistics/confidence.ts';
import type { ProportionVerdict, QuantileInterval, RateVerdict } from '../verdict/verdict.ts';
import { ailmentText } from '../wording/ailments.ts';
import { noiseText } from '../wording/noise.ts';
import { verdictReasons, verdictSentence } from '../wording/verdict.ts';
import { metricSchema, toMetric } from './snapshot-metric.ts';

const instant = z.iso.datetime().describe('RFC 3339, UTC.');
const maybe = z.number().nullable();
const band = { lower: z.number(), upper: z.number() };

const rate = z.strictObject({
  requests: z.number(),
  events: z.number().describe('Errors, or requests slower than the boundary.'),
  rate: maybe,
  band: z.strictObject(band).nullable().describe('Confidence sequence of the rate: it may be watched.'),
});
const proportion = {
  baseline: rate,
  candidate: rate,
  difference: z
    .strictObject({ value: z.number(), ...band })
    .nullable()
    .describe('Candidate − baseline.'),
  surely: z
    .strictObject({ byChance: z.number(), byPods: maybe })
    .nullable()
    .describe(
      'By how much the candidate surely is worse since the trouble began: by chance, and if pods differ as well.',
    ),
  betweenPods: maybe.describe('Standard deviation between the baseline’s pods; null where too few tell.'),
  logE: z.number().describe('ln of the evidence that the candidate is worse.'),
  since: z
    .strictObject({
      from: instant,
      baseline: maybe,
      candidate: maybe,
      difference: maybe,
      pods: z.array(z.strictObject({ pod: z.string(), part: z.number() })),
      labels: z
        .array(
          z.strictObject({
            label: z.string(),
            values: z.array(z.strictObject({ value: z.string(), part: z.number() })),
            others: z.number().describe('What comes from all values that are not named.'),
            mix: z.number().describe('What comes from another mix of values alone, each being as in the baseline.'),
          }),
        )
        .describe('Of each label in `verdict.by`, the values that most comes from; parts of 1.'),
    })
    .nullable()
    .describe('Where the evidence comes from.'),
  dispersion: z.number().describe('φ by which the evidence is divided.'),
  margin: z.number().describe('Below what the difference has to be to pass.'),
  times: maybe.describe(
    'Below how many times the baseline’s rate it has to be as well; null where the difference alone decides.',
  ),
  passes: z.boolean(),
};
const interval = z
  .strictObject({ above: z.number(), upTo: maybe.describe('Null beyond the last boundary.') })
  .nullable();
const versions = z.strictObject({ baseline: z.number(), candidate: z.number() });

/** The numbers behind a verdict by what is counted. */
const judgedSchema = z.strictObject({
  data: z
    .enum([
      'OK',
      'NO_SERIES',
      'NO_TRAFFIC',
      'NO_ERROR_SERIES',
      'NOT_COUNTERS',
      'NO_BOUNDARY',
      'STALE',
      'QUERY_ERROR',
      'PARTIAL',
      'WAITING',
      'COUNTING',
      'DOWN',
    ])
    .describe('Only with OK is a pass possible.'),
  ring: z.string().nullable(),
  since: instant.describe('When the stage began.'),
  scrapeSeconds: maybe,
  podsUp: z.strictObject({ up: z.number(), down: z.number() }).nullable(),
  ailments: z
    .array(z.string())
    .describe('What is wrong with the candidate’s pods: down, missing or crashing. Nothing passes meanwhile.'),
  numbers: z
    .strictObject({
      state: z.enum(['FAIL', 'WARN', 'PASS', 'INCONCLUSIVE']),
      countedUntil: instant.nullable(),
      failedAt: instant.nullable(),
      logE: z.number().describe('ln of the whole evidence now; FAIL at failLogE, WARN at warnLogE.'),
      peakLogE: z.number(),
      warnLogE: z.number(),
      failLogE: z.number(),
      p: z.number().describe('Chance that a candidate no worse ever shows this much evidence.'),
      advisory: z.boolean().describe('The noise model does not hold: no bound on false alarms.'),
      approximate: z.boolean(),
      errors: z.strictObject(proportion),
      latency: z
        .strictObject({
          comparable: z.boolean(),
          boundaries: z.array(z.strictObject({ seconds: z.number(), ...proportion })),
          leftOutSeconds: z.array(z.number()),
          differsAtSeconds: maybe,
          quantiles: z.array(z.strictObject({ quantile: z.number(), baseline: interval, candidate: interval })),
          logE: z.number(),
          passes: z.boolean(),
        })
        .nullable(),
      metrics: z.array(metricSchema).describe('Ratios and means that are compared beside errors and latency.'),
      share: z.strictObject({
        state: z.enum(['as-configured', 'below', 'above', 'not-configured', 'unknown']),
        observed: maybe,
        configured: maybe,
        logE: z.number(),
      }),
      noise: z.strictObject({
        model: z.enum(['binomial', 'overdispersed']),
        words: z.string(),
        pods: z.number(),
        dispersion: z.number(),
        placeboLogE: z.number(),
      }),
      observedSeconds: z.number().describe('Time during which both versions had traffic.'),
      soakSeconds: z.number(),
      copiesBy: z
        .array(z.string())
        .describe('Labels by which series differ that tell the same counters: they are counted once.'),
      unlabelled: z.array(z.string()).describe('Labels in `verdict.by` that no series has.'),
      pods: versions,
      warming: versions.describe('Pods that began too recently to be compared.'),
      crashLooping: z.array(z.string()).describe('Pods of the candidate that began anew again and again of late.'),
      gone: z
        .strictObject({ pods: z.number(), of: z.number(), since: instant })
        .nullable()
        .describe('Pods of the candidate that ended of late, and nothing has taken their place.'),
      restarts: versions,
      missing: z
        .strictObject({
          towards: z.enum(['PASS', 'FAIL']),
          requests: z.number(),
          needed: maybe,
          etaSeconds: maybe,
        })
        .nullable(),
    })
    .nullable()
    .describe('Null while nothing can be judged.'),
});

export const verdictSchema = z.strictObject({
  state: z.enum(['better', 'same', 'worse', 'inconclusive', 'unknown']),
  method: z
    .enum(['limits', 'e-process'])
    .describe('`limits`: newest values against limits, no statistics. `e-process`: by what is counted.'),
  level: z
    .enum(['ok', 'warn', 'fail', 'unknown'])
    .describe('What it means for the room: a warning comes before `worse`.'),
  sentence: z.string(),
  reasons: z.array(z.string()),
  judged: judgedSchema.nullable(),
});
export type VerdictSnapshot = z.infer<typeof verdictSchema>;

/** A verdict in the published form: the same in snapshots and from the gate. */
export function toVerdict(room: Pick<Room, 'at' | 'comparison'>): VerdictSnapshot | null {
  const { comparison, at } = room;
  if (!comparison) return null;
  const { state, method, level, partial, judged } = comparison.verdict;
  return {
    state,
    method,
    level,
    sentence: verdictSentence(room),
    ...(partial && { partial }),
    reasons: [...verdictReasons(room)],
    judged: judged && toJudged(judged, comparison.candidate.label, at),
  };
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));

function toJudged(judged: Judged, candidate: string, now: Millis): z.infer<typeof judgedSchema> {
  const { data, ring, since, scrape, pods: podsUp, verdict } = judged;
  const ailments = judged.ailments.map((one) => ailmentText(one, candidate, now));
  const about = { data, ring, since: iso(since), scrapeSeconds: scrape, podsUp, ailments };
  if (!verdict) return { ...about, numbers: null };
  const { latency, share, noise, missing } = verdict;
  const { state, failedAt, logE, peakLogE, warnLogE, failLogE, p, advisory, approximate } = verdict;
  return {
    ...about,
    numbers: {
      state,
      countedUntil: isoOrNull(verdict.at),
      failedAt: isoOrNull(failedAt),
      logE,
      peakLogE,
      warnLogE,
      failLogE,
      p,
      advisory,
      approximate,
      errors: toProportion(verdict.errors),
      latency: latency && {
        comparable: latency.comparable,
        boundaries: latency.boundaries.map((one) => ({ seconds: one.boundary, ...toProportion(one) })),
        leftOutSeconds: [...latency.leftOut],
        differsAtSeconds: latency.differs?.boundary ?? null,
        quantiles: latency.quantiles.map(toQuantile),
        logE: latency.logE,
        passes: latency.passes,
      },
      metrics: verdict.metrics.map(toMetric),
      share: { state: share.state, observed: share.observed, configured: share.configured, logE: share.logE },
      noise: {
        model: noise.model,
        words: noiseText(noise),
        pods: noise.pods,
        dispersion: noise.dispersion,
        placeboLogE: noise.placeboLogE,
      },
      observedSeconds: verdict.observed,
      soakSeconds: verdict.soak,
      copiesBy: [...verdict.copiesBy],
      unlabelled: [...verdict.unlabelled],
      pods: { ...verdict.pods },
      warming: { ...verdict.warming },
      crashLooping: [...verdict.crashLooping],
      gone: verdict.gone && { ...verdict.gone, since: iso(verdict.gone.since) },
      restarts: { ...verdict.restarts },
      missing: missing && {
        towards: missing.towards,
        requests: missing.requests,
        needed: missing.needed,
        etaSeconds: missing.eta,
      },
    },
  };
}

function toProportion(proportion: ProportionVerdict) {
  const { baseline, candidate, difference, surely, betweenPods, logE, since, dispersion, margin, times, passes } =
    proportion;
  return {
    baseline: toRate(baseline),
    candidate: toRate(candidate),
    difference: difference && { value: difference.value, lower: difference.lower, upper: difference.upper },
    surely: surely && { ...surely },
    betweenPods,
    logE,
    since: since && toSince(since),
    dispersion,
    margin,
    times,
    passes,
  };
}

const toSince = ({ from, pods, labels, ...rates }: NonNullable<ProportionVerdict['since']>) => ({
  ...rates,
  from: iso(from),
  pods: pods.map((one) => ({ ...one })),
  labels: labels.map(({ values, ...one }) => ({ ...one, values: values.map((value) => ({ ...value })) })),
});

const toRate = ({ requests, events, rate: ofRequests, band: around }: RateVerdict) => ({
  requests,
  events,
  rate: ofRequests,
  band: around && toBand(around),
});
const toBand = ({ lower, upper }: Band) => ({ lower, upper });

function toQuantile({ quantile, baseline, candidate }: QuantileInterval) {
  // JSON has no infinity.
  const within = (found: QuantileInterval['baseline']) =>
    found && { above: found.above as number, upTo: Number.isFinite(found.upTo) ? (found.upTo as number) : null };
  return { quantile, baseline: within(baseline), candidate: within(candidate) };
}
