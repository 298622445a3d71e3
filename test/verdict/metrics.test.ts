import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../bench/verdict/random.ts';
import { millis } from '../../src/units.ts';
import type { RawSeries, Role } from '../../src/verdict/counters/samples.ts';
import { Judge } from '../../src/verdict/judge.ts';
import { lnMetricWeight } from '../../src/verdict/judgement.ts';
import { lnMeanRatio } from '../../src/verdict/measures/mean.ts';
import type { JudgeOptions, MetricOptions } from '../../src/verdict/options.ts';
import { addDifference, meanBand, newMeanDifference } from '../../src/verdict/statistics/mean-difference.ts';
import { learnScatter, newScatter, varianceOf } from '../../src/verdict/statistics/scatter.ts';
import { OPTIONS, REQUESTS, START, STEP, series } from './fixtures.ts';

const ACCURACY: MetricOptions = {
  id: 'accuracy',
  label: 'accuracy',
  unit: 'ratio',
  kind: 'ratio',
  worse: 'lower',
  weight: 1,
  practical: 0.01,
  margin: 0.02,
};
const REVENUE: MetricOptions = {
  ...ACCURACY,
  id: 'revenue',
  label: '€ per match',
  unit: 'score',
  kind: 'mean',
  practical: 0.02,
  margin: 0.05,
};

/** A value that is rarely large and else a little below 0, or the other way round: mean 0 and variance 1. */
const lopsided = (p: number) => [
  { x: Math.sqrt((1 - p) / p), chance: p },
  { x: -Math.sqrt(p / (1 - p)), chance: 1 - p },
];

describe('a bet on a difference of means', () => {
  test('is worth no more than its stake on average, however lopsided the values and whatever is bet on', () => {
    const parts = fc.record({
      p: fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true }),
      effect: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    });
    fc.assert(
      fc.property(parts, ({ p, effect }) => {
        const mean = lopsided(p).reduce((sum, { x, chance }) => sum + chance * Math.exp(lnMeanRatio(x, 1, effect)), 0);
        expect(mean).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test('rests on a bound that holds everywhere', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), (y) => {
        expect(Math.exp(y - y ** 2 / 6)).toBeLessThanOrEqual((1 + y + y ** 2 / 3) * (1 + 1e-12));
      }),
    );
  });

  test('earns one and a half at most, however large the difference', () => {
    for (const x of [0.1, 1, 3, 10, 1e6])
      for (const effect of [0.1, 1, 10]) expect(lnMeanRatio(x, 0.5, effect)).toBeLessThanOrEqual(1.5);
  });

  test('says the same whatever the unit', () => {
    for (const unit of [1e-6, 1, 1e9])
      expect(lnMeanRatio(0.3 * unit, 0.04 * unit ** 2, 0.2 * unit)).toBeCloseTo(lnMeanRatio(0.3, 0.04, 0.2), 9);
  });
});

test('the scatter of single cases is learnt from each pod against itself, though pods differ', () => {
  const random = new Random(7);
  const scatter = newScatter();
  const levels = [3, 5, 11];
  for (let round = 0; round < 400; round += 1) {
    const requests = levels.map(() => random.poisson(20));
    // A case is worth its level give or take 2.
    const events = levels.map((level, i) => {
      let sum = 0;
      for (let k = 0; k < (requests[i] ?? 0); k += 1) sum += level + (random.uniform() < 0.5 ? 2 : -2);
      return sum;
    });
    learnScatter(scatter, { pods: 3, places: [0, 1, 2], zones: [0, 0, 0], requests, events });
  }
  expect(varianceOf(scatter)).toBeGreaterThan(3.5);
  expect(varianceOf(scatter)).toBeLessThan(4.5);
});

test('the band of a difference leaves the truth out in hardly any stage, looked at after every round', () => {
  let missed = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    const random = new Random(seed);
    const sums = newMeanDifference();
    let isOut = false;
    for (let round = 0; round < 120; round += 1) {
      const [n1, n2] = [100 + random.poisson(200), 10 + random.poisson(20)];
      addDifference(
        sums,
        { n1, e1: random.binomial(n1, 0.9), n2, e2: random.binomial(n2, 0.9) },
        { v1: 0.09, v2: 0.09 },
      );
      const band = meanBand(sums, 0.05);
      isOut ||= band !== null && (band.lower > 0 || band.upper < 0);
    }
    if (isOut) missed += 1;
  }
  expect(missed).toBeLessThanOrEqual(10);
});

