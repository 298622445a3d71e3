import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../bench/verdict/random.ts';
import { betweenPods, equalPods } from '../../../src/verdict/statistics/between-pods.ts';
import { isWithin } from '../../../src/verdict/statistics/confidence.ts';
import { addToTally, newTally } from '../../../src/verdict/statistics/rates.ts';
import { crowdedOut, keepPlaces, newRoster } from '../../../src/verdict/statistics/roster.ts';
import { keepInScales, learnScales, newScales, type Scale, scaleOf } from '../../../src/verdict/statistics/scales.ts';
import { type PodContext, sizeOf } from '../../../src/verdict/statistics/size.ts';
import {
  bestThird,
  type CountedSpread,
  copySpread,
  extendSpread,
  type LabelledRows,
  newSpread,
  type Spread,
  spreadSince,
} from '../../../src/verdict/statistics/spread.ts';
import { studentQuantile } from '../../../src/verdict/statistics/student.ts';

type Pod = readonly [requests: number, events: number, zone?: number];
const rows = (pods: readonly Pod[]): LabelledRows => ({
  pods: pods.length,
  places: pods.map((_, i) => i),
  zones: pods.map(([, , zone = 0]) => zone),
  requests: pods.map(([requests]) => requests),
  events: pods.map(([, events]) => events),
  labels: [],
});
const spreadOf = (baseline: readonly Pod[], candidate: readonly Pod[]): CountedSpread => {
  const spread = newSpread();
  extendSpread(spread, rows(baseline), rows(candidate));
  return spread;
};
const alike = (count: number, requests: number, events: number): Pod[] =>
  Array.from({ length: count }, () => [requests, events]);
const CONTEXT: PodContext = { zones: [], names: [], level: 0.01 / 6, mostlyYoung: false, dispersion: 1 };
const sized = (trouble: Spread, longer: readonly Spread[], context: PodContext, scales: readonly Scale[] = []) =>
  sizeOf({ trouble, longer, scales }, context);

describe('Student’s t', () => {
  it.each([
    [0.05, 1, 6.3138],
    [0.05, 2, 2.92],
    [0.025, 3, 3.1824],
    [0.005, 8, 3.3554],
    [0.001, 30, 3.3852],
  ])('exceeds with the chance %f, for %i degrees, %f', (level, degrees, quantile) => {
    expect(studentQuantile(level, degrees)).toBeCloseTo(quantile, 3);
  });
});

