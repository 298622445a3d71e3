import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../../src/profile/parse.ts';
import { ProfileError } from '../../../src/profile/problem.ts';
import { promql } from '../../../src/profile/query.ts';

const verdict = {
  requests: 'http_requests_total{version="$version"}',
  errors: 'http_requests_total{version="$version", status=~"5.."}',
};
const ring = { id: 'canary', name: 'Canary', deployed: 'started', checks: ['q'] };

/** A profile as JSON, which is YAML too. */
const parse = (fields: Record<string, unknown>) =>
  parseProfile(
    JSON.stringify({
      id: 'p',
      name: 'P',
      datasources: { prometheus: { url: 'http://127.0.0.1:1' } },
      versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
      checks: { q: { label: 'q', query: 'q', unit: 'count', at_most: 1 } },
      rings: [ring],
      ...fields,
    }),
    'p.yaml',
    {},
  ).plan;

function problem(fields: Record<string, unknown>): string {
  try {
    parse(fields);
  } catch (error) {
    if (error instanceof ProfileError)
      return error.problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
    throw error;
  }
  return '';
}

describe('the section on the verdict', () => {
  test('is asked for as stored samples of both versions, from where the rollout began', () => {
    const latency = { buckets: 'x_bucket{v="${version}"}', slo: 0.1 };
    const { raw, starts, verdict: planned } = parse({ verdict: { ...verdict, latency, share: 'planned{v="v2"}' } });
    expect([...raw]).toEqual(
      [
        'http_requests_total{version="v1"}',
        'http_requests_total{version="v2"}',
        'http_requests_total{version="v1", status=~"5.."}',
        'http_requests_total{version="v2", status=~"5.."}',
        'x_bucket{v="v1"}',
        'x_bucket{v="v2"}',
        'planned{v="v2"}',
      ].map((selector) => [selector, 'rollout']),
    );
    expect(starts).toEqual([promql('started')]);
    expect(planned).toMatchObject({
      alpha: 0.01,
      tolerated_ratio: 1,
      min_effect: 0.005,
      pass_margin: 0.01,
      pod: 'instance',
    });
  });

  test.each([
    ['{version="$version"}'],
    ['http_requests_total{version="$version", path=~"/a[0-9]{2}"}'],
    [`x { a='}', version='$version' }`],
    ['requests_$version'],
  ])('takes the selector %s', (requests) => {
    expect(problem({ verdict: { ...verdict, requests } })).toBe('');
  });

  test.each([
    ['rate(http_requests_total{version="$version"}[5m])'],
    ['http_requests_total{version="$version"}[5m]'],
    ['http_requests_total{version="$version"} offset 1h'],
    ['sum by (pod) (x{version="$version"})'],
    ['a{version="$version"} or b{version="$version"}'],
    ['{}'],
  ])('refuses %s', (requests) => {
    expect(problem({ verdict: { ...verdict, requests } })).toContain('verdict.requests: expected a selector such as');
  });

  test.each([
    [
      'a selector of all versions',
      { verdict: { ...verdict, errors: 'errors_total' } },
      'verdict.errors: must contain $version',
    ],
    ['a share of 1', { verdict: { ...verdict, share: 1 } }, 'verdict.share'],
    ['a label twice', { verdict: { ...verdict, by: ['path', 'path'] } }, 'verdict.by: names a label twice'],
    ['more labels than are told apart', { verdict: { ...verdict, by: ['a', 'b', 'c', 'd'] } }, 'verdict.by'],
    [
      'a margin below the effect',
      { verdict: { ...verdict, min_effect: 0.02 } },
      'verdict.pass_margin: must not be less',
    ],
    ['no time it began', { verdict, rings: [{ ...ring, deployed: undefined }] }, 'verdict.start: is needed'],
    ['no versions', { verdict, versions: undefined }, 'verdict: a verdict needs `versions`'],
    ['a variable nobody defined', { verdict: { ...verdict, up: 'up{v="$version", x="$x"}' } }, 'verdict.up: $x is not'],
    [
      'a ring that asks for one where there is none',
      { rings: [{ ...ring, verdict: 'pass' }] },
      'rings[0].verdict: needs',
    ],
  ])('tells of %s', (_, fields, message) => {
    expect(problem(fields)).toContain(message);
  });

  test('takes a time of its own where rings do not tell theirs', () => {
    const start = 'max(rollout_started_seconds)';
    const { starts, instant } = parse({ verdict: { ...verdict, start }, rings: [] });
    expect(starts).toEqual([promql(start)]);
    expect(instant).toContainEqual(promql(start));
  });
});

describe('metrics of the verdict', () => {
  const accuracy = {
    id: 'accuracy',
    successes: 'good_total{v="$version"}',
    attempts: 'all_total{v="$version"}',
  };
  const revenue = { id: 'revenue', sum: 'euros_sum{v="$version"}', count: 'all_total{v="$version"}', unit: 'score' };
  const withMetrics = (...metrics: readonly unknown[]) => ({ verdict: { ...verdict, metrics } });

  test('are ratios and means of counters, each asked for once', () => {
    const plan = parse(withMetrics(accuracy, revenue));
    expect(plan.verdict?.metrics).toMatchObject([
      { id: 'accuracy', label: 'accuracy', kind: 'ratio', unit: 'ratio', worse: 'lower', weight: 1, practical: 0.01 },
      { id: 'revenue', kind: 'mean', unit: 'score', practical: 0.02, margin: 0.05 },
    ]);
    const asked = [...plan.raw.keys()];
    expect(asked.filter((selector) => selector === 'all_total{v="v1"}')).toHaveLength(1);
    expect(asked).toEqual(expect.arrayContaining(['good_total{v="v1"}', 'euros_sum{v="v2"}']));
  });

  test.each([
    ['both versions in one', [{ ...accuracy, attempts: 'all_total' }], /must contain \$version/],
    ['a rate', [{ ...accuracy, attempts: 'rate(all_total{v="$version"}[5m])' }], /expected a selector/],
    ['half a ratio', [{ id: 'x', successes: accuracy.successes }], /needs successes and attempts, or sum and count/],
    ['a ratio and a mean at once', [{ ...accuracy, ...revenue }], /needs successes and attempts, or sum and count/],
    ['a ratio in euros', [{ ...accuracy, unit: 'score' }], /a ratio has only the unit ratio/],
    ['one id twice', [accuracy, { ...revenue, id: 'accuracy' }], /two have the same id/],
    ['more worse than what passes', [{ ...accuracy, min_effect: 0.1 }], /must not be less than min_effect/],
    ['no weight', [{ ...accuracy, weight: 0 }], /weight/],
  ])('refuse %s', (_, metrics, message) => {
    expect(problem(withMetrics(...metrics))).toMatch(message);
  });
});
