import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../../src/profile/load.ts';
import { readLogql } from '../../../src/profile/logql/logql.ts';
import { parseProfile } from '../../../src/profile/parse.ts';
import { ProfileError } from '../../../src/profile/problem.ts';
import { askedOf, recording } from '../../sources/recordings.ts';

describe('LogQL is read without a server', () => {
  it.each([
    ['log', '{job="port-manager"} |= "ERROR" | json'],
    ['log', '{job="deployment-api"} |= "❌" | json | deployment_id != ""'],
    ['log', '{job="a"} | line_format "{{.x}}" | label_format a=b | drop x | decolorize | pattern "<a>"'],
    ['metric', 'sum by (level) (count_over_time({job=~".+"}[1m]))'],
    ['metric', 'quantile_over_time(0.95, {a="b"} | json | unwrap ms [5m]) by (step)'],
    ['metric', '1 + 1'],
  ])('as a %s query: %s', (kind, query) => {
    expect(readLogql(query)).toEqual({ ok: true, kind });
  });

  it.each(['error-syntax', 'error-syntax-pipeline', 'error-syntax-multiline', 'error-type'])(
    'and finds the mistake where Loki finds it: %s',
    (name) => {
      const recorded = recording(`${name}.json`);
      const [, line, column] = /line (\d+), col (\d+)/.exec(recorded.response.body) ?? [];
      const reading = readLogql(askedOf(recorded).get('query') ?? '');
      expect(!reading.ok && reading.fault.at).toEqual({ line: Number(line), column: Number(column) });
    },
  );

  it('counts columns in characters, and says what stands there', () => {
    expect(readLogql('{job="🚀é"} | | json')).toEqual({
      ok: false,
      fault: { text: 'unexpected "|"', at: { line: 1, column: 14 } },
    });
    expect(readLogql('{job="a"')).toMatchObject({ fault: { text: 'the query ends too early' } });
    expect(readLogql(' ')).toMatchObject({ fault: { text: 'an empty query' } });
  });
});

/** What Loki answers and the grammar at hand does not know: it was written for another Loki. */
const BEYOND: readonly (readonly [string, string])[] = [
  ['metric', 'last_over_time({a="b"} | logfmt | unwrap v [20s] offset 30s)'],
  ['metric', 'sum by (x) (last_over_time({a="b"} | logfmt | unwrap v [1m] offset 10s) by (pod))'],
  ['metric', 'count_over_time({a="b"} | logfmt | level="error" code="500" [1m])'],
  ['log', '{a="b"} | logfmt | x="1" or y="1" z=~"1.+"'],
  ['log', '{a="b"} | logfmt | level="error" (code>=500 or slow>1.5s)'],
  ['log', '{a="b"} |= ip("10.0.0.0/8") or ip("10.0.0.1") or "special"'],
  ['metric', 'rate(({a=~"x|y"} |~".+bar" | unwrap bar)[1m])'],
  ['metric', '0x1p3'],
  ['metric', 'sum(rate({a="b"}[1m])) > 0X1.8p-3'],
  ['metric', '# hexadecimal\n-0x1P3'],
  ['log', '({a="b"} | json | x="1" y="2")'],
];

describe('LogQL that the grammar at hand does not know', () => {
  it.each(BEYOND)('passes as a %s query, and is known to go beyond it: %s', (kind, query) => {
    expect(readLogql(query)).toMatchObject({ ok: true, kind, beyond: { part: expect.any(String) } });
  });

  it('may stand in a profile', () => {
    const queries = BEYOND.filter(([kind]) => kind === 'log').map(([, query]) => query);
    const { searches } = parse({ saved: queries.map((query, i) => ({ id: `s${i}`, label: 'S', query })) });
    expect(searches.map(({ query }) => query)).toEqual(queries);
  });

  it.each([
    ['{a="b"} | x="1" y="2" | jsn', '"jsn" is not known; did you mean "json"?', 25],
    ['count_over_time({a="b"} | x="1" y="2" [1m]', 'the query ends too early', 43],
    ['{a="b"} | x="1" y="2")', 'unexpected ")"', 22],
    ['{a="b"} | x="1" y="2', 'unexpected "\\""', 19],
    ['{a="b"} | x="1" y=', 'the query ends too early', 19],
    ['{a="b"} | x="1" y="2" or', 'the query ends too early', 25],
    ['{a="b"} | x="1" y="2" | | json', 'unexpected "|"', 25],
    ['{a="b"} | x="1" y="2" | foo', 'the query ends too early', 28],
    ['{a="b"} | x="1" y="2" & z="3"', 'unexpected "&"', 23],
    ['{a="b"} | x="1" y="2" "3"', 'unexpected "\\""', 23],
    ['{a="b" c="d"} | x="1" y="2"', 'unexpected "c"', 8],
    ['{a=\'b\'} | x="1" y="2"', 'unexpected "\'"', 4],
    ['{a="b"} x="1" y="2"', 'unexpected "x"', 9],
    ['{a="b"} |= "x" or ip("10.0.0.1") or ip("10.0.0.2") or', 'the query ends too early', 54],
    ['irate({a="b"} | x="1" y="2" [1m])', '"irate" is not known; did you mean "rate"?', 1],
    ['histogram_quantile(0.9, rate({a="b"} | x="1" y="2" [1m]))', 'unexpected "histogram_quantile"', 1],
    ['rate({a="b"} | x="1" y="2")', 'unexpected ")"', 27],
    ['sum({a="b"} | x="1" y="2" [1m])', 'unexpected "["', 27],
    ['sum({a="b"} | x="1" y="2")', 'unexpected ")"', 26],
    ['rate(up[5m])', 'unexpected "["', 8],
    ['sum(rate({a="b"}[1m])) > > 0x1p3', 'unexpected ">"', 26],
  ])('is still told what is surely none: %s', (query, text, column) => {
    expect(readLogql(query)).toMatchObject({ ok: false, fault: { text, at: { column } } });
  });
});

