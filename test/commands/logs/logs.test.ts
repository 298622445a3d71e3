import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineWriter } from '../../../src/commands/logs/text.ts';
import type { LogLine } from '../../../src/sources/loki/types.ts';
import { millis, nanos, nanosOf } from '../../../src/units.ts';
import { LokiStandIn } from '../../../stack/loki/server.ts';
import { LogStore } from '../../../stack/loki/store.ts';
import { character } from '../../character.ts';
import { Desk } from '../../desk.ts';
import { INHERITED } from '../../names.ts';

const start = nanosOf(millis(Date.now() - 60_000));
const hostile = '\u001b]0;title\u0007\u001b[2J\u001b[31mred\u001b[0m\r\n\u202eevil\u009b5n';

describe('ringdeck logs', () => {
  const store = new LogStore();
  const loki = new LokiStandIn(store);
  let desk: Desk;
  let logs: (...args: string[]) => ReturnType<Desk['ringdeck']>;

  beforeAll(async () => {
    await loki.start();
    store.push([
      { labels: { job: 'a', pod: 'p1' }, text: 'level=info first', at: nanos(start + 1n) },
      { labels: { job: 'a', pod: 'p2' }, text: 'level=error second', at: nanos(start + 2n) },
      { labels: { job: 'supersmartmatch-v2' }, text: 'level=error broken', at: nanos(start + 3n) },
      { labels: { job: 'hostile' }, text: hostile, at: nanos(start + 4n) },
    ]);
    store.push(
      Array.from({ length: 3000 }, (_, i) => ({
        labels: { job: 'many' },
        text: `line ${i}`,
        at: nanos(start + 100n + BigInt(i)),
      })),
    );
    desk = new Desk(['-c', 'supersmartmatch', '--loki', loki.url]);
    logs = (...args) => desk.ringdeck(['logs', ...args]);
  });
  afterAll(async () => {
    desk.remove();
    await loki.stop({ abruptly: true });
  });

  it('prints the newest lines, oldest first, with time and level', async () => {
    const { code, out, err } = await logs('{job="a"}', '--labels', 'pod,nope');
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').map((line) => line.replace(/^\S+Z /, ''))).toEqual([
      'info    pod=p1 nope=- level=info first',
      'error   pod=p2 nope=- level=error second',
      '',
    ]);
  });

  it('needs no profile where the address of a Loki is given', async () => {
    const bare = new Desk();
    try {
      const query = ['logs', '{job="a"}', '--format', 'jsonl'];
      const runs = [
        bare.ringdeck([...query, '--loki', loki.url]),
        bare.ringdeck(query, { RINGDECK_LOKI_URL: loki.url }),
      ];
      for (const { code, out, err } of await Promise.all(runs)) {
        expect([code, err]).toEqual([0, '']);
        expect(out).toContain('level=error second');
      }
      const { code, err } = await bare.ringdeck(['logs', '{job="a"} | jsn', '--loki', loki.url]);
      expect([code, err]).toEqual([4, expect.stringContaining('"jsn" is not known; did you mean "json"?')]);
    } finally {
      bare.remove();
    }
  });

  it.each([
    [
      ['--limit', '2'],
      ['line 2998', 'line 2999'],
    ],
    [
      ['--limit', '2', '--direction', 'backward'],
      ['line 2999', 'line 2998'],
    ],
    [
      ['--limit', '2', '--direction', 'forward'],
      ['line 0', 'line 1'],
    ],
  ])('takes %j', async (args, expected) => {
    const { out } = await logs('{job="many"}', ...args);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => line.slice(-(expected[0] ?? '').length)),
    ).toEqual(expected);
  });

  it('gives all lines, page after page', async () => {
    const { out } = await logs('{job="many"}', '--limit', 'all', '--format', 'jsonl');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).line);
    expect(lines).toEqual(Array.from({ length: 3000 }, (_, i) => `line ${i}`));
  });

  it('keeps the exact line in JSON, and says nothing there that a terminal obeys', async () => {
    const { out } = await logs('{job="hostile"}', '--format', 'jsonl');
    const record = JSON.parse(out);
    expect(record).toMatchObject({ at: `${start + 4n}`, line: hostile, labels: { job: 'hostile' }, level: 'unknown' });
    expect(record.time).toMatch(/\.\d{9}Z$/);
    expect(out.trim()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('runs a saved search', async () => {
    const { code, out } = await logs('--saved', 'v2-errors');
    expect([code, out.includes('level=error broken')]).toEqual([0, true]);
  });

  it('exits 1 when there is no line, 3 when there is no server', async () => {
    expect(await logs('{job="nobody"}')).toEqual({ code: 1, out: '', err: '' });
    const { code, err } = await desk.ringdeck(['--loki', 'http://127.0.0.1:1', 'logs', '{job="a"}']);
    expect([code, err]).toEqual([3, expect.stringContaining('connection refused')]);
  });

  it.each([
    [['{job="a"'], '{job="a"\n        ^ the query ends too early'],
    [['{job="a"} | foo bar'], '{job="a"} | foo bar\n                ^ unexpected "bar"'],
    [['rate({job="a"}[1m])'], 'That query counts lines'],
    [[], 'Give either a query in LogQL or --saved'],
    [['--saved', 'v2-erors'], 'no saved search "v2-erors"; did you mean "v2-errors"?'],
    [['{job="a"}', '--since', '1h', '--from', '-2h'], 'either --since or --from'],
    [['{job="a"}', '-f', '--to', '-1h'], 'leave out --to'],
    [['{job="a"', '--no-check'], 'Loki refuses the query:\n{job="a"\n        ^ syntax error: the query ends too early'],
  ])('%j is a mistake, shown under the query: exit 4', async (args, words) => {
    const { code, out, err } = await logs(...args);
    expect([code, out]).toEqual([4, '']);
    expect(err).toContain(words);
  });

  it('needs a Loki', async () => {
    const { code, err } = await new Desk(['-c', 'supersmartmatch']).ringdeck(['logs', '{job="a"}']);
    expect([code, err]).toEqual([4, expect.stringContaining('The profile has no Loki')]);
  });

  it('stops quietly when its reader has seen enough', async () => {
    const { code, out, err } = await desk.shell(
      `$RINGDECK logs '{job="many"}' --limit all | head -n 1; exit \${PIPESTATUS[0]}`,
    );
    expect([code, out.trim().split('\n').length, err]).toEqual([0, 1, '']);
    const following = await desk.shell(
      `$RINGDECK logs '{job="many"}' -f --limit all | head -n 3; exit \${PIPESTATUS[0]}`,
    );
    expect([following.code, following.out.trim().split('\n').length, following.err]).toEqual([0, 3, '']);
  });

  it('follows, says when the server went away, and goes on where it was', async () => {
    const running = desk.run(['logs', '{job="follow"}', '-f']);
    const seen = (words: string) => expect.poll(() => running.out).toContain(words);
    const say = (text: string) => store.push([{ labels: { job: 'follow' }, text }]);
    say('before');
    await seen('before');
    await expect.poll(() => loki.tails).toBe(1);
    say('live');
    await seen('live');
    await loki.stop();
    say('meanwhile');
    await loki.start();
    await seen('meanwhile');
    running.signal('SIGINT');
    const { code, out, err } = await running.ended;
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => line.split(' ').at(-1)),
    ).toEqual(['before', 'live', 'meanwhile']);
    expect(err).toMatch(/^ringdeck: .*all ingesters closed the connection; connecting again in \d+ s\n/);
    expect(code).toBe(0);
  });
});

