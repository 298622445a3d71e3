import { describe, expect, it } from 'vitest';
import { SelectorFaults } from '../../../src/frames/selectors/faults.ts';
import { millis } from '../../../src/units.ts';
import type { RawSeries, Role, Side } from '../../../src/verdict/counters/samples.ts';

const STEP = 15;
const at = (scrape: number) => millis(scrape * STEP * 1000);
const END = at(40);

/** One series, scraped on the dot. */
const series = (
  side: Side,
  role: Role,
  value: (scrape: number) => number,
  labels: Readonly<Record<string, string>> = { version: side, status: '200' },
): RawSeries => {
  const scrapes = Array.from({ length: 41 }, (_, k) => k);
  const target = `${side}-0`;
  return {
    key: JSON.stringify(labels),
    labels,
    target,
    side,
    role,
    times: scrapes.map(at),
    values: scrapes.map(value),
  };
};
const REQUESTS = { kind: 'request', error: false } as const;
const both = (role: Role, value: (scrape: number) => number) => [
  series('baseline', role, value),
  series('candidate', role, value),
];
const growing = both(REQUESTS, (k) => 100 * k);

function faultOf(all: readonly RawSeries[], errors = 'failed_total', until = END) {
  const pair = (selector: string) => ({ baseline: `${selector} 1`, candidate: `${selector} 2` });
  const faults = new SelectorFaults({
    requests: pair('requests_total{version="a"}'),
    errors: pair(errors),
    latency: null,
    pod: 'instance',
  });
  for (const one of all) faults.hear(one);
  return faults.find(at(0), until);
}

describe('a selector of the verdict', () => {
  it.each<[string, readonly RawSeries[], string?]>([
    ['counts requests and errors', [...growing, ...both({ kind: 'error' }, (k) => k)]],
    ['counts errors of one version alone', [...growing, series('candidate', { kind: 'error' }, (k) => k)]],
    ['counts no error so far, by a label that there is', growing, 'requests_total{status=~"5.."}'],
    [
      'counts processes that began anew now and then',
      [...both(REQUESTS, (k) => 100 * (k % 10)), ...both({ kind: 'error' }, () => 1)],
    ],
    ['counts hardly anything', both(REQUESTS, (k) => k % 2)],
  ])('is sound where it %s', (name, all, errors) => {
    const until = name === 'counts hardly anything' ? at(10) : END;
    const heard = all.map((one) => ({ ...one, times: Array.from(one.times).filter((time) => time <= until) }));
    expect(faultOf(heard, errors, until)).toBeNull();
  });

  it.each<[string, readonly RawSeries[], string, string?]>([
    ['matches nothing', [], 'NO_SERIES'],
    ['matches nothing of V2', [series('baseline', REQUESTS, (k) => k)], 'NO_SERIES'],
    ['asks for errors by a label that there is not', growing, 'NO_ERROR_SERIES', 'requests_total{code=~"5.."}'],
    ['asks for errors of a metric that there is not', growing, 'NO_ERROR_SERIES'],
    [
      'asks for errors by a label that V2 renamed',
      [
        series('baseline', REQUESTS, (k) => 100 * k),
        series('baseline', { kind: 'error' }, (k) => k),
        series('candidate', REQUESTS, (k) => 100 * k, { version: 'v2', code: '200' }),
      ],
      'NO_ERROR_SERIES',
      'requests_total{status=~"5.."}',
    ],
    ['matches a gauge', both(REQUESTS, (k) => 100 + 10 * (k % 2)), 'NOT_COUNTERS'],
    ['matches a rate', both(REQUESTS, (k) => 20 + Math.sin(k)), 'NOT_COUNTERS'],
    ['matches what is scaled', both(REQUESTS, (k) => 1.7 * k), 'NOT_COUNTERS'],
    [
      'matches buckets of a rate',
      [...growing, ...both({ kind: 'bucket', le: 1 }, (k) => 20 + Math.sin(k))],
      'NOT_COUNTERS',
    ],
  ])('is told of where it %s', (_, all, kind, errors) => {
    expect(faultOf(all, errors)).toMatchObject({ kind });
  });

  // What all pods counted since they began, three of them, one of which ends after ten minutes.
  const sum = (k: number) => (k < 40 ? 3 : 2) * 100 * (k + 1000);
  const unnamed = (one: RawSeries): RawSeries => ({ ...one, target: '' });
  const SUM =
    /^requests_total\{version="a"\} 1 falls by a part and has no label instance: a sum\? It must be the counters$/;

  it.each<[string, readonly RawSeries[], boolean]>([
    ['of a sum that a pod is missing from', both(REQUESTS, sum).map(unnamed), true],
    ['of V2’s sum alone', [...both(REQUESTS, (k) => 100 * k), unnamed(series('candidate', REQUESTS, sum))], true],
    ['of a counter that says whose it is', both(REQUESTS, sum), false],
    [
      'of one that says where it was scraped',
      both(REQUESTS, sum).map((one) => ({ ...unnamed(one), labels: { instance: 'a' } })),
      false,
    ],
    [
      'of a pushed counter that began anew',
      both(REQUESTS, (k) => (k < 40 ? 100 * (k + 1000) : 900)).map(unnamed),
      false,
    ],
    ['of a counter that hardly counts', both(REQUESTS, (k) => (k < 40 ? 1 : 0)).map(unnamed), false],
  ])('is told of by one fall: %s', (_, all, isTold) => {
    const found = faultOf(all.length > 2 ? all : [...all, ...both({ kind: 'error' }, () => 1)]);
    if (isTold) expect(found).toMatchObject({ kind: 'NOT_COUNTERS', detail: expect.stringMatching(SUM) });
    else expect(found).toBeNull();
  });

  it('has five minutes to match something', () => {
    expect(faultOf([], undefined, at(19))).toBeNull();
    expect(faultOf([], undefined, at(20))).toMatchObject({ kind: 'NO_SERIES' });
  });

  it('is judged the same however its samples are cut into answers', () => {
    const all = both(REQUESTS, (k) => 100 + 10 * (k % 2));
    const part = (one: RawSeries, from: number, to: number): RawSeries => {
      const keep = (_: number, i: number) => i >= from && i < to;
      return { ...one, times: Array.from(one.times).filter(keep), values: Array.from(one.values).filter(keep) };
    };
    const cut = [0, 7, 14, 21, 28, 35].flatMap((from) => all.map((one) => part(one, Math.max(0, from - 3), from + 7)));
    expect(faultOf(cut)).toEqual(faultOf(all));
  });
});

