import {
  bet,
  type EProcess,
  ERROR_RATIOS,
  equalWeights,
  newEProcess,
  type Pair,
} from '../verdict/statistics/e-process.ts';
import { LN_ZERO } from '../verdict/statistics/log-math.ts';
import { extendWindows, leadingWindow, newWindows, type Window } from '../verdict/statistics/window.ts';

/** Everything tested of one template. */
export interface PatternTest {
  /** ln E against "both sides say it at the same rate", bet on only the candidate or only the baseline ever saying it. */
  lnNew: number;
  lnVanished: number;
  /** Bets that the candidate says it more often, by moments and by lines. */
  readonly byMoments: EProcess;
  byLines: EProcess;
  windows: readonly Window[];
  /** How much more the baseline's lines differ from round to round than by chance. */
  readonly noise: Noise;
  /** Moments of each side, and seconds of streams in which there could have been one. */
  readonly occupied: { moments: number; possible: number };
  /** Whether it is said so often that lines alone are counted; then those of before are not. */
  crowded: boolean;
  readonly planned: number;
}

export interface Noise {
  /** Σ χ² of pairs of rounds, and how many there were. */
  chiSquare: number;
  degrees: number;
  /** The round before, with which the next one is compared. */
  before: { readonly n: number; readonly lines: number } | null;
}

const newNoise = (): Noise => ({ chiSquare: 0, degrees: 0, before: null });

export const newPatternTest = (planned: number): PatternTest => ({
  lnNew: 0,
  lnVanished: 0,
  byMoments: newEProcess(ERROR_RATIOS.length, planned),
  byLines: newEProcess(ERROR_RATIOS.length, planned),
  windows: newWindows(ERROR_RATIOS.length),
  noise: newNoise(),
  occupied: { moments: 0, possible: 0 },
  crowded: false,
  planned,
});

/** One template in one round. */
export interface PatternRound {
  /** Exposure: requests, or seconds. */
  readonly n1: number;
  readonly n2: number;
  readonly lines: readonly [number, number];
  readonly moments: readonly [number, number];
  /** Seconds of streams of both sides. */
  readonly possible: number;
  /** Whether either side ever said it, this round included. */
  readonly said: readonly [boolean, boolean];
  /** When the round began. */
  readonly from: number;
  /** False when the split changed meanwhile: growth and silence cannot be told from it. */
  readonly steady: boolean;
}

const GRID = { ...equalWeights(ERROR_RATIOS.length), ratios: [...ERROR_RATIOS] };
const gains: number[] = [];

/** From this share of occupied seconds on two causes often share a moment. */
const CROWDED = 0.1;
/** Pairs of rounds from which the noise of lines is known. */
const LEARNT = 10;

/**
 * Takes in one round. With s = n2/(n1 + n2), m the moments and "said" as of now:
 *
 *     E_new      = Π (1/s)^m2        while the baseline never said it, else 0
 *     E_vanished = Π (1/(1 − s))^m1  while the candidate never said it, else 0
 *     E_grown    = the bet of src/verdict/statistics/e-process.ts with s and the counts of both sides
 *
 * E_new is the likelihood ratio of "only the candidate says it" in the limit. Under equal Poisson rates per exposure λ1 and
 * λ2 of a stream's second, its mean is e^−λ1·(1 + (1 − e^−λ2)·λ1/λ2) ≤ e^−λ1·(1 + λ1) ≤ 1: counting a second of a stream
 * once loses evidence and never makes any. E_vanished is the same with the sides changed. So P(sup E ≥ 1/α) ≤ α (Ville
 * 1939) however often one looks. It matters because a cause often says several lines at once, which are one proof and
 * not several.
 *
 * Moments do not tell of growth where they are crowded, and lines mislead where one cause says many. So growth is bet on
 * by both, and the smaller E counts: it is below the one that is right. Where a template is crowded and its noise is
 * learnt, its lines alone are counted from then on, and their evidence is divided by φ. That is learnt from the
 * baseline's past: with neighbouring rounds a and b and x of their m lines in b, given m, x is binomial with
 * q = n_b/(n_a + n_b) if lines are independent, so (x − m·q)²/(m·q·(1 − q)) is 1 on average; slow changes of the rate
 * cancel, bursts do not.
 */
export function takeRound(test: PatternTest, round: PatternRound): void {
  const { n1, n2, lines, moments, said, steady, from } = round;
  const both = n1 > 0 && n2 > 0;
  const share = n2 / (n1 + n2);
  if (said[0]) test.lnNew = LN_ZERO;
  else if (both) test.lnNew -= moments[1] * Math.log(share);
  if (said[1]) test.lnVanished = LN_ZERO;
  else if (both && steady) test.lnVanished -= moments[0] * Math.log1p(-share);

  const { occupied, noise } = test;
  const crowds = occupied.possible > 0 && occupied.moments >= CROWDED * occupied.possible;
  if (!test.crowded && crowds && noise.degrees >= LEARNT) {
    test.crowded = true;
    test.byLines = newEProcess(ERROR_RATIOS.length, test.planned);
    test.windows = newWindows(ERROR_RATIOS.length);
  }
  if (both && steady) {
    const pair: Pair = { n1, e1: lines[0], n2, e2: lines[1] };
    bet(test.byLines, pair, GRID, 1, test.crowded ? noiseOf(noise) : 1, gains);
    extendWindows(test.windows, { gains, costs: [] }, pair, from, null);
    if (!crowds) bet(test.byMoments, { n1, e1: moments[0], n2, e2: moments[1] }, GRID, 1, 1, gains);
  }
  learn(test, n1, lines[0]);
  occupied.moments += moments[0] + moments[1];
  occupied.possible += round.possible;
}

/** φ: what the noise is at most, by two standard deviations of what chance adds to χ². */
const noiseOf = ({ chiSquare, degrees }: Noise): number =>
  Math.max(1, (chiSquare + 2 * Math.sqrt(2 * degrees)) / degrees);

/** ln E that the candidate says it more often. */
export const lnGrown = ({ byLines, byMoments, crowded }: PatternTest): number =>
  crowded ? byLines.logE : Math.min(byLines.logE, byMoments.logE);

/** Learns from a round of the baseline how much its lines differ by themselves; each round belongs to one pair. */
export function learn({ noise }: PatternTest, n: number, lines: number): void {
  if (!(n > 0)) return;
  const { before } = noise;
  noise.before = before ? null : { n, lines };
  if (!before || before.lines + lines === 0) return;
  const total = before.lines + lines;
  const q = n / (before.n + n);
  const off = lines - total * q;
  noise.chiSquare += (off * off) / (total * q * (1 - q));
  noise.degrees += 1;
}

/** It is over once what came since the peak of E speaks so strongly, in ln, for both saying it alike. */
const OVER = Math.log(1000);

export interface Growth {
  /** How many times the baseline's rate the candidate's is since it began to be more; Infinity when it is silent. */
  readonly factor: number;
  readonly lasts: boolean;
}

/** Null while nothing speaks for growth. */
export function growth({ windows, byLines }: PatternTest): Growth | null {
  const since = leadingWindow(windows, byLines, GRID);
  if (!since || since.from === null) return null;
  const { e1, n1, e2, n2 } = since.tally;
  return { factor: e1 > 0 ? e2 / n2 / (e1 / n1) : Infinity, lasts: byLines.logE > byLines.peak - OVER };
}
