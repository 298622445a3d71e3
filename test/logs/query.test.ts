import { describe, expect, test } from 'vitest';
import { BeyondQuery } from '../../src/logs/bad-query.ts';
import { compileLog } from '../../src/logs/query.ts';
import type { LogLine } from '../../src/sources/loki-types.ts';
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
    ['{job!~"api.*"}', false],
    ['{absent=""}', true],
    ['{job=~"(?i)API-V2"}', true],
    ['{job=~"(?P<name>api)-v2"}', true],
    ['{job="api-v2"} |= "reset by peer"', true],
    ['{job="api-v2"} |= "RESET"', false],
    ['{job="api-v2"} |= "nowhere" or "peer"', true],
    ['{job="api-v2"} != "nowhere" or "peer"', false],
    ['{job="api-v2"} != "nowhere" |~ "reset (by|of)"', true],
    ['{job="api-v2"} |~ `(?i)RESET`', true],
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
    expect(logfmt?.parsed).toEqual({ version_extracted: 'v3', msg: 'a \\"b\\"', n: '1' });
    expect(compileLog('{job="api-v2"} | json')(line('no JSON'))?.parsed).toEqual({ __error__: 'JSONParserErr' });
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
    ['{job="a"} | logfmt --strict', '| logfmt --strict'],
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
