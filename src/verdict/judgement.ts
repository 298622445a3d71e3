import type { Side } from './counters/samples.ts';
import { isLoudNow } from './findings/present.ts';
import { extendTrail, newTrail, type Trail } from './findings/trail.ts';
import { type Crashes, rememberCrashes } from './measures/crashes.ts';
import { EFFECTS, errorAlternatives } from './measures/errors.ts';
import { extendFleet, type Fleet, newFleet } from './measures/fleet.ts';
import { keepGathered } from './measures/gathered.ts';
import { LATENCY_ALTERNATIVES, type Latency, latencyLogE, newLatency, updateLatency } from './measures/latency.ts';
import { MEAN_WEIGHTS, type Mean, newMean, updateMean } from './measures/mean.ts';
import { certaintyOfMean } from './measures/mean-size.ts';
import { observed, observedSum, presentIn } from './measures/observed.ts';
import { type Certainty, certainty, newProportion, type Proportion, updateProportion } from './measures/proportion.ts';
import { hearShare, newShareTest, type ShareTest } from './measures/share.ts';
import { extendTraffic, newTraffic, type Traffic } from './measures/traffic.ts';
import type { JudgeOptions, MetricOptions } from './options.ts';
import { type Counts, type Round, total } from './rounds/round.ts';
import { bandOfDifference } from './statistics/confidence.ts';
import { effectiveDispersion } from './statistics/dispersion.ts';
import { bet, type EProcess, newEProcess, type Weights } from './statistics/e-process.ts';
import { LN_ZERO, logAdd } from './statistics/log-math.ts';
import { crowdedOut, keepPlaces, newRoster, type Roster } from './statistics/roster.ts';
import { keepInScales } from './statistics/scales.ts';
import { keepScatter } from './statistics/scatter.ts';
import type { PodContext } from './statistics/size.ts';
import { keepPods } from './statistics/spread.ts';
import { leadingWindow } from './statistics/window.ts';

/** Everything judged so far, as JSON can hold it. Its size does not grow with time. */
export interface Judgement {
  at: number | null;
  /** How often pods are scraped by now, in seconds: what data that is too old is measured by. */
  scrape: number;
  readonly errors: Proportion;
  /** The bet that the candidate has fewer errors. */
  readonly better: EProcess;
  readonly latency: Latency | null;
  /** In the order of the options. */
  readonly metrics: readonly Mean[];
  readonly share: ShareTest;
  readonly traffic: Traffic;
  /** Seconds during which both versions had traffic. */
  observed: number;
  readonly pods: { baseline: number; candidate: number };
  /** Pods that are too young to be compared. */
  readonly warming: { baseline: number; candidate: number };
  /** Pods of another rollout under the candidate's label. */
  lingering: number;
  /** The pods ever counted, and the names of their zones. */
  readonly rosters: { readonly baseline: Roster; readonly candidate: Roster };
  readonly zones: string[];
  readonly restarts: { baseline: number; candidate: number };
  /** The candidate's of late. */
  readonly crashes: Crashes;
  readonly fleet: Fleet;
  /** Most baseline pods that ever had requests in one round. */
  noisePods: number;
  /** ln of the rollout's E. */
  logE: number;
  peakLogE: number;
  /** When it was as much as that. */
  peakAt: number | null;
  /** When the candidate was worse last. */
  worseAt: number | null;
  failedAt: number | null;
  /** Since when the candidate was worse, as it looked then. */
  failedFrom: number | null;
  readonly trail: Trail;
}

/** H: the scrapes the ring is planned to take. */
const plannedRounds = ({ planned, scrape }: JudgeOptions) => Math.max(1, Math.round(planned / scrape));

export const newJudgement = (options: JudgeOptions): Judgement => ({
  at: null,
  scrape: options.scrape,
  errors: newProportion(EFFECTS.length, plannedRounds(options)),
  better: newEProcess(EFFECTS.length, plannedRounds(options)),
  latency: options.latency ? newLatency() : null,
  metrics: options.metrics.map(() => newMean(plannedRounds(options))),
  share: newShareTest(plannedRounds(options)),
  traffic: newTraffic(),
  observed: 0,
  pods: { baseline: 0, candidate: 0 },
  warming: { baseline: 0, candidate: 0 },
  lingering: 0,
  rosters: { baseline: newRoster(), candidate: newRoster() },
  zones: [],
  restarts: { baseline: 0, candidate: 0 },
  crashes: [],
  fleet: newFleet(),
  noisePods: 0,
  logE: 0,
  peakLogE: 0,
  peakAt: null,
  worseAt: null,
  failedAt: null,
  failedFrom: null,
  trail: newTrail(),
});

export const failLogE = ({ alpha, attempts }: JudgeOptions): number => Math.log(attempts / alpha);
export const warnLogE = ({ warnAt }: JudgeOptions): number => Math.log(warnAt);

/** ln of the part of the rollout's wealth that one metric has in one ring. @param weight of it; errors have 1, and latency has */
export function lnMetricWeight({ rings, latency, metrics }: JudgeOptions, weight = 1): number {
  const whole = metrics.reduce((sum, metric) => sum + metric.weight, latency ? 2 : 1);
  return Math.log(weight / (rings * whole));
}

