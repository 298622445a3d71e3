import { describe, expect, test } from 'vitest';
import { LogBuffer } from '../../../src/logs/buffer.ts';
import { LogSieve, OPEN_SIEVE } from '../../../src/logs/sieve.ts';
import { lineTest, namesOfLines, soughtIn } from '../../../src/room/filter/lines.ts';
import { millis, nanosOf } from '../../../src/units.ts';

const NOW = millis(Date.UTC(2026, 8, 9, 7, 41));
const LINES = [
  { text: 'ERROR connection refused by db', ago: 600, labels: { pod: 'api-1', version: 'V2' } },
  { text: 'level=warn msg="slow shard" took=250ms user=42', ago: 200, labels: { pod: 'api-2', version: 'V1' } },
  { text: '{"level":"info","status":500,"path":"/a?b=c"}', ago: 10, labels: { pod: 'web-1', version: 'V2' } },
].map(({ text, ago, labels }) => ({
  at: nanosOf(millis(NOW - ago * 1000)),
  text,
  labels,
  metadata: { trace: 'abc' },
  parsed: {},
}));

function bufferOf(lines = LINES): LogBuffer {
  const buffer = new LogBuffer();
  buffer.add(lines);
  return buffer;
}

describe('of lines a filter lets pass', () => {
  test.each([
    ['', '123'],
    ['refused', '1'],
    ['connection db', '1'],
    ['"connection refused"', '1'],
    ['"refused connection"', ''],
    ['!refused', '23'],
    ['level=error', '1'],
    ['level=~"warn|error"', '12'],
    ['level!=info', '12'],
    ['version=V2', '13'],
    ['pod=~"api-.*"', '12'],
    ['{version="V2",pod!~"web.*"}', '1'],
    ['version=V2 !refused', '3'],
    ['age<5m', '23'],
    ['age>5m', '1'],
    ['took>100ms', '2'],
    ['user=42', '2'],
    ['status>=500', '3'],
    ['trace=abc level=info', '3'],
    ['"user=42"', '2'],
    ['nothing=here', ''],
    ['nothing!=here', '123'],
  ])('%s', (text, passing) => {
    const passes = lineTest(text);
    const shown = [...bufferOf()].filter((line) => passes === null || passes.passes(line, NOW));
    expect(shown.map(({ id }) => id + 1).join('')).toBe(passing);
  });
});

test('what is typed wrongly hides no line', () => expect(lineTest('pod=~"("')).toBeNull());

test('lines grow older while nothing comes, and are looked at anew for that alone once a second', () => {
  const [buffer, sieve] = [bufferOf(), new LogSieve(lineTest)];
  sieve.change({ ...OPEN_SIEVE, text: 'age<5m' });
  const shown = (after: number) => sieve.take(buffer, millis(NOW + after)).length;
  expect([shown(0), shown(99_500), shown(101_000), shown(300_000)]).toEqual([2, 2, 1, 0]);
});

test('names are those of labels, metadata and of the text itself', () => {
  const names = namesOfLines([...bufferOf()]);
  for (const name of ['level', 'age', 'pod', 'trace', 'took', 'status']) expect(names).toContain(name);
});

test('what is marked are the words that must be there', () => {
  expect(soughtIn('level=error Refused !by "db x"')).toEqual(['refused', 'db x']);
});
