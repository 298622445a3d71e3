import { describe, expect, test } from 'vitest';
import { BeyondQuery } from '../../src/logs/bad-query.ts';
import { countAt } from '../../src/logs/count.ts';
import { compileLog, compileMetric } from '../../src/logs/query.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';
import { nanos } from '../../src/units.ts';

const JSON_LINE =
  '{"level":"error","msg":"match failed: connection reset by peer","status":503,"took":"1.5s","body":"12KB","http":{"user-agent":"curl"},"tags":["a"]}';

const line = (text = JSON_LINE): LogLine => ({
  at: nanos(1n),
  text,
  labels: { job: 'api-v2', version: 'v2' },
  metadata: { detected_level: 'error', trace_id: 'abc' },
  parsed: {},
});

const passes = (query: string, text?: string): boolean => compileLog(query)(line(text)) !== null;

describe('a log query in memory', () => {
  test.each<[string, boolean]>([
    ['{job="api-v2"}', true],
    ['{job="api"}', false],
    ['{job=~"api"}', false],
    ['{job=~"api-v[12]", version!="v1"}', true],
    ['{job!~"api.*", version="v2"}', false],
    ['{job="api-v2", absent=""}', true],
    ['{job=~"(?i)API-V2"}', true],
    ['{job=~"(?P<name>api)-v2"}', true],
    ['{job="api-v2"} |= "reset by peer"', true],
    ['{job="api-v2"} |= "RESET"', false],
    ['{job="api-v2"} |= "nowhere" or "peer"', true],
    ['{job="api-v2"} != "nowhere" or "peer"', false],
    ['{job="api-v2"} != "nowhere" |~ "reset (by|of)"', true],
    ['{job="api-v2"} |~ `(?i)RESET`', true],
    ['{job="api-v2"} |~ `[[:alpha:]]+ by`', true],
    ['{job=~"(?P<first>api)-v[[:digit:]]"}', true],
    ['{job="api-v2"} !~ "peer$"', true],
    ['{job="api-v2"} | detected_level="error"', true],
    ['{job="api-v2"} | detected_level=~"fatal|warn"', false],
    ['{job="api-v2"} | status="503"', false],
    ['{job="api-v2"} | json | status="503"', true],
    ['{job="api-v2"} | json | status>=500 and status<600', true],
    ['{job="api-v2"} | json | status==500 or level="error"', true],
    ['{job="api-v2"} | json | status==500 or (level="error", trace_id="x")', false],
    ['{job="api-v2"} | json | took>1s', true],
    ['{job="api-v2"} | json | took<=100ms', false],
    ['{job="api-v2"} | json | body>11KiB', true],
    ['{job="api-v2"} | json | body<12KB', false],
    ['{job="api-v2"} | json | http_user_agent="curl" | tags=""', true],
    ['{job="api-v2"} | json | absent>1', false],
    ['{job="api-v2"} | json | __error__=""', true],
    ['{job="api-v2"} | logfmt | json | msg=~".*reset.*"', true],
  ])('%s: %s', (query, expected) => {
    expect(passes(query)).toBe(expected);
  });

  test('names fields as Loki does, and keeps lines that cannot be read, with the error', () => {
    const logfmt = compileLog('{job="api-v2"} | logfmt')(line('version=v3 msg="a \\"b\\"" n=1'));
    expect(logfmt?.parsed).toEqual({ version_extracted: 'v3', msg: 'a "b"', n: '1' });
    expect(compileLog('{job="api-v2"} | json')(line('no JSON'))?.parsed).toEqual({
      __error__: 'JSONParserErr',
      __error_details__: "Value looks like object, but can't find closing '}' symbol",
    });
    const number = compileLog('{job="api-v2"} | json | msg > 5')(line());
    expect(number?.parsed).toMatchObject({ status: '503', __error__: 'LabelFilterErr' });
  });

  test.each<[string, string]>([
    ['{job="a"} | pattern "<ip> <_>"', '| pattern "<ip> <_>"'],
    ['{job="a"} |= "x" | line_format "{{.msg}}"', '| line_format "{{.msg}}"'],
    ['{job="a"} | json first="a.b"', '| json first="a.b"'],
    ['{job="a"} |> "a <_> b"', '|> "a <_> b"'],
    ['{job="a"} |= ip("10.0.0.0/8")', '|= ip("10.0.0.0/8")'],
    ['{job="a"} | addr = ip("10.0.0.0/8")', 'addr = ip("10.0.0.0/8")'],
    ['{job="a"} | logfmt x="y"', '| logfmt x="y"'],
    ['{job="a"} | logfmt | x="1" y="2"', 'y="2"'],
  ])('%s is refused by the part that is not evaluated, and its place', (query, part) => {
    try {
      compileLog(query);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(BeyondQuery);
      expect(error).toMatchObject({ part, offset: query.indexOf(part) });
    }
  });
});

describe('a metric query in memory', () => {
  const lines = ['a', 'b', 'a'].map((id, i) => ({
    ...line(`{"id":"${id}"}`),
    at: nanos(BigInt(i + 1) * 1_000_000_000n),
  }));
  const LABELS = { job: 'api-v2', version: 'v2', detected_level: 'error', trace_id: 'abc' };

  test.each([
    ['count_over_time({job="api-v2"}[1m])', [[LABELS, 3]]],
    ['sum(count_over_time({job="api-v2"}[1m]))', [[{}, 3]]],
    ['sum(rate({job="api-v2"}[1m]))', [[{}, 0.05]]],
    [
      'sum by (id) (count_over_time({job="api-v2"} | json [1m]))',
      [
        [{ id: 'a' }, 2],
        [{ id: 'b' }, 1],
      ],
    ],
    ['count(sum by (id) (count_over_time({job="api-v2"} | json [1m])))', [[{}, 2]]],
    ['count(sum by (id) (count_over_time({job="api-v2"} | json [1m]))) or vector(0)', [[{}, 2]]],
    ['sum(count_over_time({job="api-v2"} |= "none" [1m]))', []],
    ['sum(count_over_time({job="api-v2"} |= "none" [1m])) or vector(0)', [[{}, 0]]],
    ['count(sum by (id) (count_over_time({job="none"} | json [1m]))) or vector(0)', [[{}, 0]]],
    [
      'sum by (id) (count_over_time({job="api-v2"} |= "b" | json [1m])) or vector(7)',
      [
        [{ id: 'b' }, 1],
        [{}, 7],
      ],
    ],
  ])('%s', (query, expected) => {
    const metric = compileMetric(query);
    const answer = metric && countAt(lines, metric, nanos(3_000_000_000n));
    expect(answer?.map(({ labels, value }) => [labels, value])).toEqual(expected);
  });

  test.each([
    'sum(count_over_time({job="a"}[1m])) / 2',
    'sum(count_over_time({job="a"}[1m])) + 1 or vector(0)',
    'sum(count_over_time({job="a"}[1m])) or sum(count_over_time({job="b"}[1m]))',
    'count(topk(2, count_over_time({job="a"}[1m])))',
    'count_over_time({job="a"} | level="error" code="500" [1m])',
    'last_over_time({job="a"} | logfmt | unwrap v [20s] offset 30s)',
    'rate(({job="a"} | unwrap v)[1m])',
    'count_over_time({job="a"} |= ip("10.0.0.0/8") or ip("10.0.0.1") [1m])',
    '0x1p3',
  ])('%s is more than is evaluated', (query) => {
    expect(() => compileMetric(query)).toThrow(BeyondQuery);
  });
});