interface World {
  readonly metrics?: readonly MetricOptions[];
  /** Cases and their sum in a scrape, of the metric at that index. */
  readonly v1: (metric: number, k: number, random: Random) => readonly [number, number];
  readonly v2: World['v1'];
  readonly scrapes?: number;
  readonly seed?: number;
  /** Two servers scrape each pod. */
  readonly copies?: boolean;
}

/** Six pods of V1 and two of V2, each scraped at a moment of its own from twenty scrapes before the start. */
function samples({ metrics = [ACCURACY], v1, v2, scrapes = 120, seed = 3, copies = false }: World): RawSeries[] {
  const random = new Random(seed);
  return Array.from({ length: 8 }, (_, i) => {
    const side = i < 6 ? ('baseline' as const) : ('candidate' as const);
    const phase = Math.round(random.uniform() * STEP);
    const roles: readonly Role[] = [
      REQUESTS,
      ...metrics.flatMap((_, metric) => [{ kind: 'cases', metric } as const, { kind: 'sum', metric } as const]),
    ];
    const totals = roles.map(() => 0);
    const columns = roles.map((): [number, number][] => []);
    for (let k = side === 'baseline' ? -20 : 0; k <= scrapes; k += 1) {
      totals[0] = (totals[0] ?? 0) + random.poisson(50);
      metrics.forEach((_, metric) => {
        const [n, sum] = (side === 'baseline' ? v1 : v2)(metric, k, random);
        totals[1 + 2 * metric] = (totals[1 + 2 * metric] ?? 0) + n;
        totals[2 + 2 * metric] = (totals[2 + 2 * metric] ?? 0) + sum;
      });
      columns.forEach((column, c) => {
        column.push([START + k * STEP + phase, totals[c] ?? 0]);
      });
    }
    return roles.flatMap((role, c) => {
      const one = series(`pod-${i}`, side, role, columns[c] ?? [], `pod-${i} ${JSON.stringify(role)}`);
      return copies
        ? ['a', 'b'].map((replica) => ({ ...one, key: `${one.key} ${replica}`, labels: { ...one.labels, replica } }))
        : [one];
    });
  }).flat();
}

const ratio =
  (rate: number, n = 150) =>
  (_: number, __: number, random: Random): readonly [number, number] => {
    const cases = random.poisson(n);
    return [cases, random.binomial(cases, rate)];
  };
/** Values as revenue is: most are small. */
const mean =
  (level: number, n = 100) =>
  (_: number, __: number, random: Random): readonly [number, number] => {
    const cases = random.poisson(n);
    let sum = 0;
    for (let i = 0; i < cases; i += 1) sum += -level * Math.log1p(-random.uniform());
    return [cases, sum];
  };

const optionsOf = ({ metrics = [ACCURACY] }: Pick<World, 'metrics'>): JudgeOptions => ({ ...OPTIONS, metrics });
const end = ({ scrapes = 120 }: Pick<World, 'scrapes'>) => millis(START + (scrapes + 1) * STEP);

function judged(world: World) {
  const judge = new Judge(optionsOf(world));
  judge.hear(samples(world), end(world));
  return judge.verdict(end(world));
}

