import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorAlternatives, ratioGrid } from '../../../src/verdict/measures/errors.ts';
import {
  bet,
  changeLogE,
  type EProcess,
  ERROR_RATIOS,
  lnLikelihoodRatio,
  newEProcess,
  nullShare,
  type Pair,
  stakeOf,
  startLogE,
  unstakedAfter,
} from '../../../src/verdict/statistics/e-process.ts';

const GRID = ratioGrid(ERROR_RATIOS);

function play(rounds: readonly Pair[], { planned = 240, tolerated = 1, dispersion = 1 } = {}): EProcess {
  const process = newEProcess(ERROR_RATIOS.length, planned);
  for (const round of rounds) bet(process, round, GRID, tolerated, dispersion, []);
  return process;
}
const canary = (e1: number, e2: number): Pair => ({ n1: 2700, e1, n2: 300, e2 });

describe('the golden values of the method', () => {
  it.each([
    [27, 9, 2.178128],
    [27, 12, 5.096439],
    [3, 7, 9.010919],
    [0, 0, 0],
    [135, 24, 0.565502],
    [27, 3, -1.360061],
  ])('ln E of %i errors in 2700 against %i in 300 is %f', (e1, e2, logE) => {
    expect(startLogE(play([canary(e1, e2)]), GRID)).toBeCloseTo(logE, 6);
  });

  it('follow a sequence of rounds', () => {
    const first = play([canary(27, 3)]);
    const second = play([canary(27, 3), canary(25, 10)]);
    expect(startLogE(first, GRID)).toBeCloseTo(-1.360061, 6);
    expect(startLogE(second, GRID)).toBeCloseTo(1.554023, 6);
    expect(changeLogE(first, GRID)).toBeCloseTo(-0.003089, 6);
    expect(changeLogE(second, GRID)).toBeCloseTo(0.139225, 6);
    expect(second.logE).toBeCloseTo(Math.log((Math.exp(1.554023) + Math.exp(0.139225)) / 2), 6);
  });
});

/** ln C(n, k). */
function lnChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i += 1) sum += Math.log((n - k + i) / i);
  return sum;
}
const small = fc.integer({ min: 1, max: 40 });
const ratios = fc.double({ min: 1.0001, max: 200, noNaN: true });

