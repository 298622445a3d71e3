import { describe, expect, it } from 'vitest';
import { PLAIN, WORLDS } from '../../bench/verdict/cell.ts';
import { upperBound } from '../../bench/verdict/clopper-pearson.ts';
import { scoreOf } from '../../bench/verdict/judges/kayenta.ts';
import { classify } from '../../bench/verdict/judges/mann-whitney.ts';
import { lnMixture } from '../../bench/verdict/judges/msprt.ts';
import { rate } from '../../bench/verdict/judges/threshold.ts';
import { normalBelow } from '../../bench/verdict/latency-shape.ts';
import { Random, seedOf } from '../../bench/verdict/random.ts';
import { type CellTally, merge, quantileOf, runTask } from '../../bench/verdict/tally.ts';

/** Rollouts of each world: enough to see the verdict break, not to prove its bound; that is the long form's work. */
const ROLLOUTS = 13;
const HONEST = WORLDS.filter((world) => world !== 'per-pod bursts');

describe('the judge bench in short', () => {
  it('hears hardly a false alarm in whole healthy rollouts of every world but bursts, where a z-test cries wolf', () => {
    const tallies = HONEST.map((world, i) =>
      runTask({ cell: { ...PLAIN, world, spread: i % 2 === 0 }, rollouts: ROLLOUTS, seed: seedOf(7, i) }),
    );
    const all = tallies.reduce<CellTally | null>((sum, tally) => (sum ? merge(sum, tally) : tally), null);
    expect(upperBound(all?.judges.ringdeck.falseAlarms ?? 1, all?.rollouts ?? 1)).toBeLessThan(0.035);
    expect((all?.judges['z-test'].falseAlarms ?? 0) / (all?.rollouts ?? 1)).toBeGreaterThan(0.3);
    expect(upperBound(all?.judges.mSPRT.falseAlarms ?? 1, all?.rollouts ?? 1)).toBeLessThan(0.2);
    expect((all?.passed ?? 0) / (all?.rollouts ?? 1)).toBeGreaterThan(0.8);
  });

  it('sees two points more errors in about 23 s, several times sooner than the fixed rule in the same rollouts', () => {
    const effect = { kind: 'errors', points: 0.02 } as const;
    const { judges } = runTask({ cell: { ...PLAIN, baseline: 0.001, effect }, rollouts: 60, seed: 11 });
    const median = quantileOf(judges.ringdeck.delays, 0.5);
    expect(median).toBeGreaterThan(15);
    expect(median).toBeLessThan(28);
    expect(quantileOf(judges.ringdeck.delays, 0.9)).toBeLessThan(50);
    expect(quantileOf(judges['rule [1m]'].delays, 0.5)).toBeGreaterThan(6 * median);
  });

  it('does not pass a V2 that is as much worse as the margin', () => {
    const effect = { kind: 'errors', points: 0.02 } as const;
    const cell = { ...PLAIN, effect, onset: 'whole' } as const;
    expect(runTask({ cell, rollouts: 80, seed: 13 }).falsePasses).toBeLessThanOrEqual(1);
  });
});

