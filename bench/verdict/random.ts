import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded random numbers: the same seed draws the same on every machine. */
export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed | 0);
  }

  /** In [0, 1). */
  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  /** Time until the next event of a Poisson process. @param mean of the waiting time */
  wait(mean: number): number {
    return -mean * Math.log1p(-this.uniform());
  }

  /** Exact: by inversion for small means, else PTRS (Hörmann 1993). */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean < 10) {
      let term = Math.exp(-mean);
      let u = this.uniform();
      let k = 0;
      while (u > term && k < 1000) {
        u -= term;
        k += 1;
        term *= mean / k;
      }
      return k;
    }
    const b = 0.931 + 2.53 * Math.sqrt(mean);
    const a = -0.059 + 0.02483 * b;
    const lnInverseAlpha = Math.log(1.1239 + 1.1328 / (b - 3.4));
    const easy = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = this.uniform() - 0.5;
      const v = this.uniform();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= easy) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      const lnFactorial = (k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI) + stirlingTail(k);
      if (Math.log(v) + lnInverseAlpha - Math.log(a / (us * us) + b) <= k * Math.log(mean) - mean - lnFactorial)
        return k;
    }
  }

  /** Exact: by inversion for small means, else BTRS (Hörmann 1993). */
  binomial(n: number, p: number): number {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - this.binomial(n, 1 - p);
    return n * p < 10 ? this.#fewEvents(n, p) : this.#manyEvents(n, p);
  }

  #fewEvents(n: number, p: number): number {
    const odds = p / (1 - p);
    const none = Math.exp(n * Math.log1p(-p));
    for (;;) {
      let term = none;
      let u = this.uniform();
      let k = 0;
      while (u > term && k <= n) {
        u -= term;
        k += 1;
        term *= ((n + 1) / k - 1) * odds;
      }
      if (k <= n) return k;
    }
  }

  #manyEvents(n: number, p: number): number {
    const deviation = Math.sqrt(n * p * (1 - p));
    const b = 1.15 + 2.53 * deviation;
    const a = -0.0873 + 0.0248 * b + 0.01 * p;
    const center = n * p + 0.5;
    const easy = 0.92 - 4.2 / b;
    const odds = p / (1 - p);
    const alpha = (2.83 + 5.1 / b) * deviation;
    const mode = Math.floor((n + 1) * p);
    for (;;) {
      const u = this.uniform() - 0.5;
      const v = this.uniform();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + center);
      if (us >= 0.07 && v <= easy) return k;
      if (k < 0 || k > n) continue;
      const bound =
        (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
        (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
        (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
        stirlingTail(mode) +
        stirlingTail(n - mode) -
        stirlingTail(k) -
        stirlingTail(n - k);
      if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
    }
  }
}

const TAILS = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
  0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];

/** ln k! − ((k + ½)·ln(k + 1) − (k + 1) + ½·ln 2π). */
function stirlingTail(k: number): number {
  const known = TAILS[k];
  if (known !== undefined) return known;
  const square = (k + 1) * (k + 1);
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

/** One seed from several numbers (FNV-1a over their words). */
export function seedOf(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    for (let shift = 0; shift < 32; shift += 8) hash = Math.imul(hash ^ ((number >>> shift) & 0xff), 0x01000193);
  }
  return hash;
}