describe('the bet is fair', () => {
  it('is never worth more than it would be with V1 counted at V2’s own times, where V1 is counted later', () => {
    // Half rounds: V2 is counted over (0, 1), (2, 3), …, V1 over (1, 2), (3, 4), …
    const halves = fc.array(fc.record({ e1: fc.nat(60), e2: fc.nat(30) }), { minLength: 5, maxLength: 41 });
    fc.assert(
      fc.property(halves, (all) => {
        const same = newEProcess(ERROR_RATIOS.length, 240);
        const late = newEProcess(ERROR_RATIOS.length, 240);
        const errors = (i: number, of: 'e1' | 'e2') => (all[i]?.[of] ?? 0) + (all[i + 1]?.[of] ?? 0);
        for (let i = 2; i + 2 < all.length; i += 2) {
          bet(same, canary(errors(i, 'e1'), errors(i, 'e2')), GRID, 1, 1, []);
          const cover = { before: errors(i - 1, 'e1'), overlap: 1 };
          bet(late, canary(errors(i + 1, 'e1'), errors(i, 'e2')), GRID, 1, 1, [], cover);
          expect(late.logE).toBeLessThanOrEqual(same.logE + 1e-9);
        }
      }),
    );
  });

  it('wins nothing on average when V2 is no worse, for every split of every total', () => {
    fc.assert(
      fc.property(small, small, fc.double({ min: 0, max: 1, noNaN: true }), ratios, (n1, n2, part, ratio) => {
        const events = Math.round(part * (n1 + n2));
        let mean = 0;
        for (let e2 = Math.max(0, events - n1); e2 <= Math.min(events, n2); e2 += 1) {
          const e1 = events - e2;
          const chance = Math.exp(lnChoose(n1, e1) + lnChoose(n2, e2) - lnChoose(n1 + n2, events));
          mean += chance * Math.exp(lnLikelihoodRatio(ratio, nullShare(n1, n2, 1), e1, e2));
        }
        expect(mean).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { numRuns: 2000 },
    );
  });

  it('wins nothing on average with a tolerated ratio either, whatever the rates, if V2 is within it', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    const tolerance = fc.double({ min: 1, max: 5, noNaN: true });
    const few = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(few, few, rate, tolerance, ratios, rate, (n1, n2, p1, tolerated, ratio, within) => {
        const p2 = Math.min(1, tolerated * p1) * within;
        const binomial = (n: number, e: number, p: number) =>
          (p === 0 ? Number(e === 0) : p === 1 ? Number(e === n) : undefined) ??
          Math.exp(lnChoose(n, e) + e * Math.log(p) + (n - e) * Math.log1p(-p));
        let mean = 0;
        for (let e1 = 0; e1 <= n1; e1 += 1) {
          for (let e2 = 0; e2 <= n2; e2 += 1) {
            const chance = binomial(n1, e1, p1) * binomial(n2, e2, p2);
            mean += chance * Math.exp(lnLikelihoodRatio(ratio, nullShare(n1, n2, tolerated), e1, e2));
          }
        }
        expect(mean).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('has a mean of at most 1 over all sequences of two rounds, start and change together', () => {
    const process = (rounds: readonly Pair[]) => Math.exp(play(rounds, { planned: 3 }).logE);
    const n1 = 900;
    const n2 = 400;
    const chance = (events: number, e2: number) =>
      Math.exp(lnChoose(n1, events - e2) + lnChoose(n2, e2) - lnChoose(n1 + n2, events));
    let mean = 0;
    for (let a = 0; a <= 5; a += 1) {
      for (let b = 0; b <= 7; b += 1) {
        mean +=
          chance(5, a) *
          chance(7, b) *
          process([
            { n1, e1: 5 - a, n2, e2: a },
            { n1, e1: 7 - b, n2, e2: b },
          ]);
      }
    }
    expect(mean).toBeLessThanOrEqual(1 + 1e-12);
    expect(mean).toBeGreaterThan(0.95);
  });
});

const pair = fc
  .record({
    n1: fc.integer({ min: 0, max: 5000 }),
    n2: fc.integer({ min: 0, max: 800 }),
    a: fc.double({ min: 0, max: 0.3, noNaN: true }),
    b: fc.double({ min: 0, max: 0.3, noNaN: true }),
  })
  .map(({ n1, n2, a, b }): Pair => ({ n1, e1: Math.floor(n1 * a), n2, e2: Math.floor(n2 * b) }));
const sequence = fc.array(pair, { minLength: 1, maxLength: 20 });

describe('the wealth', () => {
  it('grows with every further error of V2', () => {
    fc.assert(
      fc.property(sequence, fc.nat(19), (rounds, which) => {
        const at = which % rounds.length;
        const worse = rounds.map((round, i) =>
          i === at && round.e2 < round.n2 ? { ...round, e1: round.e1, e2: round.e2 + 1 } : round,
        );
        const moved = rounds.map((round, i) =>
          i === at && round.e2 < round.n2 && round.e1 > 0 ? { ...round, e1: round.e1 - 1, e2: round.e2 + 1 } : round,
        );
        const before = play(rounds).logE;
        expect(play(moved).logE).toBeGreaterThanOrEqual(before - 1e-9);
        expect(play(worse).logE).toBeGreaterThanOrEqual(before - 1e-9);
      }),
    );
  });

  it('is not changed in any bit by rounds without requests of either version', () => {
    const idle = fc.constantFrom<Pair>(
      { n1: 700, e1: 9, n2: 0, e2: 0 },
      { n1: 0, e1: 0, n2: 40, e2: 3 },
      { n1: 0, e1: 0, n2: 0, e2: 0 },
    );
    fc.assert(
      fc.property(sequence, fc.array(fc.tuple(fc.nat(20), idle), { maxLength: 10 }), (rounds, idles) => {
        const padded = [...rounds];
        for (const [at, round] of idles) padded.splice(at % (padded.length + 1), 0, round);
        expect(play(padded)).toEqual(play(rounds));
      }),
    );
  });

  it('stays a number however extreme the counts, and forgets nothing that matters', () => {
    const huge = 1e9;
    const cases: readonly (readonly Pair[])[] = [
      [{ n1: huge, e1: 0, n2: huge, e2: 0 }],
      [{ n1: huge, e1: huge, n2: huge, e2: huge }],
      [{ n1: huge, e1: 0, n2: huge, e2: huge }],
      [{ n1: huge, e1: huge, n2: huge, e2: 0 }],
      [{ n1: 1, e1: 0, n2: 1, e2: 1 }],
      Array.from({ length: 50 }, (_, i) => ({ n1: huge, e1: i % 2 ? 0 : huge, n2: huge, e2: i % 2 ? huge : 0 })),
    ];
    for (const rounds of cases) {
      const process = play(rounds);
      expect(process.logE).not.toBeNaN();
      expect(Number.isFinite(process.logE)).toBe(true);
      expect(JSON.parse(JSON.stringify(process))).toEqual(process);
      for (const value of process.change) expect(Number.isFinite(value)).toBe(true);
    }
    const disaster: Pair = { n1: huge, e1: 0, n2: huge, e2: huge };
    expect(play([disaster]).logE).toBeGreaterThan(1e8);
    // After a triumph of V2 beyond every double, a disaster is still seen in full.
    const recovered = play([{ n1: huge, e1: huge, n2: huge, e2: 0 }, disaster]);
    expect(recovered.logE).toBeGreaterThan(1e8);
  });

  it('keeps change in step with logarithms over a long and changing ring', () => {
    const rounds = Array.from({ length: 600 }, (_, i) => canary(27, i % 150 < 75 ? 2 : 30));
    const process = play(rounds, { planned: 600 });
    const logs = ERROR_RATIOS.map(() => Number.NEGATIVE_INFINITY);
    let at = 0;
    const add = (a: number, b: number) => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
    for (const { n1, n2, e1, e2 } of rounds) {
      at += 1;
      const stake = Math.log(stakeOf(at, 600));
      ERROR_RATIOS.forEach((ratio, j) => {
        const old = logs[j] ?? 0;
        const staked = old === Number.NEGATIVE_INFINITY ? stake : add(old, stake);
        logs[j] = staked + lnLikelihoodRatio(ratio, nullShare(n1, n2, 1), e1, e2);
      });
    }
    const expected = logs.map((log) => log - Math.log(ERROR_RATIOS.length)).reduce(add);
    expect(changeLogE(process, GRID)).toBeCloseTo(expected, 6);
  });

  it('sees trouble that begins late almost as soon as trouble from the start', () => {
    const healthy = Array.from({ length: 200 }, () => canary(27, 3));
    const roundsUntil = (before: readonly Pair[]) => {
      const rounds = [...before];
      for (let i = 1; i < 100; i += 1) {
        rounds.push(canary(27, 9));
        if (play(rounds).logE >= Math.log(100)) return i;
      }
      return Infinity;
    };
    expect(roundsUntil(healthy)).toBeLessThanOrEqual(roundsUntil([]) + 3);
  });

  it('is staked on every later beginning, for ever: what is staked and what is left are all of it', () => {
    let staked = 0;
    for (let t = 1; t <= 5000; t += 1) {
      staked += stakeOf(t, 240);
      expect(staked + unstakedAfter(t, 240)).toBeCloseTo(1, 12);
    }
  });

  it('sees trouble that begins after days, for a little more evidence', () => {
    const roundsAfter = (healthy: number) => {
      const process = play(Array.from({ length: healthy }, () => canary(27, 3)));
      let rounds = 0;
      for (; process.logE < Math.log(100) && rounds < 100; rounds += 1) bet(process, canary(27, 9), GRID, 1, 1, []);
      return rounds;
    };
    expect(roundsAfter(4 * 240)).toBeLessThanOrEqual(roundsAfter(40) + 3);
    expect(roundsAfter(48 * 240)).toBeLessThanOrEqual(roundsAfter(40) + 6);
  });

  it('is divided by the dispersion, which only ever takes away', () => {
    const bad = [canary(27, 12)];
    expect(startLogE(play(bad, { dispersion: 3 }), GRID)).toBeLessThan(startLogE(play(bad), GRID));
  });
});

describe('bets on absolute effects', () => {
  it('follow from what V1 did, with half an event added', () => {
    const { ratios: chosen } = errorAlternatives({ past: { n: 999, e: 9.5 } }, 1);
    expect(chosen?.map((ratio) => Number(ratio.toFixed(9)))).toEqual([1.5, 2, 3, 6, 11]);
    expect(errorAlternatives({ past: { n: 999, e: 9.5 } }, 2).ratios?.[2]).toBeCloseTo(2, 9);
  });

  it('are the grid until V1 has a request', () => {
    const unknown = errorAlternatives({ past: { n: 0, e: 0 } }, 1);
    expect(unknown.ratios).toBeNull();
    const process = newEProcess(unknown.weights.length, 240);
    bet(process, canary(27, 9), unknown, 1, 1, []);
    expect(startLogE(process, unknown)).toBeCloseTo(2.178128, 6);
  });
});
