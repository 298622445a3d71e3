import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppliersText } from '../../../src/text/origin.ts';
import { millis, seconds } from '../../../src/units.ts';
import type { RawSeries, Role, Side } from '../../../src/verdict/counters/samples.ts';
import { type LabelOrigin, labelOrigins } from '../../../src/verdict/findings/label-origin.ts';
import { Judge } from '../../../src/verdict/judge.ts';
import type { JudgeOptions } from '../../../src/verdict/options.ts';
import { LabelValues, OTHERS } from '../../../src/verdict/rounds/label-values.ts';
import type { LabelSums } from '../../../src/verdict/statistics/label-sums.ts';
import { REQUESTS, START, STEP, series, withLatency } from '../fixtures.ts';

/** What each value counted: requests and events of V1, then of V2. */
type Values = Readonly<Record<string, readonly [n1: number, e1: number, n2: number, e2: number]>>;

function originOf(values: Values): LabelOrigin | undefined {
  const rows = [[0, 0, 0, 0], ...Object.values(values)];
  const column = (i: number) => rows.map((row) => row[i] ?? 0);
  const sums: LabelSums = { n1: column(0), e1: column(1), n2: column(2), e2: column(3) };
  return labelOrigins([sums], [], [{ label: 'path', names: Object.keys(values) }])[0];
}
const said = (values: Values): string => {
  const found = originOf(values);
  return found ? suppliersText({ pods: [], labels: [found] }) : 'nothing';
};

describe('where the excess of V2 comes from', () => {
  it.each<[string, Values, string]>([
    ['one value', { '/a': [900, 9, 100, 1], '/match': [900, 9, 100, 31] }, 'only path /match'],
    ['mostly one value', { '/a': [900, 9, 100, 4], '/match': [900, 9, 100, 28] }, 'path /match supplies 90.0 %'],
    [
      'no value that fails as much in V1',
      { '/broken': [900, 450, 100, 50], '/match': [900, 0, 100, 20] },
      'only path /match',
    ],
    ['no value more than others', { '/a': [900, 0, 100, 5], '/b': [900, 0, 100, 5], '/c': [900, 0, 100, 5] }, ''],
    ['another mix', { '/good': [900, 9, 20, 0], '/bad': [100, 50, 80, 40] }, 'another mix of path makes 100 %'],
    ['a value that V1 does not have', { '/a': [900, 9, 100, 1], '/new': [0, 0, 100, 11] }, 'only path /new'],
    // As a status is on each request, and as it is on counters of errors alone.
    ['what came of requests', { 200: [900, 0, 90, 0], 500: [9, 9, 1, 1], 503: [0, 0, 9, 9] }, 'only path 503'],
    ['labels of errors alone', { '': [900, 0, 100, 0], 500: [0, 9, 0, 1], 503: [0, 0, 0, 9] }, 'only path 503'],
    ['labels that errors do not have', { '': [0, 9, 0, 11], '/a': [900, 0, 100, 0] }, 'nothing'],
    ['nothing, where there is one value', { '/a': [900, 9, 100, 31] }, 'nothing'],
    ['nothing, where V2 is better', { '/a': [900, 90, 100, 1], '/b': [900, 9, 100, 1] }, 'nothing'],
  ])('is told: %s', (_, values, text) => {
    expect(said(values)).toBe(text);
  });

  it('is told in parts that make 1 together, whatever was counted', () => {
    const count = fc.nat({ max: 1000 });
    const row = fc.tuple(count, count, count, count);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const found = originOf(Object.fromEntries(rows.map((one, i) => [`v${i}`, one])));
        if (!found) return;
        const parts = [...found.values.map(({ part }) => part), found.others, found.mix];
        for (const part of parts) expect(part).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is told of names that a server gave without their control characters, and short', () => {
    const [hostile, long] = ['/a\u001b]0;x\u0007b', `/${'x'.repeat(99)}`];
    expect(said({ [hostile]: [900, 0, 100, 9], '/b': [900, 0, 100, 0] })).toBe('only path /ab');
    expect(said({ [long]: [900, 0, 100, 9], '/b': [900, 0, 100, 0] })).toBe(`only path /${'x'.repeat(38)}…`);
  });
});

/** Requests a scrape, and how many of them fail. */
type Load = readonly [requests: number, failing: (scrape: number) => number];
const SCRAPES = 60;