describe('a ratio that is compared', () => {
  test('fails when it surely is worse', () => {
    const { state, reasons, metrics, failedAt } = judged({
      v1: ratio(0.9),
      v2: (m, k, random) => ratio(k < 40 ? 0.9 : 0.85)(m, k, random),
    });
    expect([state, reasons[0]]).toEqual(['FAIL', { kind: 'metric-worse', metric: 'accuracy' }]);
    expect(metrics[0]?.baseline.value).toBeCloseTo(0.9, 2);
    expect(metrics[0]?.since?.candidate).toBeCloseTo(0.85, 2);
    expect(metrics[0]?.surely?.byPods).toBeGreaterThan(0.01);
    expect((failedAt ?? 0) - START).toBeGreaterThan(40 * STEP);
  });

  test.each([
    ['as good', 0.9],
    ['better', 0.93],
  ])('passes when it is %s', (_, rate) => {
    const { state, metrics } = judged({ v1: ratio(0.9), v2: ratio(rate) });
    expect([metrics[0]?.passes, state]).toEqual([true, 'PASS']);
  });

  test('where higher is worse, fails by as much', () => {
    const metrics = [{ ...ACCURACY, worse: 'higher' as const }];
    expect(judged({ metrics, v1: ratio(0.1), v2: ratio(0.15) }).state).toBe('FAIL');
    expect(judged({ metrics, v1: ratio(0.15), v2: ratio(0.1) }).state).not.toBe('FAIL');
  });

  test('of which nothing ever failed in V1 is not worse for one case', () => {
    const one = (m: number, k: number, random: Random) => {
      const [n, sum] = ratio(1)(m, k, random);
      return [n, k === 60 ? sum - 1 : sum] as const;
    };
    expect(judged({ v1: ratio(1), v2: one }).state).toBe('PASS');
  });
});