describe('a metric of the verdict', () => {
  const CASES = { kind: 'cases', metric: 0 } as const;
  const SUM = { kind: 'sum', metric: 0 } as const;
  const find = (all: readonly RawSeries[]) => {
    const pair = (selector: string) => ({ baseline: `${selector} 1`, candidate: `${selector} 2` });
    const faults = new SelectorFaults({
      requests: pair('requests_total'),
      errors: pair('failed_total'),
      latency: null,
      pod: 'instance',
      metrics: [
        {
          id: 'revenue',
          label: 'revenue',
          unit: 'score',
          kind: 'mean',
          worse: 'lower',
          weight: 1,
          practical: 0.02,
          margin: 0.05,
          cases: pair('matches_total'),
          sum: pair('euros_total'),
        },
      ],
    });
    for (const one of [...growing, ...both({ kind: 'error' }, (k) => k), ...all]) faults.hear(one);
    return faults.find(at(0), END);
  };

  it.each<[string, readonly RawSeries[]]>([
    ['adds up what is no whole number', [...both(CASES, (k) => 10 * k), ...both(SUM, (k) => 91.5 * k)]],
    ['adds up refunds, too', [...both(CASES, (k) => 10 * k), ...both(SUM, (k) => 91.5 * k - (k % 10 === 0 ? 100 : 0))]],
  ])('is sound where it %s', (_, all) => {
    expect(find(all)).toBeNull();
  });

  it.each<[string, readonly RawSeries[], string, RegExp]>([
    ['has no cases', both(SUM, (k) => k), 'NO_SERIES', /^no series matches matches_total 1$/],
    [
      'has no sum in V2',
      [...both(CASES, (k) => 10 * k), series('baseline', SUM, (k) => k)],
      'NO_SERIES',
      /^no series matches euros_total 2$/,
    ],
    [
      'has its cases on other pods',
      [...both(CASES, (k) => 10 * k), ...both(SUM, (k) => k).map((one) => ({ ...one, target: `${one.target}-shop` }))],
      'NO_SERIES',
      /^euros_total 1 and matches_total 1 never belong to the same pod$/,
    ],
    [
      'asks for the gauge of a mean in place of a sum',
      [...both(CASES, (k) => 10 * k), ...both(SUM, (k) => 9 + (k % 3))].map((one) => ({
        ...one,
        times: Array.from({ length: 301 }, (_, k) => at(k)),
        values: Array.from({ length: 301 }, (_, k) => (one.role === SUM ? 9 + (k % 3) : 10 * k)),
      })),
      'NOT_COUNTERS',
      /^euros_total 1 falls too often for a counter/,
    ],
  ])('is told of where it %s', (_, all, kind, detail) => {
    const found = find(all);
    expect(found?.kind).toBe(kind);
    expect(found?.detail).toMatch(detail);
  });
});