/** From the first on, a placebo's evidence is taken off the candidate's; from the second on, the noise model fails. */
const PLACEBO_AT = Math.log(20);
const VIOLATED_AT = Math.log(100);

/**
 * What a metric's evidence is worth where the baseline differs from itself: as much less as the placebo test ever won.
 * Up to then it is worth all of itself.
 */
export const placeboDiscount = (placeboPeak: number): number => (placeboPeak >= PLACEBO_AT ? placeboPeak : 0);

/** Whether the baseline differs from itself by more than chance makes of it in one stage of a hundred. */
export const isViolated = (placeboPeak: number): boolean => placeboPeak >= VIOLATED_AT;

/** The baseline differs from itself: no bound holds. */
export const isNoisy = ({ errors, latency, metrics }: Pick<Judgement, 'errors' | 'latency' | 'metrics'>): boolean =>
  [errors, ...(latency ? [latency] : []), ...metrics].some(({ placeboPeak }) => isViolated(placeboPeak));

/** The longest distance of two scrapes, in milliseconds, that is taken for a new interval at once. */
const BELIEVED = 120_000;

/**
 * Takes in one round. The rollout's evidence is E = Σ w·E over rings and metrics with Σ w = 1; a mean of e-processes is one
 * under any dependence. Other rings are counted as 0, which only loses: so each ring can be judged alone.
 */
export function updateJudgement(judgement: Judgement, round: Round, options: JudgeOptions): void {
  const { errors, latency, traffic } = judgement;
  const { from, at, counted, pace, baseline, candidate } = round;
  const present = {
    baseline: presentIn(judgement.rosters.baseline, baseline, round, judgement.zones),
    candidate: presentIn(judgement.rosters.candidate, candidate, round, judgement.zones),
  };
  const of = (side: Side, boundary: number | null) => observed(round[side], present[side], boundary);
  const n1 = total(baseline.requests, baseline.pods);
  const n2 = total(candidate.requests, candidate.pods);
  extendTraffic(
    traffic,
    from,
    at,
    { requests: n1 + baseline.held, reporting: baseline.reporting },
    { requests: n2 + candidate.held, reporting: candidate.reporting, lost: candidate.lost },
  );
  judgement.noisePods = Math.max(judgement.noisePods, serving(baseline));
  const alternatives = errorAlternatives(errors, options.tolerated);
  if (counted) {
    // The same bet with the versions' places changed.
    const e1 = total(candidate.errors, candidate.pods);
    const e2 = total(baseline.errors, baseline.pods);
    bet(judgement.better, { n1: n2, e1, n2: n1, e2 }, alternatives, 1, effectiveDispersion(errors.dispersion), []);
  }
  const { tolerated } = options;
  updateProportion(errors, of('baseline', null), of('candidate', null), alternatives, tolerated, from, counted);
  if (latency && options.latency)
    updateLatency(latency, round, plannedRounds(options), { tolerated, ...options.latency }, of);
  const sums = (side: Side, index: number, metric: MetricOptions) =>
    observedSum(round[side], present[side], index, metric);
  options.metrics.forEach((metric, i) => {
    const mean = judgement.metrics[i];
    if (mean) updateMean(mean, metric, sums('baseline', i, metric), sums('candidate', i, metric), round);
  });
  for (const side of SIDES) forgetPods(judgement, side, round[side].pods);
  judgement.at = at;
  // One long distance may be an outage: it is believed for a while, but not as a time that was observed.
  judgement.scrape = Math.max(pace.step, Math.min(pace.latest, BELIEVED)) / 1000;
  judgement.pods.baseline = baseline.reporting;
  judgement.pods.candidate = candidate.reporting;
  judgement.warming.baseline = baseline.warming;
  judgement.warming.candidate = candidate.warming;
  judgement.lingering = candidate.lingering;
  if (!counted) return;

  judgement.restarts.baseline += baseline.restarts;
  judgement.restarts.candidate += candidate.restarts;
  extendFleet(judgement.fleet, round, options.startAt);
  rememberCrashes(judgement.crashes, candidate.restarted, at);
  // An interval that spans missed scrapes was not observed closely for all of its length.
  if (n1 > 0 && n2 > 0) judgement.observed += Math.min(at - from, 3 * pace.step) / 1000;
  const share = configuredShare(options, at);
  const unchanged = share === configuredShare(options, from) ? share : null;
  hearShare(judgement.share, baseline, candidate, unchanged, options.shareTolerance);
  weigh(judgement, at, options);
}

