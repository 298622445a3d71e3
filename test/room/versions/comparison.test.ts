import { describe, expect, test } from 'vitest';
import { buildComparison } from '../../../src/room/versions/comparison.ts';
import { buildTraffic } from '../../../src/room/versions/traffic.ts';
import { verdictSentence } from '../../../src/wording/verdict.ts';
import { type Answer, DOWN, frameAt, observe, planOf } from '../observe.ts';

const plan = planOf({
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  comparison: [
    {
      id: 'errors',
      label: 'errors',
      query: 'errors_$version',
      unit: 'ratio',
      better: 'lower',
      limit: { at_most: 0.01 },
      delta: { at_most: 0.02, warn: 0.01 },
    },
    { id: 'p95', label: 'p95', query: 'p95_$version', unit: 'seconds', better: 'lower', factor: { at_most: 1 } },
  ],
  traffic: { requests: 'rate_$version', planned: 0.3, tolerance: 0.05 },
});
const GOOD = { errors_v1: 0.002, errors_v2: 0.002, p95_v1: 0.05, p95_v2: 0.04, rate_v1: 70, rate_v2: 30 };

const seen = (changed: Record<string, Answer>) => observe(plan, [frameAt(10, { ...GOOD, ...changed })], 10);
const compare = (changed: Record<string, Answer>) => {
  const comparison = buildComparison(plan, seen(changed));
  return [comparison?.metrics.map(({ state }) => state), comparison?.verdict.state];
};

describe('V1 against V2', () => {
  test.each<[string, Record<string, Answer>, string[], string]>([
    ['all within limits', {}, ['ok', 'ok'], 'same'],
    ['beyond its own limit', { errors_v2: 0.015, errors_v1: 0.015 }, ['fail', 'ok'], 'worse'],
    ['near the limit against V1', { errors_v2: 0.0095, errors_v1: -0.001 }, ['warn', 'ok'], 'inconclusive'],
    ['slower than V1', { p95_v2: 0.06 }, ['ok', 'fail'], 'worse'],
    ['V1 unknown', { errors_v1: DOWN }, ['unknown', 'ok'], 'unknown'],
    ['V1 drained while V2 fails for certain', { errors_v1: [], errors_v2: 0.2 }, ['fail', 'ok'], 'worse'],
    ['V2 without data', { errors_v2: [] }, ['unknown', 'ok'], 'unknown'],
    ['no traffic on either', { errors_v1: Number.NaN, errors_v2: Number.NaN }, ['unknown', 'ok'], 'unknown'],
    ['nothing divided by nothing', { p95_v1: 0, p95_v2: 0 }, ['ok', 'unknown'], 'unknown'],
    ['infinity less infinity', { p95_v1: Infinity, p95_v2: Infinity }, ['ok', 'unknown'], 'unknown'],
    ['an overflow of V2 alone', { p95_v2: Infinity }, ['ok', 'fail'], 'worse'],
  ])('%s', (_, changed, states, verdict) => {
    expect(compare(changed)).toEqual([states, verdict]);
  });

  test('names what a value misses: its own limit, or the other version', () => {
    const said = (changed: Record<string, Answer>) => {
      const observed = seen(changed);
      return verdictSentence({ at: observed.moment.now, comparison: buildComparison(plan, observed) });
    };
    expect(said({ errors_v1: 0.02, errors_v2: 0.015 })).toBe('V2 is beyond its limits: errors 1.50 % (at most 1.00 %)');
    expect(said({ errors_v2: 0.05 })).toBe('V2 is beyond its limits: errors 5.00 % against 0.20 %');
    expect(said({ p95_v2: 0.06 })).toBe('V2 is beyond its limits: p95 60 ms against 50 ms');
  });
});

describe('the traffic split', () => {
  test.each<[string, Record<string, Answer>, string, (number | null)[]]>([
    ['as planned', {}, 'ok', [0.3, 0.7]],
    ['off the plan', { rate_v2: 10 }, 'warn', [0.125, 0.875]],
    ['without traffic', { rate_v1: 0, rate_v2: 0 }, 'unknown', [null, null]],
    ['with one rate unknown', { rate_v1: DOWN }, 'unknown', [null, null]],
  ])('%s', (_, changed, state, shares) => {
    const traffic = buildTraffic(plan, seen(changed));
    expect(traffic?.state).toBe(state);
    expect(traffic?.shares.map(({ role }) => role)).toEqual(['candidate', 'baseline']);
    expect(traffic?.shares.map(({ share }) => share)).toEqual(shares);
  });
});