describe('a mean that is compared', () => {
  const metrics = [REVENUE];

  test('fails when it surely is lower by what matters', () => {
    const { state, metrics: read } = judged({ metrics, v1: mean(9), v2: mean(7) });
    expect(state).toBe('FAIL');
    expect(read[0]?.candidate.value).toBeCloseTo(7, 0);
    expect(read[0]?.difference?.upper).toBeLessThan(0);
  });

  test('passes when it is certainly within its margin, and no sooner', () => {
    const few = judged({ metrics, v1: mean(9), v2: mean(9), scrapes: 20 }).metrics[0];
    const many = judged({ metrics, v1: mean(9), v2: mean(9.5), scrapes: 240 }).metrics[0];
    expect([few?.passes, many?.passes]).toEqual([false, true]);
    expect(few?.difference?.lower).toBeLessThan(-0.45);
  });

  test('counts what is taken back as taken back, and no restart', () => {
    // A refund now and then: the sum falls, the number of cases does not.
    const refunds = (m: number, k: number, random: Random) => {
      const [n, sum] = mean(9)(m, k, random);
      return [n, k % 7 === 0 ? sum - 2000 : sum] as const;
    };
    const { restarts, metrics: read } = judged({ metrics, v1: refunds, v2: refunds });
    expect(restarts).toEqual({ baseline: 0, candidate: 0 });
    expect(read[0]?.baseline.value).toBeCloseTo(9 - 2000 / 700, 0);
  });

  test('is fair to what is added to the sum a scrape after its case, however few cases V2 has', () => {
    const late = (n: number) => {
      const waiting = new Map<string, number>();
      return (side: string) =>
        (_: number, k: number, random: Random): readonly [number, number] => {
          const [cases, sum] = ratio(0.95, n)(0, k, random);
          const before = waiting.get(side) ?? 0;
          waiting.set(side, sum);
          return [cases, before];
        };
    };
    const few = late(0.4);
    const { state, metrics: read } = judged({ v1: late(5)('v1'), v2: few('v2'), scrapes: 2000 });
    expect(state).not.toBe('FAIL');
    expect(read[0]?.surely?.byChance).toBeLessThan(0);
    expect(Math.abs(read[0]?.difference?.value ?? 1)).toBeLessThan(0.1);
  });

  test.each([
    ['in all pods of V2', (target: string) => target >= 'pod-6'],
    ['in one pod of V2', (target: string) => target === 'pod-6'],
    ['in V1', (target: string) => target < 'pod-6'],
  ])('is not 0 where it cannot be read: NaN %s', (_, isOdd) => {
    const all = samples({ metrics, v1: mean(9), v2: mean(9) }).map((one) =>
      one.role.kind === 'sum' && isOdd(one.target)
        ? { ...one, values: Array.from(one.values, (value, k) => (k > 40 ? Number.NaN : value)) }
        : one,
    );
    const judge = new Judge(optionsOf({ metrics }));
    judge.hear(all, end({}));
    const { state, metrics: read } = judge.verdict(end({}));
    expect(state).not.toBe('FAIL');
    for (const { value } of [read[0]?.baseline, read[0]?.candidate].filter((one) => one !== undefined))
      if (value !== null) expect(value).toBeCloseTo(9, 0);
  });

  test('does not pass any more when no cases come, and says since when', () => {
    const stops = (m: number, k: number, random: Random) => (k > 100 ? ([0, 0] as const) : mean(9)(m, k, random));
    const world: World = { metrics, v1: mean(9), v2: stops, scrapes: 150 };
    const all = samples(world);
    const judge = new Judge(optionsOf(world));
    judge.hear(all, millis(START + 100 * STEP));
    expect(judge.verdict(millis(START + 100 * STEP)).state).toBe('PASS');
    judge.hear(all, end(world));
    const { state, metrics: read } = judge.verdict(end(world));
    expect([state, read[0]?.passes]).toEqual(['INCONCLUSIVE', false]);
    expect(Math.abs((read[0]?.silentSince ?? 0) - (START + 100 * STEP))).toBeLessThan(3 * STEP);
  });

  test('does not take scatter that grew for a difference', () => {
    const prices = (m: number, k: number, random: Random) =>
      k < 40 ? ([100, 900] as const) : mean(9, 60)(m, k, random);
    const failed = Array.from({ length: 20 }, (_, seed) =>
      judged({ metrics, v1: prices, v2: prices, scrapes: 100, seed }),
    ).filter(({ state }) => state === 'FAIL');
    expect(failed.length).toBe(0);
  });

  test('is a hint where one pod of V1 alone has cases', () => {
    const all = samples({ metrics, v1: mean(9), v2: mean(6) }).filter(
      ({ target, role }) => role.kind === 'request' || ['pod-0', 'pod-6'].includes(target),
    );
    const judge = new Judge(optionsOf({ metrics }));
    judge.hear(all, end({}));
    const { state, advisory, reasons } = judge.verdict(end({}));
    expect([state, advisory]).toEqual(['WARN', true]);
    expect(reasons).toContainEqual({ kind: 'few-pods', pods: 1 });
  });

  test('begins anew with its cases, though other counters of the pod go on', () => {
    // The process that finds the matches begins anew every 30 scrapes; the one that answers requests does not.
    const world: World = { metrics, v1: mean(9), v2: mean(9) };
    const anew = samples(world).map((one) => {
      if (one.role.kind === 'request') return one;
      let base = 0;
      const values = Array.from(one.values, (value, k) => {
        if (k % 30 === 29) base = one.values[k - 1] ?? 0;
        return value - base;
      });
      return { ...one, values };
    });
    const judge = new Judge(optionsOf(world));
    judge.hear(anew, end(world));
    const [told] = judge.verdict(end(world)).metrics;
    const [whole] = judged(world).metrics;
    expect(told?.baseline.sum).toBeCloseTo(whole?.baseline.sum ?? 0, 3);
    expect(told?.candidate.cases).toBe(whole?.candidate.cases);
  });

  test('goes on when a rare kind of its cases is seen again after a restart', () => {
    const at = (k: number) => START + k * STEP;
    const pod = (side: 'baseline' | 'candidate', id: string): RawSeries[] => {
      const of = (role: Role, name: string, value: (k: number) => number | null) => {
        const told = Array.from({ length: 61 }, (_, i) => [i - 20, value(i - 20)] as const);
        const kept = told.flatMap(([k, is]) => (is === null ? [] : [[at(k), is] as const]));
        return series(id, side, role, kept, `${id} ${name}`);
      };
      const life = (k: number) => (k < 10 ? k + 20 : k - 10);
      return [
        of({ kind: 'start' }, 'start', (k) => at(k < 10 ? -20 : 10) / 1000),
        of(REQUESTS, 'requests', (k) => 100 * life(k)),
        of({ kind: 'cases', metric: 0 }, 'found', (k) => 100 * life(k)),
        // Not there for a while after the restart, and then lower than before.
        of({ kind: 'cases', metric: 0 }, 'rare', (k) => (k < 10 ? 40 : k < 25 ? null : 1)),
        of({ kind: 'sum', metric: 0 }, 'sum', (k) => 900 * life(k)),
      ];
    };
    const judge = new Judge(optionsOf({ metrics }));
    const pods = ['a', 'b', 'c'].flatMap((id) => pod('baseline', id));
    judge.hear([...pods, ...pod('candidate', 'd')], end({ scrapes: 40 }));
    const { metrics: read, restarts } = judge.verdict(end({ scrapes: 40 }));
    expect(read[0]?.baseline.sum).toBe(3 * 900 * 39);
    expect(restarts).toEqual({ baseline: 3, candidate: 1 });
  });

  test('is counted once where two servers scrape the same pods', () => {
    const world: World = { metrics, v1: mean(9), v2: mean(9) };
    expect(judged({ ...world, copies: true }).metrics).toEqual(judged(world).metrics);
  });

  test('is counted once where two servers scrape V1 in turns, and refunds are as common as sales', () => {
    const sales = (m: number, k: number, random: Random) => {
      const [n, sold] = mean(10, 30)(m, k, random);
      return [n, sold - mean(8, 30)(m, k, random)[1]] as const;
    };
    const all = samples({ metrics, v1: sales, v2: sales, scrapes: 240 });
    const half = (one: RawSeries, replica: number): RawSeries => {
      const kept = Array.from(one.times, (time, k) => [time, one.values[k] ?? 0] as const).filter(
        (_, k) => k % 2 === replica,
      );
      return {
        ...one,
        key: `${one.key} ${replica}`,
        labels: { ...one.labels, replica: `${replica}` },
        times: kept.map(([time]) => time),
        values: kept.map(([, value]) => value),
      };
    };
    const judge = new Judge(optionsOf({ metrics }));
    judge.hear(
      all.flatMap((one) => (one.side === 'baseline' ? [half(one, 0), half(one, 1)] : [half(one, 0)])),
      end({ scrapes: 240 }),
    );
    const { state, metrics: read } = judge.verdict(end({ scrapes: 240 }));
    expect(state).not.toBe('FAIL');
    for (const side of [read[0]?.baseline, read[0]?.candidate]) expect(side?.value).toBeCloseTo(2, 0);
  });

  test('makes hardly a false alarm, though its values are lopsided', () => {
    const failed = Array.from({ length: 40 }, (_, seed) =>
      judged({ metrics, v1: mean(9, 30), v2: mean(9, 30), scrapes: 80, seed }),
    ).filter(({ state }) => state === 'FAIL');
    expect(failed.length).toBe(0);
  });
});

