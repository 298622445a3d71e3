import { total } from '../rounds/round.ts';
import { type Dispersion, effectiveDispersion, learnDispersion, newDispersion } from '../statistics/dispersion.ts';
import {
  type Alternatives,
  bet,
  type EProcess,
  newEProcess,
  type Pair,
  type Weights,
} from '../statistics/e-process.ts';
import type { LabelRows } from '../statistics/label-sums.ts';
import { logAdd } from '../statistics/log-math.ts';
import { addToTally, newTally, type Tally } from '../statistics/rates.ts';
import { learnScales, newScales, type Scale } from '../statistics/scales.ts';
import { type PodContext, type Size, sizeOf } from '../statistics/size.ts';
import { type CountedSpread, copySpread, extendSpread, newSpread, spreadSince } from '../statistics/spread.ts';
import { AGAINST, extendWindows, leadingWindow, newWindows, type Window } from '../statistics/window.ts';

/**
 * Whether one proportion (errors, or requests slower than a boundary) is greater in the candidate than in the baseline,
 * with every check that belongs to it; as JSON can hold it.
 */
export interface Proportion {
  /** Bets that the candidate is worse. */
  readonly worse: EProcess;
  /** The same bets between two halves of the baseline's pods, in both directions: whatever they win is noise. */
  readonly placebo: readonly [EProcess, EProcess];
  placeboLogE: number;
  placeboPeak: number;
  readonly dispersion: Dispersion;
  readonly tally: Tally;
  /** The baseline up to now, rounds before the ring's start included. */
  readonly past: { n: number; e: number };
  readonly windows: readonly Window[];
  /** The same of what is going on at present: what was found before weighs no more than `AGAINST`. */
  readonly present: readonly Window[];
  /** What each pod counted, the baseline's before the ring's start included. */
  readonly spread: CountedSpread;
  /** The same up to the ring's start; null before it. */
  before: CountedSpread | null;
  /** How the baseline's pods differ over short times and long ones. */
  readonly scales: readonly Scale[];
  /** The baseline in the latest rounds, and when it was scraped last. */
  readonly latest: { readonly to: number; readonly n: number; readonly e: number }[];
}

/** The numbers of one version: by pod, of so many pods. */
export interface Observed {
  readonly pods: number;
  /** How many of them were scraped, and for how long they were counted: as in `Counts`. */
  readonly reporting: number;
  readonly from: number;
  readonly to: number;
  readonly watched: number;
  /** Whether they are those of the round before. */
  readonly same: boolean;
  readonly half: ArrayLike<number>;
  /** Of each pod: its place in the version's roster, and its zone. */
  readonly places: ArrayLike<number>;
  readonly zones: ArrayLike<number>;
  readonly requests: ArrayLike<number>;
  readonly events: ArrayLike<number>;
  /** By label, by place of its value. */
  readonly labels: readonly LabelRows[];
}

export function newProportion(alternatives: number, planned: number): Proportion {
  const process = () => newEProcess(alternatives, planned);
  return {
    worse: process(),
    placebo: [process(), process()],
    placeboLogE: 0,
    placeboPeak: 0,
    dispersion: newDispersion(),
    tally: newTally(),
    past: { n: 0, e: 0 },
    windows: newWindows(alternatives),
    present: newWindows(alternatives),
    spread: newSpread(),
    before: null,
    scales: newScales(),
    latest: [],
  };
}

/** The candidate is waited for so long at most, and so many rounds of the baseline may close meanwhile. */
const LATEST = 4;

/**
 * The baseline's events of earlier rounds that may be of the time in which the candidate is counted now, beyond those
 * that are usual: as many as usual are in what the baseline is counted later than the candidate. Usual is what the
 * baseline had so far, or in the quietest of the latest rounds: after outages the mean of all is that of outages, and
 * would let the end of the next one pass for the candidate's own trouble.
 * @param from since when the candidate is counted
 */
function eventsBefore({ latest, past }: Proportion, from: number): number {
  let n = 0;
  let e = 0;
  let usual = past.n > 0 ? past.e / past.n : 0;
  for (const round of latest) {
    if (round.n > 0) usual = Math.min(usual, round.e / round.n);
    if (round.to <= from) continue;
    n += round.n;
    e += round.e;
  }
  return Math.max(0, e - n * usual);
}

/** How long the candidate's pods were counted in a round, over the baseline's; at most 1. */
function overlap(baseline: Observed, candidate: Observed): number {
  const mean = ({ watched, reporting }: Observed) => (reporting > 0 ? watched / reporting : 0);
  const [of1, of2] = [mean(baseline), mean(candidate)];
  return of1 > 0 && of2 > 0 ? Math.min(1, of2 / of1) : 1;
}

