import { millis, type Ratio, ratio } from '../../units.ts';
import { type Proportion, sizeOfTrouble } from '../measures/proportion.ts';
import { type BetweenPods, betweenPods } from '../statistics/between-pods.ts';
import { asked, bandOfDifference, type Margins, rateBand } from '../statistics/confidence.ts';
import { effectiveDispersion } from '../statistics/dispersion.ts';
import type { Weights } from '../statistics/e-process.ts';
import { difference, rateOf } from '../statistics/rates.ts';
import { DEGREES_FOR_SPREAD, type PodContext, type Size } from '../statistics/size.ts';
import { leadingWindow } from '../statistics/window.ts';
import type { ProportionVerdict, RateVerdict } from '../verdict.ts';
import { type Label, labelOrigins } from './label-origin.ts';
import { originOf } from './origin.ts';
import { troubleOf } from './present.ts';

/** What a proportion is read with. */
export interface ReadContext extends PodContext {
  readonly labels: readonly Label[];
}

/** A proportion's numbers, for people. */
export function readProportion(
  proportion: Proportion,
  weights: Weights,
  margins: Margins,
  alpha: number,
  context: ReadContext,
): ProportionVerdict {
  const { tally, worse, dispersion, spread } = proportion;
  const phi = effectiveDispersion(dispersion);
  const { margin, times, isMet } = asked(tally, margins, alpha, phi);
  return {
    baseline: readRate(tally.e1, tally.n1, alpha, phi),
    candidate: readRate(tally.e2, tally.n2, alpha, phi),
    difference: bandOfDifference(tally, margin, alpha, phi),
    surely: readSize(sizeOfTrouble(proportion, weights, context)),
    betweenPods: readSpread(betweenPods(spread.baseline, context.zones)),
    logE: worse.logE,
    peakLogE: worse.peak,
    since: readSince(proportion, weights, context),
    dispersion: phi,
    margin: ratio(margin),
    times,
    passes: isMet,
  };
}

const readSize = (size: Size | null): ProportionVerdict['surely'] =>
  size && { byChance: size.byChance, byPods: size.lower };

const readSpread = ({ variance, degrees }: BetweenPods) => (degrees < DEGREES_FOR_SPREAD ? null : Math.sqrt(variance));

function readRate(events: number, requests: number, alpha: number, phi: number): RateVerdict {
  return { requests, events, rate: ratioOf(events, requests), band: rateBand(events, requests, alpha, phi) };
}

function readSince(
  proportion: Proportion,
  weights: Weights,
  { names, labels }: ReadContext,
): ProportionVerdict['since'] {
  const { windows, worse, spread } = proportion;
  // After hours that were well the stage as a whole may not show what is going on.
  const window = worse.logE > 0 ? leadingWindow(windows, worse, weights) : troubleOf(proportion, 0);
  if (!window || window.from === null) return null;
  const { e1, n1, e2, n2 } = window.tally;
  return {
    from: millis(window.from),
    baseline: ratioOf(e1, n1),
    candidate: ratioOf(e2, n2),
    difference: difference(window.tally),
    pods: window.before ? originOf(spread, window.before, names) : [],
    labels: window.before ? labelOrigins(spread.labels, window.before.labels, labels) : [],
  };
}

function ratioOf(events: number, requests: number): Ratio | null {
  const rate = rateOf(events, requests);
  return rate === null ? null : ratio(rate);
}
