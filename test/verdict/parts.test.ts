import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../bench/verdict/random.ts';
import { millis } from '../../src/units.ts';
import { information, requestsToFail, requestsToPass } from '../../src/verdict/findings/forecast.ts';
import { extendTrail, newTrail, trailPoints } from '../../src/verdict/findings/trail.ts';
import { newShareTest, recentlyOff, shareLogE, updateShare } from '../../src/verdict/measures/share.ts';
import { lowerDifference, mixtureRadius, rateBand, upperDifference } from '../../src/verdict/statistics/confidence.ts';
import { effectiveDispersion, learnDispersion, newDispersion } from '../../src/verdict/statistics/dispersion.ts';
import { lnLikelihoodRatio, nullShare } from '../../src/verdict/statistics/e-process.ts';
import { logAdd, logSum } from '../../src/verdict/statistics/log-math.ts';
import { addToTally, difference, newTally } from '../../src/verdict/statistics/rates.ts';

describe('the dispersion of V1', () => {
  it('is Pearson’s χ² over its degrees of freedom, taken somewhat larger', () => {
    const dispersion = newDispersion();
    for (let i = 0; i < 10; i += 1) learnDispersion(dispersion, [100, 100, 100], [0, 10, 20], 3, false);
    // p = 0.1: χ² = (100 + 0 + 100) / 9 in each round, with 2 degrees.
    expect(dispersion.rounds).toEqual({ chiSquare: expect.closeTo(2000 / 9, 9), degrees: 20 });
    expect(effectiveDispersion(dispersion)).toBeCloseTo((1.3 * 2000) / 9 / 20, 9);
  });

  it('is 1 while pods differ only by chance, and when nothing is known', () => {
    const dispersion = newDispersion();
    expect(effectiveDispersion(dispersion)).toBe(1);
    for (let i = 0; i < 50; i += 1) learnDispersion(dispersion, [100, 100], [10 + (i % 3), 11], 2, true);
    expect(effectiveDispersion(dispersion)).toBe(1);
  });

  it('is 1 in nearly every stage of pods that differ by chance alone, at every look', () => {
    const random = new Random(5);
    for (const [pods, requests, rate] of [
      [9, 300, 0.01],
      [3, 900, 0.001],
      [9, 300, 0.5],
      [20, 60, 0.04],
    ] as const) {
      let spurious = 0;
      for (let stage = 0; stage < 60; stage += 1) {
        const dispersion = newDispersion();
        let most = 1;
        for (let round = 0; round < 120; round += 1) {
          const n = Array.from({ length: pods }, () => random.poisson(requests));
          const e = n.map((of) => random.binomial(of, rate));
          learnDispersion(dispersion, n, e, pods, true);
          most = Math.max(most, effectiveDispersion(dispersion));
        }
        if (most > 1) spurious += 1;
      }
      expect(spurious).toBeLessThanOrEqual(1);
    }
  });

  it('is larger over minutes where one pod’s trouble lasts, and starts over when the pods change', () => {
    // Each of four pods has twice its errors for two minutes in turn.
    const turns = (same: boolean) => {
      const dispersion = newDispersion();
      for (let i = 0; i < 64; i += 1) {
        const events = [10, 10, 10, 10];
        events[Math.floor(i / 8) % 4] = 20;
        learnDispersion(dispersion, [1000, 1000, 1000, 1000], events, 4, same);
      }
      return dispersion;
    };
    expect(effectiveDispersion(turns(true))).toBeCloseTo(8 * effectiveDispersion(turns(false)), 9);
    expect(turns(false).blocks.degrees).toBe(0);
  });

  it('learns nothing from one pod, from no event, and from nothing else', () => {
    const dispersion = newDispersion();
    learnDispersion(dispersion, [100, 0], [10, 0], 2, true);
    learnDispersion(dispersion, [100, 100], [0, 0], 2, true);
    learnDispersion(dispersion, [100, 100], [100, 100], 2, true);
    expect(dispersion.rounds.degrees + dispersion.blocks.degrees).toBe(0);
  });
});