const PAIR: Pair = { n1: 0, e1: 0, n2: 0, e2: 0 };
const HALVES: Pair = { n1: 0, e1: 0, n2: 0, e2: 0 };
const gains: number[] = [];
const costs: number[] = [];

/**
 * Takes in one round. What is bet, and by how much the evidence is divided, follows from the past alone.
 * @param from when the round began
 * @param counted whether it is evidence; otherwise it only teaches how the baseline behaves
 */
export function updateProportion(
  proportion: Proportion,
  baseline: Observed,
  candidate: Observed,
  alternatives: Alternatives,
  tolerated: number,
  from: number,
  counted: boolean,
): void {
  const { worse, placebo, dispersion, tally, past, windows, present, latest, spread } = proportion;
  PAIR.n1 = total(baseline.requests, baseline.pods);
  PAIR.e1 = total(baseline.events, baseline.pods);
  if (counted) {
    proportion.before ??= copySpread(spread);
    const phi = effectiveDispersion(dispersion);
    PAIR.n2 = total(candidate.requests, candidate.pods);
    PAIR.e2 = total(candidate.events, candidate.pods);
    const cover = { before: eventsBefore(proportion, candidate.from), overlap: overlap(baseline, candidate) };
    if (bet(worse, PAIR, alternatives, tolerated, phi, gains, cover, costs)) {
      extendWindows(windows, { gains, costs }, PAIR, from, spread);
      extendWindows(present, { gains, costs }, PAIR, from, null, AGAINST);
    }
    addToTally(tally, PAIR);
    splitHalves(baseline, HALVES);
    bet(placebo[0], HALVES, alternatives, 1, phi, gains);
    bet(placebo[1], swapped(HALVES), alternatives, 1, phi, gains);
    // The mean of two such processes is one again.
    proportion.placeboLogE = logAdd(placebo[0].logE, placebo[1].logE) - Math.LN2;
    proportion.placeboPeak = Math.max(proportion.placeboPeak, proportion.placeboLogE);
  }
  extendSpread(spread, baseline, counted ? candidate : null);
  learnScales(proportion.scales, spread);
  learnDispersion(dispersion, baseline.requests, baseline.events, baseline.pods, baseline.same);
  latest.push({ to: baseline.to, n: PAIR.n1, e: PAIR.e1 });
  if (latest.length > LATEST) latest.shift();
  past.n += PAIR.n1;
  past.e += PAIR.e1;
}

function swapped({ n1, e1, n2, e2 }: Pair): Pair {
  return { n1: n2, e1: e2, n2: n1, e2: e1 };
}

export function splitHalves(
  { pods, half, requests, events }: Pick<Observed, 'pods' | 'half' | 'requests' | 'events'>,
  into: Pair,
): void {
  into.n1 = into.e1 = into.n2 = into.e2 = 0;
  for (let i = 0; i < pods; i += 1) {
    if (half[i] === 0) {
      into.n1 += requests[i] ?? 0;
      into.e1 += events[i] ?? 0;
    } else {
      into.n2 += requests[i] ?? 0;
      into.e2 += events[i] ?? 0;
    }
  }
}

/**
 * How much worse the candidate is since the trouble began; over the ring where there is none. Null while nothing can be
 * compared.
 */
export function sizeOfTrouble(
  { worse, windows, spread, before, scales }: Proportion,
  weights: Weights,
  context: PodContext,
): Size | null {
  if (!before) return null;
  const ring = spreadSince(spread, before);
  const trouble = leadingWindow(windows, worse, weights)?.before;
  return trouble
    ? sizeOf({ trouble: spreadSince(spread, trouble), longer: [spread, ring], scales }, context)
    : sizeOf({ trouble: ring, longer: [spread], scales }, context);
}

/** Whether the candidate is worse by at least so much: as it looks, where that is known; and surely. */
export interface Certainty {
  readonly asFound: boolean;
  readonly byChance: boolean;
  /** Also if pods differ as the baseline's do. */
  readonly byPods: boolean;
  /** Also if pods differ as the baseline's do, but some pods of the candidate alone may have it. */
  readonly ofSome: boolean;
}

/** @param context with the φ of this proportion */
export const certainty = (proportion: Proportion, weights: Weights, size: number, context: PodContext): Certainty =>
  certaintyOf(sizeOfTrouble(proportion, weights, context), size);

/** Whether what was found is as large as `size`. */
export function certaintyOf(found: Size | null, size: number): Certainty {
  if (!found) return { asFound: true, byChance: false, byPods: false, ofSome: false };
  const { value, byChance, lower, ofAll } = found;
  return {
    asFound: value >= size,
    byChance: byChance >= size,
    byPods: lower !== null && lower >= size,
    ofSome: ofAll !== null && ofAll >= size,
  };
}