describe('what is printed of a line', () => {
  const line = fc.record({
    at: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(nanos),
    text: fc.oneof(
      fc.string({ unit: character, maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            '\u001b[31m',
            '\u001b]52;c;aGk=\u0007',
            '\u009b2J',
            '\u202e',
            '\r\n',
            'e\u0301',
            '\u200d',
            '\ud800',
            'ok',
            '\u0000',
          ),
        )
        .map((parts) => parts.join('')),
    ),
    labels: fc.dictionary(fc.string({ unit: character }), fc.string({ unit: character }), { maxKeys: 3 }),
    metadata: fc.constant({ level: '\u001b[2J' }),
    parsed: fc.constant({}),
  });

  it('holds not one character of control in 10,000 hostile lines', () => {
    const write = lineWriter({ format: 'text', labels: ['level'], colorLevel: 0 });
    const json = lineWriter({ format: 'jsonl', labels: [], colorLevel: 0 });
    fc.assert(
      fc.property(line, (given: LogLine) => {
        for (const writer of [write, json]) {
          const printed = writer(given);
          expect(printed.endsWith('\n')).toBe(true);
          // Not all of Cf: it also holds signs that are seen, such as number signs written before their digits.
          expect(printed.slice(0, -1)).not.toMatch(
            /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u,
          );
        }
        expect(JSON.parse(json(given)).line).toBe(given.text);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each(INHERITED)('has a field named %s only where it has one', (name) => {
    const write = lineWriter({ format: 'text', labels: [name], colorLevel: 0 });
    const bare = { at: nanos(1n), text: 'x', labels: {}, metadata: {}, parsed: {} };
    expect(write(bare)).toContain(` ${name}=- x`);
    expect(write({ ...bare, metadata: Object.fromEntries([[name, 'y']]) })).toContain(` ${name}=y x`);
  });

  it('is coloured by its level on a terminal alone', () => {
    const error = { at: nanos(1n), text: 'level=error x', labels: {}, metadata: {}, parsed: {} };
    expect(lineWriter({ format: 'text', labels: [], colorLevel: 1 })(error)).toContain('\u001b[31mlevel=error x');
    expect(lineWriter({ format: 'text', labels: [], colorLevel: 0 })(error)).not.toContain('\u001b');
  });
});