/** What all that was counted up to an instant speaks for, and whether the candidate fails by it. */
function weigh(judgement: Judgement, at: number, options: JudgeOptions): void {
  judgement.logE = lnEvidence(judgement, options, null);
  if (judgement.logE > judgement.peakLogE) {
    judgement.peakLogE = judgement.logE;
    judgement.peakAt = at;
  }
  if (isLoudNow(judgement, options)) judgement.worseAt = at;
  const { tally, dispersion } = judgement.errors;
  const band = bandOfDifference(tally, options.margin, options.alpha, effectiveDispersion(dispersion));
  extendTrail(judgement.trail, at, judgement.logE, band);
  // Where no bound holds there is no FAIL; one that came while it did stays.
  if (judgement.failedAt !== null || isNoisy(judgement) || judgement.logE < failLogE(options)) return;
  if (lnEvidence(judgement, options, 'byPods') < failLogE(options)) return;
  judgement.failedAt = at;
  judgement.failedFrom = troubleFrom(judgement, options);
}

/** Since when the metric that speaks loudest has been worse. */
function troubleFrom({ errors, latency, metrics }: Judgement, { tolerated }: JudgeOptions): number | null {
  const compared = [
    { of: errors, weights: errorAlternatives(errors, tolerated) as Weights },
    ...(latency?.proportions ?? []).map((of) => ({ of, weights: LATENCY_ALTERNATIVES })),
    ...metrics.map((of) => ({ of, weights: MEAN_WEIGHTS })),
  ];
  const [loudest] = compared.toSorted((a, b) => b.of.worse.logE - a.of.worse.logE);
  return loudest ? (leadingWindow(loudest.of.windows, loudest.of.worse, loudest.weights)?.from ?? null) : null;
}

/** ln of the rollout's E; of what surely is as large as what matters only. @param sure null: of everything */
export function lnEvidence(judgement: Judgement, options: JudgeOptions, sure: keyof Certainty | null): number {
  const { errors, latency } = judgement;
  const counts = (proportion: Proportion, weights: Weights, size: number) =>
    sure === null || certainty(proportion, weights, size, podContext(judgement, options, proportion))[sure];
  const ofErrors = counts(errors, errorAlternatives(errors, options.tolerated), options.practical)
    ? errors.worse.logE - placeboDiscount(errors.placeboPeak)
    : LN_ZERO;
  const { practical = 0 } = options.latency ?? {};
  const ofLatency = latency
    ? latencyLogE(latency, (proportion) => counts(proportion, LATENCY_ALTERNATIVES, practical)) -
      placeboDiscount(latency.placeboPeak)
    : LN_ZERO;
  return options.metrics.reduce((sum, metric, i) => {
    const mean = judgement.metrics[i];
    const isCounted =
      mean && (sure === null || certaintyOfMean(mean, metric, meanContext(judgement, options, metric))[sure]);
    if (!isCounted) return sum;
    return logAdd(sum, lnMetricWeight(options, metric.weight) + mean.worse.logE - placeboDiscount(mean.placeboPeak));
  }, lnMetricWeight(options) + logAdd(ofErrors, ofLatency));
}

/** What the candidate's pods are held against: α is shared by rings and metrics here as well. */
export const podContext = (judgement: Judgement, options: JudgeOptions, { dispersion }: Proportion): PodContext => ({
  ...meanContext(judgement, options, { weight: 1 }),
  dispersion: effectiveDispersion(dispersion),
});

/** The same of a metric, which measures what chance makes of it itself. */
export const meanContext = (
  { rosters, warming, pods }: Judgement,
  options: JudgeOptions,
  { weight }: Pick<MetricOptions, 'weight'>,
): PodContext => ({
  zones: rosters.baseline.zones,
  names: rosters.candidate.names,
  mostlyYoung: isMostlyYoung({ warming, pods }),
  level: Math.exp(lnMetricWeight(options, weight) - failLogE(options)),
  dispersion: 1,
});

/** Most of the candidate's pods are too young to be compared: the others may not be like them. */
export const isMostlyYoung = ({ warming, pods }: Pick<Judgement, 'warming' | 'pods'>): boolean =>
  2 * warming.candidate > pods.candidate;

const SIDES: readonly Side[] = ['baseline', 'candidate'];

/** When too many pods have come and gone, those gone longest are forgotten. */
function forgetPods({ rosters, errors, latency, metrics }: Judgement, side: Side, present: number): void {
  const places = crowdedOut(rosters[side], present);
  if (!places) return;
  const { names, zones, seen } = rosters[side];
  keepPlaces(names, places);
  keepPlaces(zones, places);
  keepPlaces(seen, places);
  for (const { scatter, gathered } of metrics) {
    keepScatter(scatter[side], places);
    keepGathered(gathered[side], places);
  }
  for (const { spread, before, windows } of [errors, ...(latency?.proportions ?? []), ...metrics]) {
    // Several windows may share what was before them.
    for (const sums of new Set([spread, before, ...windows.map((window) => window.before)]))
      if (sums) keepPods(sums[side], places);
  }
  if (side === 'candidate') return;
  for (const { scales } of [errors, ...(latency?.proportions ?? [])]) keepInScales(scales, places);
}

function serving({ pods, requests }: Counts): number {
  let count = 0;
  for (let i = 0; i < pods; i += 1) if ((requests[i] ?? 0) > 0) count += 1;
  return count;
}

/** The candidate's configured share at an instant; null when it is not known. */
export function configuredShare({ share }: JudgeOptions, at: number): number | null {
  return share.findLast(({ from }) => from <= at)?.share ?? null;
}