/** A pod whose counters have a path and, of requests, a status; with a bucket, where what fails is slow as well. */
function pod(id: string, side: Side, paths: Readonly<Record<string, Load>>): readonly RawSeries[] {
  return Object.entries(paths).flatMap(([path, [requests, failing]]) => {
    const counted = (role: Role, status: string, each: (scrape: number) => number) => {
      let sum = 0;
      const samples = Array.from({ length: SCRAPES + 20 }, (_, i) => {
        sum += each(i - 19);
        return [START + (i - 19) * STEP, sum] as const;
      });
      const one = series(
        id,
        side,
        role,
        samples,
        `${id} ${path} ${JSON.stringify(role)} ${role.kind === 'bucket' ? role.le : status}`,
      );
      return { ...one, labels: { path, pod: id, ...(status !== '' && { status }) } };
    };
    return [
      counted(REQUESTS, '200', (k) => requests - failing(k)),
      counted(REQUESTS, '500', failing),
      counted({ kind: 'error' }, '500', failing),
      counted({ kind: 'bucket', le: 0.25 }, '', (k) => requests - failing(k)),
      counted({ kind: 'bucket', le: Infinity }, '', () => requests),
    ];
  });
}
const V1 = ['a', 'b', 'c'].flatMap((id) => pod(id, 'baseline', { '/a': [300, () => 1], '/match': [100, () => 1] }));
const BY: JudgeOptions = { ...withLatency, soak: seconds(60), by: ['path', 'status', 'rack'] };
const END = millis(START + (SCRAPES - 1) * STEP);
const late = (k: number) => (k > 30 ? 30 : 1);

describe('a judge that is asked for labels', () => {
  const all = [...V1, ...pod('x', 'candidate', { '/a': [300, () => 1], '/match': [100, late] })];
  const once = new Judge(BY);
  once.hear(all, END);
  const verdict = once.verdict(END);

  it('tells of errors and of slow requests which values most of it comes from, since the trouble began', () => {
    expect(verdict.state).toBe('FAIL');
    for (const since of [verdict.errors.since, verdict.latency?.differs?.since]) {
      expect(since?.from).toBeGreaterThan(START + 29 * STEP);
      expect(since?.labels[0]).toEqual({ label: 'path', values: [{ value: '/match', part: 1 }], others: 0, mix: 0 });
    }
    expect(verdict.errors.since?.labels.map(({ label, values }) => [label, values[0]?.value])).toEqual([
      ['path', '/match'],
      ['status', '500'],
    ]);
    expect(verdict.latency?.differs?.since?.labels).toHaveLength(1);
    expect(verdict.unlabelled).toEqual(['rack']);
  });

  it('says the same to the bit however samples are cut, after a restart from its state too', () => {
    let live = new Judge(BY);
    for (let k = -19; k <= SCRAPES; k += 1) {
      const until = START + k * STEP;
      const part = (raw: RawSeries): RawSeries => {
        const keep = (_: number, i: number) => (raw.times[i] ?? 0) > until - STEP && (raw.times[i] ?? 0) <= until;
        return { ...raw, times: Array.from(raw.times).filter(keep), values: Array.from(raw.values).filter(keep) };
      };
      live.hear(all.toReversed().map(part), millis(Math.min(until, END)));
      if (k === 35) live = new Judge(BY, JSON.parse(JSON.stringify(live.state)));
    }
    expect(live.verdict(END)).toEqual(verdict);
  });

  it('judges as one that is asked for none', () => {
    const plain = new Judge({ ...BY, by: [] });
    plain.hear(all, END);
    const { errors, state, logE } = plain.verdict(END);
    expect([state, logE, errors.since?.pods]).toEqual([verdict.state, verdict.logE, verdict.errors.since?.pods]);
    expect(errors.since?.labels).toEqual([]);
  });
});

describe('the values of a label', () => {
  it('are no more than some, of which the last are kept for those that fail', () => {
    const values = new LabelValues();
    for (let i = 0; i < 10_000; i += 1) values.placeOf(`/${i}`, false);
    expect(values.placeOf('/49', false)).toBe(50);
    expect(values.placeOf('/50', false)).toBe(OTHERS);
    expect(values.placeOf('/50', true)).toBe(51);
    for (let i = 0; i < 10_000; i += 1) values.placeOf(`/${i}`, true);
    expect(values.names).toHaveLength(100);
    expect(new LabelValues(JSON.parse(JSON.stringify(values.names))).placeOf('/50', false)).toBe(51);
  });
});
