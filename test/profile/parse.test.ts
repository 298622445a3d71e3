import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/profile/parse.ts';
import { ProfileError } from '../../src/profile/problem.ts';

const VALID = `id: shop
name: Shop
datasources:
  prometheus: { url: http://127.0.0.1:9090 }
checks:
  error-rate:
    label: error rate
    query: sum(rate(errors_total{ring="$ring"}[$window]))
    unit: ratio
    at_most: 0.001
rings:
  - id: ring0
    name: Internal team
    soak: 1d
    checks: [error-rate]
  - id: ring1
    name: Pilots
    after: [ring0]
    checks: [error-rate]
`;

const problems = (text: string, env: Record<string, string> = {}) => {
  try {
    parseProfile(text, 'shop.yaml', env);
  } catch (error) {
    if (error instanceof ProfileError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe('a valid profile', () => {
  test('becomes a plan whose queries have their variables filled in', () => {
    const { plan } = parseProfile(VALID, 'shop.yaml', {});
    expect(plan.rings[1]?.sites[0].checks[0]?.expr.text).toBe('sum(rate(errors_total{ring="ring1"}[300s]))');
    expect(plan.staleAfter).toBe(15);
  });

  test('asks every query once and keeps a history long enough for two soaks', () => {
    const { plan } = parseProfile(VALID, 'shop.yaml', {});
    expect(plan.instant).toHaveLength(2);
    expect(plan.trends.map(({ span }) => span)).toEqual([2 * 86_400, 3600]);
  });

  test('takes secrets of the datasources from the environment', () => {
    const text = VALID.replace(
      '{ url: http://127.0.0.1:9090 }',
      '{ url: "http://h", authorization: { credentials: "${TOKEN}" } }',
    );
    const { plan } = parseProfile(text, 'shop.yaml', { TOKEN: 's3cret' });
    expect(plan.profile.datasources.prometheus[0].authorization?.credentials).toBe('s3cret');
  });
});

describe('a mistake is reported with file, line, column, what was expected and the nearest name', () => {
  test.each([
    [
      'an unknown key',
      VALID.replace('refresh:', '').replace('name: Shop', 'name: Shop\nrefersh: 5s'),
      'shop.yaml:3:1: refersh: unknown key "refersh"; did you mean "refresh"?',
    ],
    [
      'an unknown key deep inside',
      VALID.replace('at_most', 'at-most'),
      'shop.yaml:10:5: checks.error-rate.at-most: unknown key "at-most"; did you mean "at_most"?',
    ],
    [
      'a wrong enum value',
      VALID.replace('unit: ratio', 'unit: ratios'),
      'shop.yaml:9:11: checks.error-rate.unit: expected one of ratio, seconds, bytes, bytes-per-second, per-second, count, score, factor, eur, usd, gbp; did you mean "ratio"?',
    ],
    [
      'an unknown check',
      VALID.replace('[error-rate]\n  - id', '[eror-rate]\n  - id'),
      'shop.yaml:15:14: rings[0].checks[0]: "eror-rate" is not one of the checks; did you mean "error-rate"?',
    ],
    [
      'a ring that is not before',
      VALID.replace('[ring0]', '[rin0]'),
      'shop.yaml:18:13: rings[1].after[0]: "rin0" is not a ring before "ring1"; did you mean "ring0"?',
    ],
    [
      'a wrong duration',
      VALID.replace('1d', '1 day'),
      'shop.yaml:14:11: rings[0].soak: expected a duration such as 15s, 5m or 1h30m',
    ],
    ['a missing value', VALID.replace('name: Shop\n', ''), 'shop.yaml:1:1: name: expected text, but it is missing'],
    [
      'a wrong type',
      VALID.replace('at_most: 0.001', 'at_most: little'),
      'shop.yaml:10:14: checks.error-rate.at_most: expected a number, but it is text',
    ],
    [
      'an unknown variable',
      VALID.replace('$ring', '$rign'),
      'shop.yaml:8:12: checks.error-rate.query: $rign is not a variable; there are $window, $ring',
    ],
    [
      'an unset environment variable',
      VALID.replace('http://127.0.0.1:9090', '"http://${HOST_OF_P}"'),
      'shop.yaml:4:22: datasources.prometheus.url: the environment variable HOST_OF_P is not set',
    ],
    [
      'a limit that is missing',
      VALID.replace('    at_most: 0.001\n', ''),
      'shop.yaml:7:5: checks.error-rate: expected exactly one of at_most, at_least and between',
    ],
    [
      'text that is not YAML',
      'id: [',
      'shop.yaml:1:6: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a file that is a list', '- 1', 'shop.yaml:1:1: not a profile: expected keys such as id, name and datasources'],
    [
      'a refresh of nothing',
      `${VALID}refresh: 0s\n`,
      'shop.yaml:20:10: refresh: expected a duration of whole seconds, at least 1s',
    ],
    [
      'a value that is stale at once',
      `${VALID}stale_after: 2s\n`,
      'shop.yaml:20:14: stale_after: must not be shorter than refresh, else every value would be unknown between two refreshes',
    ],
    [
      'a page defined twice',
      `${VALID}pages: [{ id: a, title: A, panels: [rings] }, { id: a, title: B, panels: [rings] }]\n`,
      'shop.yaml:20:53: pages[1].id: "a" is defined twice',
    ],
    [
      'a page of a group that is not there',
      `${VALID}infra: [{ id: host, label: H, items: [{ id: a, label: A, query: a, unit: count }] }]\npages: [{ id: p, title: P, panels: [infra], infra: [hots] }]\n`,
      'shop.yaml:21:53: pages[0].infra[0]: "hots" is not one of the groups of infra; did you mean "host"?',
    ],
    [
      'a page of groups without their panel',
      `${VALID}infra: [{ id: host, label: H, items: [{ id: a, label: A, query: a, unit: count }] }]\npages: [{ id: p, title: P, panels: [alerts], infra: [host] }]\n`,
      'shop.yaml:21:53: pages[0].infra: needs the panel "infra" among the panels of the page',
    ],
    [
      'a warning without a limit',
      `${VALID}infra: [{ id: g, label: G, items: [{ id: a, label: A, query: a, unit: count, warn: 1 }] }]\n`,
      'shop.yaml:20:84: infra[0].items[0].warn: warn needs at_most, at_least or between beside it',
    ],
    ...[
      [
        'between: [0.2, 0.1]',
        ':14: checks.error-rate.between: expected two numbers, the lower one first, as in between: [40, 60]',
      ],
      [
        'between: [0.1]',
        ':14: checks.error-rate.between: expected two numbers, the lower one first, as in between: [40, 60]',
      ],
      [
        'between: [1, 2, 3]',
        ':14: checks.error-rate.between: expected two numbers, the lower one first, as in between: [40, 60]',
      ],
      ['between: 0.1', ':14: checks.error-rate.between: expected a list, but it is a number'],
      ['between: [0.1, much]', ':20: checks.error-rate.between[1]: expected a number, but it is text'],
      ['between: [.nan, 1]', ':15: checks.error-rate.between[0]: expected a number, but it is not a number'],
      ['between: [0, .inf]', ':18: checks.error-rate.between[1]: expected a number, but it is infinite'],
      [
        'between: [0, 1]\n    at_most: 1',
        ':5: checks.error-rate: expected exactly one of at_most, at_least and between',
      ],
    ].map(([given = '', expected]) => [
      `a limit ${given}`,
      VALID.replace('at_most: 0.001', given),
      `shop.yaml:${given.includes('at_most') ? 7 : 10}${expected}`,
    ]),
    ...[
      ['between: [40, 60]', 'warn: [35, 55]', 'warn must be on the good side of the limit'],
      ['between: [40, 60]', 'warn: [45, 65]', 'warn must be on the good side of the limit'],
      ['between: [40, 60]', 'warn: 45', 'expected two numbers, the lower one first, as in warn: [40, 60]'],
      ['between: [40, 60]', 'warn: [55, 45]', 'expected two numbers, the lower one first, as in warn: [40, 60]'],
      ['at_most: 60', 'warn: [45, 55]', 'expected one number'],
      ['at_most: 60', 'warn: 61', 'warn must be on the good side of the limit'],
      ['at_least: 60', 'warn: 59', 'warn must be on the good side of the limit'],
      ['at_least: 60', 'warn: soon', 'expected a number or a list'],
    ].map(([limit, warn, expected]) => [
      `${limit} with ${warn}`,
      VALID.replace('at_most: 0.001', `${limit}\n    ${warn}`),
      `shop.yaml:11:11: checks.error-rate.warn: ${expected}`,
    ]),
    [
      'two limits of a row',
      `${VALID}infra: [{ id: g, label: G, items: [{ id: a, label: A, query: a, unit: count, at_least: 1, between: [1, 2] }] }]\n`,
      'shop.yaml:20:36: infra[0].items[0]: at most one of at_most, at_least and between',
    ],
    [
      'a limit of a metric that ends before it begins',
      `${VALID}versions: { baseline: { id: a, label: A }, candidate: { id: b, label: B } }\ncomparison: [{ id: a, label: A, query: a, unit: ratio, better: lower, factor: { between: [2, 1] } }]\n`,
      'shop.yaml:21:90: comparison[0].factor.between: expected two numbers, the lower one first, as in between: [40, 60]',
    ],
    [
      'an anchor inside itself',
      'id: shop\nname: Shop\ndatasources: &a { prometheus: *a }\n',
      'shop.yaml:1:1: an anchor refers to itself',
    ],
    [
      'an unknown tier',
      `${VALID}alerts: { tiers: { FOO: { severities: [x] } } }\n`,
      'shop.yaml:20:20: alerts.tiers.FOO: unknown key "FOO"; expected one of P0, P1, P2, P3',
    ],
    [
      'an address without a scheme',
      VALID.replace('http://127.0.0.1:9090', '127.0.0.1:9090'),
      'shop.yaml:4:22: datasources.prometheus.url: expected a URL such as http://127.0.0.1:9090',
    ],
    ['an empty file', '', 'shop.yaml:1:1: not a profile: expected keys such as id, name and datasources'],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toContain(expected);
  });

  test('a key that another kind of panel has is not told to be meant itself', () => {
    const panel = '{ id: x, type: timeseries, title: X, unit: s, query: q }';
    expect(problems(`${VALID}pages: [{ id: p, title: P, rows: [{ panels: [${panel}] }] }]\n`)).toEqual([
      expect.stringMatching(/queries: expected a list, but it is missing$/),
      expect.stringMatching(/unknown key "query"$/),
    ]);
  });

  test('every mistake is reported, not only the first', () => {
    expect(problems(VALID.replace('unit: ratio', 'unit: x').replace('soak: 1d', 'soak: x'))).toHaveLength(2);
  });

  test('a secret never appears in an error', () => {
    const text = VALID.replace('{ url: http://127.0.0.1:9090 }', '{ url: "${TOKEN}" }');
    expect(problems(text, { TOKEN: 's3cret' }).join()).not.toContain('s3cret');
  });
});

describe('a profile of very much', () => {
  const many = (count: number, one: (i: number) => string) => Array.from({ length: count }, (_, i) => one(i));

  test.each([
    ['rings', 101, (i: number) => `{ id: r${i}, name: R, checks: [error-rate] }`, 'rings: expected at most 100'],
    ['pages', 51, (i: number) => `{ id: p${i}, title: P, panels: [rings] }`, 'pages: expected at most 50'],
    ['infra', 51, (i: number) => `{ id: g${i}, label: G, items: [] }`, 'infra: expected at most 50'],
  ])('has a limit for its %s', (key, count, one, words) => {
    const text = `${VALID.slice(0, VALID.indexOf('rings:'))}${key}: [${many(count, one).join(', ')}]\n`;
    expect(problems(text).join('\n')).toContain(words);
  });

  test('has a limit for its keys, and for the keys of one action', () => {
    const keys = many(201, (i) => `a${i}: x`).join(', ');
    expect(problems(`${VALID}keys: { ${keys} }\n`)).toEqual(['shop.yaml:20:7: keys: expected at most 200']);
    expect(problems(`${VALID}keys: { quit: [${many(21, () => 'x').join(', ')}] }\n`)).toHaveLength(1);
  });

  test('tells the first fifty mistakes, and how many more there are', () => {
    const found = problems(`${VALID}${many(2000, (i) => `unknown-${i}: 1\n`).join('')}`);
    expect([found.length, found.at(-1)]).toEqual([51, 'and 1,950 more mistakes']);
    expect(problems('['.repeat(5000)).at(-1)).toMatch(/^and [\d,]+ more mistakes$/);
  });
});

describe('YAML as people write it by hand', () => {
  const CHECK = '{ label: up, query: vector(1), unit: count, at_least: 1 }';
  const profile = (checks: string) =>
    `id: t\nname: T\ndatasources: { prometheus: { url: http://127.0.0.1:9090 } }\nchecks:\n${checks}rings: []\n`;
  const checksOf = (checks: string) => {
    const { plan } = parseProfile(profile(checks), 't.yaml', {});
    return Object.entries(plan.profile.checks).map(
      ([id, check]) => `${id} ${check.label} ${'query' in check ? check.query : check.slo}`,
    );
  };

  test.each([
    ['before its own keys', `  a: &c ${CHECK}\n  b:\n    <<: *c\n    label: again\n`, 'b again vector(1)'],
    ['after them', `  a: &c ${CHECK}\n  b:\n    label: again\n    <<: *c\n`, 'b again vector(1)'],
    ['in one line', `  a: &c ${CHECK}\n  b: { <<: *c, label: again }\n`, 'b again vector(1)'],
    ['of what is merged itself', `  a: &c ${CHECK}\n  m: &d { <<: *c, label: m }\n  b: { <<: *d }\n`, 'b m vector(1)'],
    [
      'of several, of which the first counts',
      `  a: &c ${CHECK}\n  m: &d { label: m, query: vector(2), unit: count, at_least: 1 }\n  b: { <<: [*d, *c] }\n`,
      'b m vector(2)',
    ],
    ['of a map written there', `  b: { <<: ${CHECK} }\n`, 'b up vector(1)'],
    ['by an alias alone', `  a: &c ${CHECK}\n  b: *c\n`, 'b up vector(1)'],
  ])('takes over a map %s', (_, checks, expected) => {
    expect(checksOf(checks)).toContain(expected);
  });

  test('takes "<<" in quotes for a name like any other', () => {
    expect(problems(profile(`  "<<": ${CHECK}\n`)).join()).not.toContain('expected an alias');
  });

  test('reads on, no and ~ as YAML 1.2 does: words are words', () => {
    expect(checksOf('  a: { label: no, query: on, unit: count, at_least: 1 }\n')).toEqual(['a no on']);
  });

  test.each([
    ['an unknown tag', 'name: T', 'name: !env FOO', '2:7: unknown tag !env: write the value itself'],
    ['one on a map', 'prometheus: {', 'prometheus: !vault {', '3:28: unknown tag !vault'],
    ['one of YAML that is no text', 'name: T', 'name: !!timestamp 2026-01-01', '2:19: name: expected text'],
    [
      'an octal number',
      'at_least: 1',
      'at_least: 010',
      '5:60: 010 is 10 to some programs and an octal number to others',
    ],
    [
      'a sexagesimal number',
      'at_least: 1',
      'at_least: 1:30',
      '5:60: checks.a.at_least: expected a number, but it is text',
    ],
    ['an alias before its anchor', 'rings: []', 'rings: *r', '6:8: there is no anchor &r before it'],
    ['a merge of a word', 'a: {', 'a: { <<: up,', '5:8: expected an alias of a map behind <<'],
    ['a merge of a list of words', 'a: {', 'a: { <<: [up],', '5:8: expected an alias of a map behind <<'],
    ['a tab', '  a: {', '\ta: {', '5:1: not YAML: a tab is used to indent; use spaces'],
    ['a key twice', 'rings: []', 'rings: []\nname: U', '7:1: the key "name" is given twice: remove one'],
    ['two documents', 'rings: []', '---\nid: t', '6:1: not YAML: Source contains multiple documents'],
    ['a version that is none', 'id: t', '%YAML 3.0\n---\nid: t', '1:7: Unsupported YAML version 3.0'],
    ['a NUL', 'name: T', 'name: T\u0000', '2:8: a control character'],
  ])('refuses %s by line', (_, from, to, message) => {
    expect(problems(profile(`  a: ${CHECK}\n`).replace(from, to)).join('\n')).toContain(`shop.yaml:${message}`);
  });
});
