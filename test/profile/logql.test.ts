import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { readLogql } from '../../src/profile/logql.ts';
import { parseProfile } from '../../src/profile/parse.ts';
import { ProfileError } from '../../src/profile/problem.ts';
import { askedOf, recording } from '../sources/recordings.ts';

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
