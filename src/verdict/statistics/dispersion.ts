/** χ² summed over rounds, or over blocks of rounds, and its degrees of freedom. */
export interface ChiSquare {
  chiSquare: number;
  degrees: number;
}

/**
 * How much more the baseline's pods differ among each other than chance allows, learnt round by round; as JSON can hold
 * it.
 */
export interface Dispersion {
  readonly rounds: ChiSquare;
  /** The same over blocks of rounds: a pod in trouble for a minute differs more over a minute than in each of its rounds. */
  readonly blocks: ChiSquare;
  /** Rounds in the block that is being filled, and its sums by pod. */
  filled: number;
  requests: number[];
  events: number[];
}

/** Two minutes at the usual scrape interval. */
const BLOCK = 8;

export const newDispersion = (): Dispersion => ({
  rounds: { chiSquare: 0, degrees: 0 },
  blocks: { chiSquare: 0, degrees: 0 },
  filled: 0,
  requests: [],
  events: [],
});

/**
 * Adds one round. Rounds without an event, or without anything else, say nothing.
 * @param same whether the pods are those of the round before, in the same order
 */
export function learnDispersion(
  dispersion: Dispersion,
  requests: ArrayLike<number>,
  events: ArrayLike<number>,
  pods: number,
  same: boolean,
): void {
  addChiSquare(dispersion.rounds, requests, events, pods);
  if (!same || dispersion.requests.length !== pods) startBlock(dispersion, pods);
  for (let i = 0; i < pods; i += 1) {
    dispersion.requests[i] = (dispersion.requests[i] ?? 0) + (requests[i] ?? 0);
    dispersion.events[i] = (dispersion.events[i] ?? 0) + (events[i] ?? 0);
  }
  dispersion.filled += 1;
  if (dispersion.filled < BLOCK) return;
  addChiSquare(dispersion.blocks, dispersion.requests, dispersion.events, pods);
  startBlock(dispersion, pods);
}

function startBlock(dispersion: Dispersion, pods: number): void {
  dispersion.filled = 0;
  dispersion.requests.length = pods;
  dispersion.events.length = pods;
  dispersion.requests.fill(0);
  dispersion.events.fill(0);
}

/**
 * χ² = Σ_pods (e_i − n_i·p)² / (n_i·p·(1 − p)) with p the pooled rate, degrees = pods − 1. Given the total, its mean under
 * equal rates is (pods − 1)·N/(N − 1) whatever the size of the counts, so sparse counts do not bias it.
 */
function addChiSquare(sums: ChiSquare, requests: ArrayLike<number>, events: ArrayLike<number>, pods: number): void {
  let n = 0;
  let e = 0;
  let reporting = 0;
  for (let i = 0; i < pods; i += 1) {
    const of = requests[i] ?? 0;
    if (of <= 0) continue;
    n += of;
    e += events[i] ?? 0;
    reporting += 1;
  }
  if (reporting < 2 || e <= 0 || e >= n) return;
  const p = e / n;
  let sum = 0;
  for (let i = 0; i < pods; i += 1) {
    const of = requests[i] ?? 0;
    if (of <= 0) continue;
    const off = (events[i] ?? 0) - of * p;
    sum += (off * off) / of;
  }
  sums.chiSquare += sum / (p * (1 - p));
  sums.degrees += reporting - 1;
}

/**
 * What χ² reaches by chance, at any of all looks together, once in some hundred stages: df + 2√(df·x) + 2x exceeds it with
 * the chance e^−x at one look (Laurent and Massart 2000), and looks are new as often as the degrees double.
 */
function chance(degrees: number): number {
  const x = Math.log(SELDOM) + 2 * Math.log(1 + Math.log2(1 + degrees));
  return degrees + 2 * Math.sqrt(degrees * x) + 2 * x;
}
const SELDOM = 100;
/** The dispersion is estimated from few pods: it is taken somewhat larger than it seems. */
const CAUTION = 1.3;

/**
 * φ by which evidence is divided: 1 while pods differ no more than by chance, else 1.3·Σχ²/Σdf (quasi-likelihood), over
 * rounds or over blocks, whichever is larger.
 */
export const effectiveDispersion = ({ rounds, blocks }: Dispersion): number => Math.max(excess(rounds), excess(blocks));

/** The same of numbers that have no pods. */
export function excess({ chiSquare, degrees }: ChiSquare): number {
  if (degrees === 0 || chiSquare <= chance(degrees)) return 1;
  return Math.max(1, (CAUTION * chiSquare) / degrees);
}