describe('the confidence sequences', () => {
  const tally = (n1: number, e1: number, n2: number, e2: number) => {
    const counted = newTally();
    addToTally(counted, { n1, e1, n2, e2 });
    return counted;
  };

  it('are the formula of the method when the share is constant', () => {
    const [n1, e1, n2, e2, margin] = [27000, 270, 3000, 33, 0.01];
    const p1 = e1 / n1;
    const p2 = e2 / n2;
    const worst = Math.max(p2, p1 + margin);
    const variance = n2 * worst * (1 - worst) + ((n2 * n2) / n1) * p1 * (1 - p1);
    const upper = p2 - p1 + Math.sqrt(2 * (variance + 20) * Math.log(1 + Math.sqrt((variance + 20) / 20) / 0.02)) / n2;
    expect(upperDifference(tally(n1, e1, n2, e2), margin, 0.01, 1)).toBeCloseTo(upper, 12);
  });

  it('know nothing without traffic of both', () => {
    expect(upperDifference(tally(0, 0, 100, 0), 0.01, 0.01, 1)).toBeNull();
    expect(upperDifference(tally(100, 0, 0, 0), 0.01, 0.01, 1)).toBeNull();
    expect(lowerDifference(newTally(), 0.01, 1)).toBeNull();
    expect(rateBand(0, 0, 0.01, 1)).toBeNull();
  });

  it('grow wider with caution: less α, more variance, more dispersion', () => {
    expect(mixtureRadius(100, 0.001)).toBeGreaterThan(mixtureRadius(100, 0.01));
    expect(mixtureRadius(200, 0.01)).toBeGreaterThan(mixtureRadius(100, 0.01));
    const plain = upperDifference(tally(2700, 27, 300, 3), 0.01, 0.01, 1) ?? 0;
    expect(upperDifference(tally(2700, 27, 300, 3), 0.01, 0.01, 4)).toBeGreaterThan(plain);
  });

  it('of a rate hold it between them, for any counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const e = Math.round(n * part);
        const { lower, upper } = rateBand(e, n, 0.01, 1) ?? { lower: Number.NaN, upper: Number.NaN };
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(e / n);
        expect(upper).toBeGreaterThanOrEqual(e / n);
      }),
    );
    expect(rateBand(0, 1000, 0.01, 1)?.lower).toBe(0);
    expect(rateBand(0, 1000, 0.01, 1)?.upper).toBeLessThan(0.01);
    expect(rateBand(1000, 1000, 0.01, 1)?.upper).toBe(1);
  });

  it('compare like with like: a busy hour that came with V2’s growth is not V2’s fault', () => {
    const counted = newTally();
    addToTally(counted, { n1: 9000, e1: 9, n2: 1000, e2: 1 });
    addToTally(counted, { n1: 1000, e1: 100, n2: 9000, e2: 900 });
    expect(counted.e2 / counted.n2 - counted.e1 / counted.n1).toBeGreaterThan(0.07);
    expect(difference(counted)).toBeCloseTo(0, 12);
  });
});

/** Half a point, however few errors V1 has. */
const WIDE = { margin: 0.005, ratio: 1000 };

describe('the evidence that is missing', () => {
  it('is what a bet at the true rates earns per request', () => {
    const ratio = 0.03 / 0.01;
    const share = nullShare(9, 1, 1);
    const each = lnLikelihoodRatio(ratio, share, 0.09, 0.03);
    expect(information(0.01, 0.03, 9, 1)).toBeCloseTo(each, 12);
    expect(requestsToFail(1, 5, 0.01, 0.03, 9, 1, 2)).toBeCloseTo((2 * 4) / each, 6);
    expect(requestsToFail(1, 5, 0.03, 0.03, 9, 1, 1)).toBe(Infinity);
  });

  it('until PASS is where the upper bound meets the margin', () => {
    const needed = requestsToPass(0.002, 0.002, 9, WIDE, 0.01, 1);
    const counted = newTally();
    addToTally(counted, { n1: needed * 9, e1: needed * 9 * 0.002, n2: needed, e2: needed * 0.002 });
    expect(upperDifference(counted, 0.005, 0.01, 1)).toBeCloseTo(0.005, 4);
    expect(requestsToPass(0.002, 0.01, 9, WIDE, 0.01, 1)).toBe(Infinity);
    expect(requestsToPass(0, 0, 9, WIDE, 0.01, 1)).toBeGreaterThan(100);
  });

  it('shows why nobody sees two points more within 30 s at a baseline of 2 %', () => {
    const perSecond = 20 * information(0.02, 0.04, 9, 1);
    expect(Math.log(100) / perSecond).toBeGreaterThan(30);
  });
});

describe('the share test', () => {
  it('is fair at the tolerated edges: on average nothing is won', () => {
    const n = 12;
    for (const [edge, side] of [
      [0.2 / 1.25, 'below'],
      [0.2 * 1.25, 'above'],
    ] as const) {
      let mean = 0;
      let chance = (1 - edge) ** n;
      for (let n2 = 0; n2 <= n; n2 += 1) {
        const test = newShareTest(10);
        updateShare(test, n - n2, n2, 0.2, 0.25);
        mean += chance * Math.exp(test[side].logE);
        chance *= ((n - n2) / (n2 + 1)) * (edge / (1 - edge));
      }
      expect(mean).toBeCloseTo(1, 9);
    }
  });

  it('finds a share that is off, and knows of no test at 0 and at 1', () => {
    const test = newShareTest(100);
    for (let i = 0; i < 20; i += 1) updateShare(test, 950 + (i % 7), 40, 0.1, 0.25);
    expect(shareLogE(test)).toBeGreaterThan(Math.log(100));
    expect(recentlyOff(test, 0.25)).toBe(-1);
    const idle = newShareTest(100);
    updateShare(idle, 100, 0, 0, 0.25);
    updateShare(idle, 0, 100, 1, 0.25);
    expect(shareLogE(idle)).toBe(0);
  });
});

describe('logarithms', () => {
  it('add what doubles cannot hold', () => {
    expect(logAdd(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logAdd(-1e300, 3)).toBe(3);
    expect(logSum([Math.log(0.5), Math.log(0.5)], [-5000, -5000])).toBeCloseTo(-5000, 9);
    expect(logSum([], [])).toBe(-1e300);
  });
});

describe('the trail', () => {
  it('keeps a bounded number of points, from the first rounds to the last', () => {
    const trail = newTrail();
    for (let i = 0; i < 40_320; i += 1) extendTrail(trail, i * 15_000, i);
    const points = trailPoints(trail);
    expect(points.length).toBeGreaterThan(250);
    expect(points.length).toBeLessThanOrEqual(512);
    expect(points.at(-1)).toEqual({ at: millis(40_319 * 15_000), logE: 40_319, difference: null });
    expect(points[0]?.at).toBeLessThan(200 * 15_000);
    expect(points.every(({ at }, i) => i === 0 || at > (points[i - 1]?.at ?? 0))).toBe(true);
  });
});