describe('how much pods differ', () => {
  it('is nothing for pods that differ only by chance, and what was put in for those that do', () => {
    const random = new Random(3);
    const taus = [0, 0.003].map((tau) => {
      let sum = 0;
      for (let world = 0; world < 400; world += 1) {
        const pods = Array.from({ length: 9 }, (): Pod => {
          const normal = Math.sqrt(-2 * Math.log1p(-random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
          return [20_000, random.binomial(20_000, 0.01 + tau * normal)];
        });
        sum += betweenPods(spreadOf(pods, []).baseline, []).variance;
      }
      return Math.sqrt(sum / 400);
    });
    expect(taus[0]).toBeLessThan(0.0006);
    expect(taus[1]).toBeGreaterThan(0.0026);
    expect(taus[1]).toBeLessThan(0.0034);
  });

  it('is known from as many pods as really count, and less for each zone', () => {
    const degrees = (pods: readonly Pod[]) =>
      betweenPods(
        spreadOf(pods, []).baseline,
        pods.map(([, , zone = 0]) => zone),
      ).degrees;
    expect(degrees(alike(9, 1000, 10))).toBe(8);
    expect(degrees([...alike(2, 10_000, 100), ...alike(7, 10, 0)])).toBeLessThan(2);
    expect(degrees(alike(9, 1000, 10).map(([n, e], i): Pod => [n, e, i % 3]))).toBe(6);
    expect(degrees(alike(1, 1000, 10))).toBe(0);
    expect(degrees([])).toBe(0);
  });

  it('is not known from pods that follow one another, and known from those side by side', () => {
    const [after, beside] = [newSpread(), newSpread()];
    for (let i = 0; i < 6; i += 1) {
      const at = (pods: readonly Pod[]) => ({ ...rows(pods), places: pods.map((_, k) => pods.length * i + k) });
      extendSpread(after, at([[900, i % 2 === 0 ? 9 : 90]]), null);
      extendSpread(
        beside,
        at([
          [900, 9],
          [900, 9],
        ]),
        null,
      );
    }
    expect(betweenPods(after.baseline, []).degrees).toBe(0);
    expect(betweenPods(beside.baseline, []).degrees).toBe(6);
  });

  it('leaves out what load and time do to all of them', () => {
    const spread = newSpread();
    extendSpread(
      spread,
      rows([
        [1000, 10],
        [10, 0],
        [1000, 10],
      ]),
      null,
    );
    extendSpread(
      spread,
      rows([
        [10, 5],
        [1000, 500],
        [10, 5],
      ]),
      null,
    );
    expect(betweenPods(spread.baseline, []).deviation).toBeLessThan(0);
    expect(equalPods(spread.baseline)).toBeCloseTo(3, 3);
  });
});

describe('the size of a difference', () => {
  it('is not sure from one error, however clean V1 is', () => {
    const one = sized(spreadOf(alike(5, 200_000, 0), [[1001, 1]]), [], CONTEXT);
    expect(one?.value).toBeCloseTo(1 / 1001, 9);
    expect(one?.lower).toBeLessThan(0.0005);
    for (const requests of [1, 10, 100]) {
      const early = sized(spreadOf(alike(5, 200_000, 0), [[requests, 1]]), [], CONTEXT);
      expect((early?.value ?? 0) - (early?.lower ?? 0)).toBeGreaterThan(0.9 / requests);
    }
  });

  it('never exceeds what was found, grows surer with more requests, and is surest by chance alone', () => {
    const pods = fc.array(fc.tuple(fc.integer({ min: 50, max: 5000 }), fc.double({ min: 0, max: 0.3, noNaN: true })), {
      minLength: 3,
      maxLength: 8,
    });
    fc.assert(
      fc.property(pods, pods, (one, other) => {
        const counted = (of: readonly (readonly [number, number])[], times: number) =>
          of.map(([n, p]): Pod => [n * times, Math.floor(n * p) * times]);
        const size = (times: number) => sized(spreadOf(counted(one, times), counted(other, times)), [], CONTEXT);
        const few = size(1);
        const many = size(10);
        if (!few || !many) throw new Error('nothing is compared');
        expect(few.byChance).toBeLessThanOrEqual(few.value + 1e-12);
        expect(few.lower ?? -1).toBeLessThanOrEqual(few.byChance + 1e-12);
        expect(many.value).toBeCloseTo(few.value, 9);
        expect(many.byChance).toBeGreaterThanOrEqual(few.byChance - 1e-12);
      }),
    );
  });

  it('is not sure where V1’s pods differ as much, over the stage or at this very time', () => {
    const calm = spreadOf(alike(9, 20_000, 200), [[20_000, 600]]);
    expect(sized(calm, [], CONTEXT)?.lower).toBeGreaterThan(0.015);
    const uneven = alike(9, 20_000, 200).map(([n, e], i): Pod => [n, e + (i % 3) * 200]);
    expect(sized(spreadOf(uneven, [[20_000, 800]]), [], CONTEXT)?.lower).toBeLessThan(0);
    // A zone fails: three V1 pods of nine, and the only one of V2.
    const failing = alike(9, 300, 3).map(([n, e], i): Pod => [n, i % 3 === 0 ? 100 : e]);
    const spread = copySpread(calm);
    extendSpread(spread, rows(failing), rows([[300, 100]]));
    const late = spreadSince(spread, calm);
    expect(sized(late, [spread], CONTEXT)?.byChance).toBeGreaterThan(0.05);
    expect(sized(late, [spread], CONTEXT)?.lower).toBeLessThan(0);
  });

  it('holds V2’s pods against V1’s of their own zone, and those of a zone without V1 against all, never surely', () => {
    const failing = alike(9, 300, 3).map(([n, e], i): Pod => [n, i % 3 === 0 ? 100 : e, i % 3]);
    const context = { ...CONTEXT, zones: failing.map(([, , zone = 0]) => zone) };
    expect(sized(spreadOf(failing, [[300, 100, 0]]), [], context)?.value).toBeCloseTo(0, 9);
    expect(sized(spreadOf(failing, [[300, 100, 1]]), [], context)?.lower).toBeGreaterThan(0.1);
    const elsewhere = sized(spreadOf(failing, [[300, 200, 3]]), [], context);
    expect(elsewhere?.value).toBeCloseTo(200 / 300 - 318 / 2700, 9);
    expect(elsewhere?.byChance).toBeGreaterThan(0.3);
    expect(elsewhere?.lower).toBeNull();
    const fewer: Pod[] = [
      [300, 100, 0],
      [200, 150, 3],
    ];
    expect(sized(spreadOf(failing, fewer), [], context)?.lower).not.toBeNull();
  });

  it('is never sure beside one V1 pod, or two: nothing tells how pods differ', () => {
    for (const count of [1, 2])
      expect(sized(spreadOf(alike(count, 90_000, 90), [[9000, 4500]]), [], CONTEXT)?.lower).toBeNull();
    expect(sized(spreadOf(alike(3, 90_000, 90), [[9000, 4500]]), [], CONTEXT)?.lower).toBeGreaterThan(0.3);
  });
});

describe('trouble of single pods', () => {
  const burst = (at: number) => alike(9, 600, 6).map(([n, e], i): Pod => [n, i === at ? 60 : e]);
  /** V1 alone over rounds in which one pod in turn has a burst every so often, for four rounds; 0: none has. */
  const learnt = (rounds: number, every: number) => {
    const [spread, scales] = [newSpread(), newScales()];
    for (let round = 0; round < rounds; round += 1) {
      const at = round % every < 4 ? Math.floor(round / every) % 9 : -1;
      extendSpread(spread, rows(burst(at)), null);
      learnScales(scales, spread);
    }
    return { spread, scales };
  };
  const ALL_WORSE: readonly Pod[] = alike(3, 600, 30);

  it('is held against how V1’s pods differed over times as short, though none is in trouble now', () => {
    const trouble = spreadOf(alike(9, 600, 6), [[600, 40]]);
    const calm = learnt(120, 0);
    const bursts = learnt(120, 12);
    expect(sized(trouble, [calm.spread], CONTEXT, calm.scales)?.lower).toBeGreaterThan(0.01);
    expect(sized(trouble, [bursts.spread], CONTEXT, [])?.lower).toBeGreaterThan(0.005);
    expect(sized(trouble, [bursts.spread], CONTEXT, bursts.scales)?.lower).toBeLessThan(0);
  });

  it('differs by less over longer times, and not at all where pods are alike', () => {
    const { scales } = learnt(256, 12);
    const variances = [8, 32, 128, 512].map((rounds) => scaleOf(scales, rounds)?.variance ?? 0);
    expect(variances).toEqual(variances.toSorted((a, b) => b - a));
    expect(Math.sqrt(variances[0] ?? 0)).toBeGreaterThan(0.01);
    expect(scaleOf(learnt(256, 0).scales, 8)?.variance).toBe(0);
    expect(scaleOf(newScales(), 8)).toMatchObject({ variance: 0, deviation: 0 });
  });

  it('is known from as many degrees as pods were in trouble, and from two at least', () => {
    const degrees = (rounds: number) => scaleOf(learnt(rounds, 12).scales, 8)?.degrees;
    expect(degrees(12)).toBe(2);
    expect(degrees(60)).toBe(5);
    expect(degrees(108)).toBe(9);
  });

  it('is the same after a restart, and goes on when pods are forgotten', () => {
    const { spread, scales } = learnt(40, 12);
    const again = structuredClone({ spread, scales });
    const places = [0, 2, 3, 4, 5, 6, 7, 8];
    keepInScales(again.scales, places);
    for (const values of Object.values(again.spread.baseline)) keepPlaces(values, places);
    for (const [one, pods] of [
      [{ spread, scales }, burst(1)],
      [again, burst(1).filter((_, i) => i !== 1)],
    ] as const) {
      for (let round = 0; round < 8; round += 1) {
        extendSpread(one.spread, rows(pods), null);
        learnScales(one.scales, one.spread);
      }
    }
    expect(again.scales[0]?.parts).toHaveLength(8);
    expect(scaleOf(again.scales, 8)?.variance).toBeLessThan(scaleOf(scales, 8)?.variance ?? 0);
    expect(scaleOf(again.scales, 8)?.variance).toBeGreaterThan(0);
  });

  it('is no fault of V2 where one of its pods alone is worse; what all of them share is, and so if they differ in it', () => {
    const { spread, scales } = learnt(120, 0);
    const lower = (pods: readonly Pod[]) =>
      sized(spreadOf(alike(9, 600, 6), pods), [spread], CONTEXT, scales)?.lower ?? null;
    expect(lower([[600, 100], ...alike(2, 600, 6)])).toBeLessThan(0);
    expect(lower(ALL_WORSE)).toBeGreaterThan(0.02);
    // Three of four, and one of four.
    expect(lower([...alike(3, 600, 100), [600, 6]])).toBeGreaterThan(0.005);
    expect(lower([[600, 100], ...alike(3, 600, 6)])).toBeLessThan(0.005);
    expect(lower([40, 70, 100].map((e): Pod => [600, e]))).toBeGreaterThan(0.005);
  });

  it('is asked of the best third of V2’s pods, by requests', () => {
    const best = (pods: readonly Pod[]) => bestThird(spreadOf(alike(9, 600, 6), pods)).candidate.n;
    expect(best([[600, 9], ...alike(3, 600, 6)])).toEqual([0, 600, 600, 0]);
    expect(
      best([
        [600, 6],
        [600, 60],
        [600, 30],
      ]),
    ).toEqual([600, 0, 0]);
    expect(
      best([
        [900, 6],
        [100, 60],
      ]),
    ).toEqual([900, 0]);
    expect(
      best([
        [10, 0],
        [600, 9],
        [600, 60],
      ]),
    ).toEqual([10, 600, 0]);
    const whole = spreadOf(alike(9, 600, 6), alike(4, 600, 6));
    expect(bestThird(whole).carried).toBeCloseTo(whole.carried / 4, 12);
  });

  it('of a V1 pod long ago hides nothing that all pods of V2 have, and what one pod has where V2 has no others', () => {
    const { spread, scales } = learnt(120, 200);
    const trouble = (pods: readonly Pod[]) => sized(spreadOf(alike(9, 600, 6), pods), [spread], CONTEXT, scales);
    expect(trouble(ALL_WORSE)?.lower).toBeGreaterThan(0.005);
    expect(trouble([[1800, 90]])?.lower).toBeLessThan(0);
  });

  it('is not told of V2 while most of its pods are too young to be compared', () => {
    const trouble = spreadOf(alike(9, 600, 6), ALL_WORSE);
    expect(sized(trouble, [], CONTEXT)?.lower).toBeGreaterThan(0.02);
    expect(sized(trouble, [], { ...CONTEXT, mostlyYoung: true })?.lower).toBeNull();
  });
});

describe('what PASS claims', () => {
  const tally = (n1: number, e1: number, n2: number, e2: number) => {
    const counted = newTally();
    addToTally(counted, { n1, e1, n2, e2 });
    return counted;
  };
  const margins = { margin: 0.01, ratio: 2 };

  it('is a ratio beside the difference: three times a low rate does not pass, however long', () => {
    for (const times of [1, 10, 1000])
      expect(isWithin(tally(1e6 * times, 1000 * times, 1e5 * times, 300 * times), margins, 0.01, 1)).toBe(false);
    expect(isWithin(tally(1e6, 1000, 1e5, 120), margins, 0.01, 1)).toBe(true);
  });

  it('is a fifth of the margin where V1 has no error at all', () => {
    expect(isWithin(tally(1e6, 0, 5000, 0), margins, 0.01, 1)).toBe(false);
    expect(isWithin(tally(1e6, 0, 12_000, 0), margins, 0.01, 1)).toBe(true);
    expect(isWithin(tally(1e6, 0, 1e5, 300), margins, 0.01, 1)).toBe(false);
  });

  it('is the difference alone where V1 has many errors', () => {
    expect(isWithin(tally(1e6, 50_000, 1e5, 5500), margins, 0.01, 1)).toBe(true);
    expect(isWithin(tally(1e6, 50_000, 1e5, 5900), margins, 0.01, 1)).toBe(false);
  });
});

describe('the roster', () => {
  it('forgets the pods gone longest when there are too many, and none that are present', () => {
    const roster = newRoster();
    for (let i = 0; i < 300; i += 1) {
      roster.names.push(`pod-${i}`);
      roster.zones.push(0);
      roster.seen.push(i < 5 ? 1000 : i);
    }
    const kept = crowdedOut(roster, 5);
    expect(kept?.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(kept?.at(-1)).toBe(299);
    expect(kept).toHaveLength(133);
    expect(crowdedOut(newRoster(), 5)).toBeNull();
  });
});
