import { type Round, total } from '../../../src/verdict/round.ts';

/** One-sided 1 %. */
const CRITICAL = 2.326;

/**
 * A two-proportion z-test on everything counted so far, looked at after every scrape: right for one look, wrong for
 * many. Errors, and requests slower than one boundary.
 */
export class ZTest {
  readonly #boundary: number;
  readonly #errors = { n1: 0, e1: 0, n2: 0, e2: 0 };
  readonly #slow = { n1: 0, e1: 0, n2: 0, e2: 0 };
  alarmAt: number | null = null;

  /** @param boundary index of the latency limit's boundary */
  constructor(boundary: number) {
    this.#boundary = boundary;
  }

  hear({ at, counted, baseline, candidate }: Round): void {
    if (!counted || this.alarmAt !== null) return;
    const errors = this.#errors;
    errors.n1 += total(baseline.requests, baseline.pods);
    errors.e1 += total(baseline.errors, baseline.pods);
    errors.n2 += total(candidate.requests, candidate.pods);
    errors.e2 += total(candidate.errors, candidate.pods);
    const slow = this.#slow;
    slow.n1 += total(baseline.timed[this.#boundary] ?? [], baseline.pods);
    slow.e1 += total(baseline.slow[this.#boundary] ?? [], baseline.pods);
    slow.n2 += total(candidate.timed[this.#boundary] ?? [], candidate.pods);
    slow.e2 += total(candidate.slow[this.#boundary] ?? [], candidate.pods);
    if (significant(errors) || significant(slow)) this.alarmAt = at / 1000;
  }
}

/** The textbook's rule for when the normal approximation may be used: at least five events expected in each. */
function significant({ n1, e1, n2, e2 }: { n1: number; e1: number; n2: number; e2: number }): boolean {
  const p = (e1 + e2) / (n1 + n2);
  if (!(n1 * p >= 5 && n2 * p >= 5 && p < 1)) return false;
  return (e2 / n2 - e1 / n1) / Math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2)) > CRITICAL;
}
