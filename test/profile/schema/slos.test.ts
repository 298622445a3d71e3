import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../../src/profile/parse.ts';
import type { Plan } from '../../../src/profile/plan/plan.ts';
import { ProfileError } from '../../../src/profile/problem.ts';
import { coveredQuery } from '../../../src/slo/covered.ts';
import { seconds } from '../../../src/units.ts';

const PROFILE = `id: shop
name: Shop
datasources: { prometheus: { url: "http://127.0.0.1:9090" } }
variables: { job: api }
`;
const GOOD = `good: 'sum(rate(ok{job="$job"}[$window]))', total: 'sum(rate(all{job="$job"}[$window]))'`;

const plan = (text: string): Plan => parseProfile(PROFILE + text, 'shop.yaml', {}).plan;
function fault(text: string): string {
  try {
    return JSON.stringify(plan(text).profile.slos);
  } catch (error) {
    if (error instanceof ProfileError) return error.message;
    throw error;
  }
}
const slo = (fields: string) => `slos: [{ id: up, objective: 0.999, ${fields} }]\n`;

describe('the queries of an objective', () => {
  test('are asked over each window, in the names that recording rules have', () => {
    const [planned] = plan(slo('errors: "rate(bad[$window])"')).slos;
    expect(planned).toEqual({
      id: 'up',
      label: 'up',
      objective: 0.999,
      window: 30 * 86_400,
      left: { source: 'prometheus', text: '1 - (rate(bad[30d])) / 0.001' },
      recorded: false,
      covered: { source: 'prometheus', text: coveredQuery('count(up)', seconds(30 * 86_400)) },
      burns: {
        fast: {
          factor: 14.4,
          short: { source: 'prometheus', text: 'rate(bad[5m])' },
          long: { source: 'prometheus', text: 'rate(bad[1h])' },
        },
        slow: {
          factor: 6,
          short: { source: 'prometheus', text: 'rate(bad[30m])' },
          long: { source: 'prometheus', text: 'rate(bad[6h])' },
        },
      },
    });
  });

  test('of what was good count what has no series as nothing good, and variables are filled in', () => {
    const [planned] = plan(slo(`window: 7d, ${GOOD}`)).slos;
    const total = (window: string) => `sum(sum(rate(all{job="api"}[${window}])))`;
    const errors = (window: string) =>
      `1 - (sum(sum(rate(ok{job="api"}[${window}]))) or 0 * ${total(window)}) / ${total(window)}`;
    expect(planned?.burns.fast.short.text).toBe(errors('5m'));
    expect(planned?.left.text).toBe(`1 - (${errors('7d')}) / 0.001`);
  });

  test.each([
    [
      'with $window for every window',
      'err:ratio_rate$window',
      ['err:ratio_rate5m', 'err:ratio_rate6h'],
      'err:ratio_rate30d',
    ],
    ['without, for that of the objective', 'err:month', ['rate(bad[5m])', 'rate(bad[6h])'], 'err:month'],
    [
      'as ringdeck makes them',
      'true',
      ['slo:errors:ratio_rate5m{profile="shop",slo="up"}', 'slo:errors:ratio_rate6h{profile="shop",slo="up"}'],
      'slo:errors:ratio_rate30d{profile="shop",slo="up"}',
    ],
  ])('are recorded ones, where such are named: %s', (_, recorded, [short, long], month) => {
    const { slos, trends } = plan(slo(`errors: 'rate(bad[$window])', recorded: ${recorded}`));
    expect(slos[0]?.burns.fast.short.text).toBe(short);
    expect(slos[0]?.burns.slow.long.text).toBe(long);
    expect(slos[0]?.left.text).toBe(`1 - (${month}) / 0.001`);
    // What is recorded may be charted; what is not would be computed over a month at each point.
    expect(trends.map(({ expr }) => expr.text)).toContain(slos[0]?.left.text);
  });

  test('end before a comment does', () => {
    const [planned] = plan(`slos:
  - id: up
    objective: 0.9
    burn: { fast: 5, slow: 2 }
    errors: |
      rate(bad[$window]) # of all
`).slos;
    expect(planned?.left.text).toBe('1 - (rate(bad[30d]) # of all\n\n) / 0.1');
  });

  test('a long one that nobody records keeps no past', () => {
    const { slos, trends, instant } = plan(slo('errors: "rate(bad[$window])"'));
    expect(trends.map(({ expr }) => expr.text)).toEqual(['rate(bad[5m])', 'rate(bad[1h])']);
    expect(instant).toContainEqual(slos[0]?.left);
  });
});

test('a check of a budget is one of its query, with a limit on what is left', () => {
  const { rings, slos, trends } = plan(`${slo('errors: "rate(bad[$window])"')}
checks: { budget: { slo: up, budget: { at_least: 0.2, warn: 0.3 } } }
rings: [{ id: r0, name: R, soak: 1h, checks: [budget] }]
`);
  expect(rings[0]?.sites[0].checks).toEqual([
    {
      id: 'budget',
      label: 'up: budget left',
      unit: 'ratio',
      critical: false,
      limit: { kind: 'at-least', least: 0.2, warn: 0.3 },
      expr: slos[0]?.left,
    },
  ]);
  // A soak rests on its past.
  expect(trends.find(({ expr }) => expr.text === slos[0]?.left.text)?.span).toBe(2 * 3600);
});

