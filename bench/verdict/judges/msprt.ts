import type { Round } from '../../../src/verdict/rounds/round.ts';
import { type Counted, isNearlyNormal, TwoProportions } from './two-proportions.ts';

/** τ: how large effects are thought to be, in points of errors or of slow requests. That of the bench's own trouble, which is kind to it. */
const TAU = 0.02;

/**
 * A mixture sequential probability ratio test, as experimentation platforms use it to stop at any look (Johari, Koomen, Pekelis
 * and Walsh, Always Valid Inference, 2022): the difference of two proportions d is taken for normal with its variance V as
 * estimated so far, and effects for N(0, τ²). An asymptotic confidence sequence (Waudby-Smith and others, 2024), which
 * other platforms show, is the same test with a τ that follows V. α is divided by rings and metrics. Errors, and requests slower
 * than one boundary; only a worse V2 is an alarm.
 */
export class Msprt {
  readonly #counted: TwoProportions;
  readonly #enough: number;
  alarmAt: number | null = null;

  /** @param boundary index of the latency limit's boundary @param alpha of this ring */
  constructor(boundary: number, alpha: number) {
    this.#counted = new TwoProportions(boundary);
    this.#enough = Math.log(1 / alpha);
  }

  hear(round: Round): void {
    if (!round.counted || this.alarmAt !== null) return;
    this.#counted.add(round);
    const { errors, slow } = this.#counted;
    if (lnMixture(errors) >= this.#enough || lnMixture(slow) >= this.#enough) this.alarmAt = round.at / 1000;
  }
}

/**
 * ln Λ = ½ ln(V/(V + τ²)) + τ²·d²/(2·V·(V + τ²)), V = p1·(1 − p1)/n1 + p2·(1 − p2)/n2; −∞ while V2 looks no worse, or the normal
 * distribution is no likeness.
 */
export function lnMixture(counted: Counted): number {
  if (!isNearlyNormal(counted)) return -Infinity;
  const { n1, e1, n2, e2 } = counted;
  const [p1, p2] = [e1 / n1, e2 / n2];
  const variance = (p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2;
  const d = p2 - p1;
  if (d <= 0) return -Infinity;
  const mixed = variance + TAU ** 2;
  return 0.5 * Math.log(variance / mixed) + (TAU ** 2 * d ** 2) / (2 * variance * mixed);
}