/** A profile as JSON, which is YAML too. */
const parse = (logs: unknown) =>
  parseProfile(
    JSON.stringify({
      id: 'p',
      name: 'P',
      datasources: { prometheus: { url: 'http://127.0.0.1:1' } },
      variables: { service: 'deployment-api' },
      logs,
    }),
    'p.yaml',
    {},
  ).plan;

function problem(logs: unknown): string {
  try {
    parse(logs);
  } catch (error) {
    if (error instanceof ProfileError) return error.problems.map((p) => `${p.path}: ${p.message}`).join('\n');
    throw error;
  }
  return '';
}

describe('a word that is nearly one of LogQL', () => {
  it.each([
    ['{a="b"} | jsn', '"jsn" is not known; did you mean "json"?', 11],
    ['{a="b"} |= "| jsn" # | jsn\n| logfm | x="y"', '"logfm" is not known; did you mean "logfmt"?', 3],
    ['{a="b"} | line_fromat "{{.x}}"', '"line_fromat" is not known; did you mean "line_format"?', 11],
    ['count_ovr_time({a="b"}[5m])', '"count_ovr_time" is not known; did you mean "count_over_time"?', 1],
    ['{a="b"} | foo bar', 'unexpected "bar"', 15],
  ])('is named with what is meant: %s', (query, text, column) => {
    expect(readLogql(query)).toMatchObject({ ok: false, fault: { text, at: { column } } });
  });
});

describe('saved searches', () => {
  it('of the platform are the ones of its documents, to the letter', () => {
    const { plan } = loadProfile({ config: 'deployment-system', cwd: '/', env: {} });
    expect(plan.searches.map(({ query }) => query)).toEqual([
      '{job="port-manager"} |= "ERROR" | json',
      '{job="deployment-api"} |= "❌" | json | deployment_id != ""',
      '{job="docker"} |= "restart" | json',
      '{job="varlogs"} |= "ERROR" |= "CRITICAL" | logfmt',
      '{job="deployment-api"} |= "deploy-1755768199487"',
    ]);
  });

  it('know the variables of the profile, and leave the end of a regular expression alone', () => {
    const saved = [{ id: 'a', label: 'A', query: '{job="$service"} |~ "done$" [$$]' }];
    expect(problem({ saved })).toContain('logs.saved[0].query: not LogQL at line 1');
    const right = [{ id: 'a', label: 'A', query: '{job="$service"} |~ "done$"' }];
    expect(parse({ saved: right }).searches[0]?.query).toBe('{job="deployment-api"} |~ "done$"');
  });

  it.each([
    [
      { saved: [{ id: 'a', label: 'A', query: '{job="x"' }] },
      'logs.saved[0].query: not LogQL at line 1, column 9: the query ends too early',
    ],
    [{ saved: [{ id: 'a', label: 'A', query: '{job="$nobody"}' }] }, '$nobody is not a variable'],
    [
      {
        saved: [
          { id: 'a', label: 'A', query: '{a="b"}' },
          { id: 'a', label: 'B', query: '{a="c"}' },
        ],
      },
      'logs.saved[1].id: "a" is defined twice',
    ],
    [{ labels: { version: 'app-version' } }, 'logs.labels.version: expected the name of a label'],
    [{ savd: [] }, 'unknown key "savd"; did you mean "saved"?'],
  ])('are refused where they are wrong: %j', (logs, words) => {
    expect(problem(logs)).toContain(words);
  });
});