describe('a promise', () => {
  test('of an objective is its target over its window', () => {
    const { slas } = plan(`${slo('window: 7d, errors: "rate(bad[$window])"')}slas: [{ id: p, slo: up }]\n`);
    expect(slas).toEqual([
      {
        id: 'p',
        label: 'p',
        slo: 'up',
        expr: { source: 'prometheus', text: '1 - (rate(bad[7d]))' },
        unit: 'ratio',
        limit: { kind: 'at-least', least: 0.999, warn: 0.9991 },
        window: 7 * 86_400,
        recoverAfter: 900,
        covered: { source: 'prometheus', text: coveredQuery('count(up)', seconds(7 * 86_400)) },
      },
    ]);
  });

  test.each([
    ['at_most: 0.1, unit: seconds', { most: 0.1, warn: 0.09 }],
    ['at_least: 0.85, unit: ratio', { least: 0.85, warn: 0.865 }],
    ['at_least: 9, unit: score', { least: 9, warn: 10 }],
    ['between: [40, 60], unit: count', { low: 40, high: 60, warn: [41, 59] }],
    ['at_most: 0, unit: count', { most: 0 }],
    ['at_most: 1, warn: 0.5, unit: seconds', { most: 1, warn: 0.5 }],
  ])('warns at 90 %% of its target, unless it says otherwise: %s', (target, limit) => {
    const { slas } = plan(`slas: [{ id: p, query: 'q[$window]', window: 1d, ${target} }]\n`);
    const { kind: _, ...numbers } = slas[0]?.limit ?? { kind: null };
    expect(numbers).toEqual(limit);
    expect(slas[0]?.expr.text).toBe('q[1d]');
  });
});

describe('a mistake is told where it stands, and what was expected', () => {
  test.each([
    ['neither form', slo('label: x'), 'slos[0]: expected either good and total, or errors'],
    ['both forms', slo(`errors: "r[$window]", ${GOOD}`), 'slos[0]: expected either good and total, or errors'],
    ['no $window', slo('errors: bad'), 'slos[0].errors: must contain $window'],
    ['a window too short', slo('window: 1h, errors: "r[$window]"'), 'slos[0].window: expected at least 6h'],
    [
      'a burn rate that cannot come',
      'slos: [{ id: up, objective: 0.9, errors: "r[$window]" }]\n',
      'slos[0].burn.fast: a burn rate of 14.4 cannot come: were there nothing but errors, it would be 10 with this objective',
    ],
    ['an objective of everything', 'slos: [{ id: up, objective: 1, errors: "r[$window]" }]\n', 'slos[0].objective'],
    ['a variable that is none', slo('errors: "r{$nope}[$window]"'), 'slos[0].errors: $nope is not a variable'],
    ['an unknown key', slo('errors: "r[$window]", windw: 1d'), 'unknown key "windw"; did you mean "window"?'],
    [
      'two of one name',
      'slos: [{ id: a, objective: 0.99, errors: "r[$window]" }, { id: a, objective: 0.99, errors: "r[$window]" }]\n',
      'slos[1].id: "a" is defined twice',
    ],
    [
      'a promise of nothing',
      'slas: [{ id: p, query: q }]\n',
      'slas[0]: expected either slo alone, or query, unit and a limit',
    ],
    ['a promise of what is none', 'slas: [{ id: p, slo: up }]\n', 'slas[0].slo: "up" is not one of the slos'],
    [
      'a promise of an objective elsewhere',
      'slas: [{ id: p, slo: up, server: eu }]\n',
      'slas[0]: expected either slo alone',
    ],
    [
      'a check of what is none',
      `${slo('errors: "r[$window]"')}checks: { b: { slo: upp, budget: { at_least: 0.2 } } }\n`,
      'checks.b.slo: "upp" is not one of the slos; did you mean "up"?',
    ],
    [
      'a check of a budget without a limit',
      `${slo('errors: "r[$window]"')}checks: { b: { slo: up } }\n`,
      'checks.b.budget: expected keys with values, but it is missing',
    ],
    [
      'a limit that a budget has not',
      `${slo('errors: "r[$window]"')}checks: { b: { slo: up, budget: { at_most: 0.2 } } }\n`,
      'checks.b.budget.at_most: unknown key "at_most"',
    ],
    [
      'a check that knows neither form well',
      'checks: { b: { querry: x, unit: count, at_most: 1, label: B } }\n',
      'checks.b.querry: unknown key "querry"; did you mean "query"?',
    ],
    [
      'a ring that asks for a budget nobody has',
      'checks: { c: { label: C, query: q, unit: count, at_most: 1 } }\nrings: [{ id: r, name: R, checks: [c], budget: { at_least: 0.2 } }]\n',
      'rings[0].budget: needs `slos` in the profile',
    ],
  ])('%s', (_, text, message) => {
    expect(fault(text)).toContain(message);
  });
});