describe('the bench’s tools', () => {
  it('know what may be claimed from how many alarms', () => {
    for (const [events, trials] of [
      [0, 299],
      [4, 1000],
      [12, 2000],
    ] as const) {
      expect(upperBound(events, trials)).toBeLessThanOrEqual(0.01);
      expect(upperBound(events + 1, trials)).toBeGreaterThan(0.01);
    }
    expect(upperBound(3, 3)).toBe(1);
  });

  it.each([
    [12, 0.3],
    [300, 0.01],
    [300, 0.2],
    [2700, 0.05],
    [40, 0.9],
  ])('draw binomials of %i and %f with the right mean, variance and range', (n, p) => {
    const random = new Random(5);
    const draws = Array.from({ length: 40_000 }, () => random.binomial(n, p));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt((n * p * (1 - p)) / draws.length));
    expect(variance / (n * p * (1 - p))).toBeCloseTo(1, 1);
    expect(draws.every((k) => Number.isInteger(k) && k >= 0 && k <= n)).toBe(true);
  });

  it.each([0.4, 9, 30, 2700])('draw Poisson numbers around %f', (mean) => {
    const random = new Random(6);
    const draws = Array.from({ length: 40_000 }, () => random.poisson(mean));
    const found = draws.reduce((a, b) => a + b, 0) / draws.length;
    expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(mean / draws.length));
    expect(draws.reduce((a, b) => a + (b - found) ** 2, 0) / draws.length / mean).toBeCloseTo(1, 1);
  });

  it('read the normal distribution', () => {
    expect(normalBelow(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalBelow(-2.326348)).toBeCloseTo(0.01, 6);
  });

  it('compute rate() as Prometheus does: resets mended, extrapolated to the window, not below 0', () => {
    const times = [0, 15, 30, 45, 60];
    expect(rate(times, [1000, 1015, 1030, 1045, 1060], 60, 60)).toBeCloseTo(1, 12);
    // 45 s sampled, extrapolated over 60.
    expect(rate([5, 20, 35, 50], [1000, 1015, 1030, 1045], 60, 60)).toBeCloseTo(1, 12);
    // After a reset: 30 + 5 + 15 in 45 s.
    expect(rate([5, 20, 35, 50], [1000, 1030, 5, 20], 60, 60)).toBeCloseTo(50 / 45, 12);
    // The series began within the window: half an interval is added before it, and not more than takes it to 0.
    expect(rate([30, 45], [100, 115], 45, 60)).toBeCloseTo((15 * (15 + 7.5)) / 15 / 60, 12);
    expect(rate([30, 45], [1, 16], 45, 60)).toBeCloseTo((15 * (15 + 1)) / 15 / 60, 12);
    expect(rate([30], [100], 45, 60)).toBe(0);
  });

  it('compute a mixture’s likelihood ratio as the integral that it is', () => {
    const counted = { n1: 5400, e1: 54, n2: 600, e2: 24 };
    const [p1, p2] = [0.01, 0.04];
    const variance = (p1 * (1 - p1)) / 5400 + (p2 * (1 - p2)) / 600;
    const density = (x: number, mean: number, of: number) => Math.exp(-((x - mean) ** 2) / (2 * of)) / Math.sqrt(of);
    let integral = 0;
    for (let effect = -0.2; effect < 0.2; effect += 1e-5)
      integral += (density(p2 - p1, effect, variance) * density(effect, 0, 0.02 ** 2) * 1e-5) / Math.sqrt(2 * Math.PI);
    expect(lnMixture(counted)).toBeCloseTo(Math.log(integral / density(p2 - p1, 0, variance)), 6);
    expect(lnMixture({ ...counted, e2: 2 })).toBe(-Infinity);
  });

  it('classify a metric as Kayenta’s judge does, and score what it found', () => {
    const even = [1, 2, 3, 4, 5];
    expect(classify(even, even)).toBe('pass');
    expect(classify(even, [11, 12, 13, 14, 15])).toBe('high');
    expect(classify([11, 12, 13, 14, 15], even)).toBe('pass');
    // Of five points each the interval begins at the least difference, −2.
    expect(classify(even, [3, 4, 5, 6, 7])).toBe('pass');
    expect(classify([0, 0, 0, 0, 0], [0, 0, 0, 0, 0])).toBe('pass');
    expect(classify([0, 0, 0, 0, 0], [0.1, 0.1, 0.1, 0.1, 0.1])).toBe('high');
    expect(classify([], even)).toBe('no data');
    expect(scoreOf(['pass', 'pass'])).toBe(100);
    expect(scoreOf(['pass', 'high'])).toBe(50);
    expect(scoreOf(['pass', 'no data'])).toBe(0);
  });

  it('play the same rollouts for the same seed', () => {
    const task = { cell: PLAIN, rollouts: 2, seed: 3 };
    expect(runTask(task)).toEqual(runTask(task));
  });
});
