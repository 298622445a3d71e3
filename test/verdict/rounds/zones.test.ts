import { describe, expect, it } from 'vitest';
import { millis } from '../../../src/units.ts';
import type { RawSeries, Side } from '../../../src/verdict/counters/samples.ts';
import { Judge } from '../../../src/verdict/judge.ts';
import { FAILED, OPTIONS, REQUESTS, START, STEP, series } from '../fixtures.ts';

/** A pod of 300 requests a scrape. @param zone null: its series have no such label @param failing of the 300 */
function pod(id: string, side: Side, zone: string | null, failing: number): readonly RawSeries[] {
  return [REQUESTS, FAILED].map((role) => {
    const each = role === FAILED ? failing : 300 - failing;
    const samples = Array.from({ length: 80 }, (_, i) => [START + (i - 20) * STEP, i * each] as const);
    const one = series(id, side, role, samples);
    return zone === null ? one : { ...one, labels: { ...one.labels, zone } };
  });
}

const END = millis(START + 59 * STEP);
function verdictOf(candidate: readonly (readonly [zone: string | null, failing: number])[], label = 'zone') {
  const judge = new Judge({ ...OPTIONS, zone: label });
  const v1 = ['a', 'a', 'a', 'b', 'b', 'b'].flatMap((zone, i) => pod(`v1-${i}`, 'baseline', zone, 3));
  judge.hear([...v1, ...candidate.flatMap(([zone, failing], i) => pod(`v2-${i}`, 'candidate', zone, failing))], END);
  return judge.verdict(END);
}

describe('pods of V2 in a zone without V1', () => {
  it.each([
    ['all of them', [['c', 140]]],
    [
      'two of three',
      [
        ['a', 3],
        ['c', 140],
        ['c', 140],
      ],
    ],
    ['none of them told', [[null, 140]]],
  ] as const)('are held against all of V1, as a hint: %s', (_, candidate) => {
    const verdict = verdictOf(candidate);
    expect(verdict).toMatchObject({ state: 'WARN', advisory: true });
    expect(verdict.logE).toBeGreaterThan(verdict.failLogE);
    expect(verdict.errors.surely?.byChance).toBeGreaterThan(0.2);
    expect(verdict.reasons).toContainEqual({ kind: 'zones-apart' });
  });

  it('do not keep the others from being worse for certain, nor a well V2 from passing', () => {
    expect(
      verdictOf([
        ['a', 140],
        ['b', 140],
        ['c', 140],
      ]),
    ).toMatchObject({ state: 'FAIL', advisory: false });
    expect(verdictOf([['c', 3]]).state).toBe('PASS');
  });

  it('are V2’s pods like others where no series tells a zone', () => {
    expect(verdictOf([['c', 140]], 'rack')).toMatchObject({ state: 'FAIL', advisory: false });
  });
});

it('the zone of a pod is the same whenever one looks, also where its label changes', () => {
  const moved = pod('v2-0', 'candidate', 'a', 9).flatMap((raw) =>
    [0, 1].map((half) => {
      const keep = (_: number, i: number) => i >= 50 === (half === 1);
      const [times, values] = [Array.from(raw.times).filter(keep), Array.from(raw.values).filter(keep)];
      const zone = half === 0 ? 'a' : 'b';
      return { ...raw, key: `${raw.key} ${zone}`, labels: { ...raw.labels, zone }, times, values };
    }),
  );
  const v1 = ['a', 'a', 'b', 'b'].flatMap((zone, i) => pod(`v1-${i}`, 'baseline', zone, zone === 'a' ? 2 : 12));
  const all = [...v1, ...moved];
  const [once, live] = [new Judge({ ...OPTIONS, zone: 'zone' }), new Judge({ ...OPTIONS, zone: 'zone' })];
  once.hear(all.toReversed(), END);
  for (let i = -20; i <= 59; i += 1) {
    const until = START + i * STEP;
    const part = (raw: RawSeries): RawSeries => {
      const keep = (_: number, k: number) => (raw.times[k] ?? 0) > until - STEP && (raw.times[k] ?? 0) <= until;
      return { ...raw, times: Array.from(raw.times).filter(keep), values: Array.from(raw.values).filter(keep) };
    };
    live.hear(all.map(part), millis(until));
  }
  expect(live.verdict(END)).toEqual(once.verdict(END));
});
