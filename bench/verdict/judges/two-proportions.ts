import { type Round, total } from '../../../src/verdict/rounds/round.ts';

/** Requests and events of both versions. */
export interface Counted {
  n1: number;
  e1: number;
  n2: number;
  e2: number;
}

/** Everything counted since the ring's start: errors, and requests slower than one boundary. */
export class TwoProportions {
  readonly #boundary: number;
  readonly errors: Counted = { n1: 0, e1: 0, n2: 0, e2: 0 };
  readonly slow: Counted = { n1: 0, e1: 0, n2: 0, e2: 0 };

  /** @param boundary index of the latency limit's boundary */
  constructor(boundary: number) {
    this.#boundary = boundary;
  }

  add({ baseline, candidate }: Round): void {
    const { errors, slow } = this;
    errors.n1 += total(baseline.requests, baseline.pods);
    errors.e1 += total(baseline.errors, baseline.pods);
    errors.n2 += total(candidate.requests, candidate.pods);
    errors.e2 += total(candidate.errors, candidate.pods);
    slow.n1 += total(baseline.timed[this.#boundary] ?? [], baseline.pods);
    slow.e1 += total(baseline.slow[this.#boundary] ?? [], baseline.pods);
    slow.n2 += total(candidate.timed[this.#boundary] ?? [], candidate.pods);
    slow.e2 += total(candidate.slow[this.#boundary] ?? [], candidate.pods);
  }
}

/** The textbook's rule for when the normal approximation may be used: at least five events expected in each version. */
export function isNearlyNormal({ n1, e1, n2, e2 }: Counted): boolean {
  const p = (e1 + e2) / (n1 + n2);
  return n1 * p >= 5 && n2 * p >= 5 && p < 1;
}