describe('several metrics', () => {
  test('may be of the same cases', () => {
    const world: World = { metrics: [ACCURACY, REVENUE], v1: ratio(0.9), v2: ratio(0.9), scrapes: 30 };
    const all = samples(world).flatMap((one) => {
      if (one.role.kind === 'cases')
        return one.role.metric === 0 ? [one, { ...one, role: { ...one.role, metric: 1 } }] : [];
      return [one];
    });
    const judge = new Judge(optionsOf(world));
    judge.hear(all, end(world));
    const [accuracy, revenue] = judge.verdict(end(world)).metrics;
    expect(revenue?.baseline.cases).toBe(accuracy?.baseline.cases);
    expect(revenue?.candidate.cases).toBe(accuracy?.candidate.cases);
    expect(accuracy?.baseline.value).toBeCloseTo(0.9, 1);
  });

  test('share the wealth by their weights', () => {
    const metrics = [ACCURACY, { ...REVENUE, weight: 2 }];
    const weights = [1, 1, 2].map((weight) => Math.exp(lnMetricWeight({ ...OPTIONS, metrics }, weight)));
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  test('say the same to the bit live, restored and in one go', () => {
    const world: World = {
      metrics: [ACCURACY, REVENUE],
      v1: (m, k, random) => (m === 0 ? ratio(0.9) : mean(9))(m, k, random),
      v2: (m, k, random) => (m === 0 ? ratio(0.88) : mean(8))(m, k, random),
      scrapes: 60,
    };
    const all = samples(world);
    let live = new Judge(optionsOf(world));
    for (let k = -19; k <= 61; k += 1) {
      const to = START + k * STEP;
      live.hear(
        all.map((one) => {
          const kept = Array.from(one.times, (time, i) => ({ time, value: one.values[i] ?? 0 })).filter(
            ({ time }) => time <= to,
          );
          return { ...one, times: kept.map(({ time }) => time), values: kept.map(({ value }) => value) };
        }),
        millis(to),
      );
      if (k % 10 === 0) live = new Judge(optionsOf(world), JSON.parse(JSON.stringify(live.state)) as typeof live.state);
    }
    expect(live.verdict(end(world))).toEqual(judged(world));
  });
});
