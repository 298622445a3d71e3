import type { Round } from '../../../src/verdict/rounds/round.ts';
import { type Counted, isNearlyNormal, TwoProportions } from './two-proportions.ts';

/** One-sided 1 %. */
const CRITICAL = 2.326;

/**
 * A two-proportion z-test on everything counted so far, looked at after every scrape: right for one look, wrong for
 * many. Errors, and requests slower than one boundary.
 */
export class ZTest {
  readonly #counted: TwoProportions;
  alarmAt: number | null = null;

  /** @param boundary index of the latency limit's boundary */
  constructor(boundary: number) {
    this.#counted = new TwoProportions(boundary);
  }

  hear(round: Round): void {
    if (!round.counted || this.alarmAt !== null) return;
    this.#counted.add(round);
    const { errors, slow } = this.#counted;
    if (isSignificant(errors) || isSignificant(slow)) this.alarmAt = round.at / 1000;
  }
}

function isSignificant(counted: Counted): boolean {
  if (!isNearlyNormal(counted)) return false;
  const { n1, e1, n2, e2 } = counted;
  const p = (e1 + e2) / (n1 + n2);
  return (e2 / n2 - e1 / n1) / Math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2)) > CRITICAL;
}
