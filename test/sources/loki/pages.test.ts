import fc from 'fast-check';
import { parse } from 'valibot';
import { describe, expect, test } from 'vitest';
import { succeeded } from '../../../src/sources/error.ts';
import { createHttpClient } from '../../../src/sources/http/http.ts';
import { collectPages, readPages } from '../../../src/sources/loki/pages.ts';
import { type Ask, createAsk } from '../../../src/sources/loki/request.ts';
import type { Direction, LineRequest } from '../../../src/sources/loki/types.ts';
import { nanos } from '../../../src/units.ts';
import { Answers } from '../../../stack/loki/answers.ts';
import { LokiStandIn } from '../../../stack/loki/server.ts';
import { LogStore } from '../../../stack/loki/store.ts';
import { HastyTimer } from '../recordings.ts';
import { deadUrl, json, serve, source } from '../serve.ts';

/** Asks a store through Loki's rules, without a network; the refusal of a limit that is too high goes through one. */
function askStore(store: LogStore, most: number): { ask: Ask; asked: number[] } {
  const answers = new Answers(store, () => nanos(BASE + 1000n), most);
  const asked: number[] = [];
  const ask: Ask = async ({ query }, schema) => {
    const parameters = new URLSearchParams(query as Record<string, string>);
    asked.push(Number(parameters.get('limit')));
    try {
      return { ok: true, value: parse(schema, answers.queryRange(parameters, true)) };
    } catch (error) {
      const text = error instanceof Error ? error.message : '';
      const kind = text.includes('larger than max') ? ('server' as const) : ('bad-query' as const);
      return { ok: false, error: { kind, message: text, fault: { text }, httpStatus: kind === 'server' ? 500 : 400 } };
    }
  };
  return { ask, asked };
}

/** Loki reads small numbers as seconds. */
const BASE = 1_795_208_602_287_000_000n;

const everything = (direction: Direction, more: Partial<LineRequest> = {}): LineRequest => ({
  query: '{job=~".+"}',
  from: nanos(BASE),
  to: nanos(BASE + 1000n),
  direction,
  ...more,
});

const line = fc.record({
  at: fc.bigInt({ min: BASE, max: BASE + 5n }),
  stream: fc.constantFrom('a', 'b'),
  n: fc.nat(60),
});
const direction = fc.constantFrom<Direction>('forward', 'backward');

describe('paging', () => {
  test('loses no line and doubles none, however many share a nanosecond and however few come at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        direction,
        async (given, most, way) => {
          const store = new LogStore();
          store.push(given.map(({ at, stream, n }) => ({ at: nanos(at), labels: { job: stream }, text: `line ${n}` })));
          const outcome = await collectPages(readPages(askStore(store, most).ask, everything(way)));
          if (!outcome.ok) throw new Error(outcome.error.message);
          const { lines, crowded } = outcome.value;
          const key = ({ at, labels, text }: (typeof lines)[number]) => `${at} ${labels.job} ${text}`;
          const got = lines.map(key);
          expect(new Set(got).size).toBe(got.length);
          const missing = store.lines.filter((stored) => !got.includes(key(stored)));
          // What is missing is of a nanosecond that fills a whole answer, and that is said.
          const told = new Set(crowded.map(({ at }) => at));
          expect(missing.filter(({ at }) => !told.has(at))).toEqual([]);
          for (const { at, given: count } of crowded) {
            expect(store.lines.filter((stored) => stored.at === at).length).toBeGreaterThanOrEqual(most);
            expect(count).toBe(lines.filter((shown) => shown.at === at).length);
          }
          const times = lines.map(({ at }) => at);
          expect(times).toEqual(times.toSorted((a, b) => (a === b ? 0 : a < b === (way === 'forward') ? -1 : 1)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('counts lines that the query made alike', async () => {
    // Two lines of one nanosecond and stream that a line_format has made the same.
    const twins = {
      stream: { a: 'b' },
      values: [
        [`${BASE + 5n}`, 'same', {}],
        [`${BASE + 5n}`, 'same', {}],
        [`${BASE + 7n}`, 'last', {}],
      ],
    };
    const ask: Ask = async ({ query }, schema) => {
      const { start, limit } = query as Record<string, string>;
      const values = twins.values.filter(([at]) => String(at) >= (start ?? '')).slice(0, Number(limit));
      const data = { resultType: 'streams', encodingFlags: ['categorize-labels'], result: [{ ...twins, values }] };
      return { ok: true, value: parse(schema, { status: 'success', data }) };
    };
    const outcome = await collectPages(readPages(ask, everything('forward', { limit: 3 })));
    expect(outcome.ok && outcome.value.lines.map(({ text }) => text)).toEqual(['same', 'same', 'last']);
  });

  test.each<[number | undefined, number[]]>([
    [undefined, [1000, 5000, 5000]],
    [12_000, [5000, 5000, 5000]],
    [700, [700]],
  ])(
    'of %s wanted lines come in pages of %j: as many as Loki gives at once where many are wanted',
    async (limit, asks) => {
      const store = new LogStore();
      store.push(
        Array.from({ length: 10_000 }, (_, i) => ({ at: nanos(BASE + BigInt(i)), labels: { job: 'a' }, text: `${i}` })),
      );
      const { ask, asked } = askStore(store, 5000);
      const to = nanos(BASE + 10_000n);
      const outcome = await collectPages(readPages(ask, everything('forward', { to, limit })));
      expect(outcome.ok && outcome.value.lines.length).toBe(limit === 700 ? 700 : 10_000);
      expect(asked).toEqual(asks);
    },
  );

  test('takes no more lines than are wanted', async () => {
    const store = new LogStore();
    store.push(
      Array.from({ length: 50 }, (_, i) => ({ at: nanos(BASE + BigInt(i)), labels: { job: 'a' }, text: `${i}` })),
    );
    const outcome = await collectPages(readPages(askStore(store, 20).ask, everything('backward', { limit: 30 })));
    expect(outcome.ok && outcome.value.lines.map(({ text }) => Number(text))).toEqual(
      Array.from({ length: 30 }, (_, i) => 49 - i),
    );
  });

  test('halves what it asks for when the lines are too large together, and asks for more again later', async () => {
    const store = new LogStore();
    const text = 'x'.repeat(20_000);
    store.push(
      Array.from({ length: 600 }, (_, i) => ({
        at: nanos(BASE + BigInt(i)),
        labels: { job: 'a' },
        text: `${i} ${text}`,
      })),
    );
    store.push(
      Array.from({ length: 900 }, (_, i) => ({
        at: nanos(BASE + BigInt(600 + i)),
        labels: { job: 'a' },
        text: `${i} short`,
      })),
    );
    const { ask, asked } = askStore(store, 5000);
    const outcome = await collectPages(readPages(ask, everything('forward', { to: nanos(BASE + 2000n) })));
    expect(outcome.ok && outcome.value.lines.length).toBe(1500);
    expect(asked.slice(0, 4)).toEqual([1000, 500, 250, 125]);
    expect(Math.max(...asked.slice(4))).toBeGreaterThan(125);
  });
});

describe('the client, when the server is not well', () => {
  const clientOf = async (answer: Parameters<typeof serve>[0], settings: object = {}) => {
    const server = await serve(answer);
    const timer = new HastyTimer(1_795_208_602_287);
    return {
      server,
      timer,
      ask: createAsk(createHttpClient(source({ url: server.url, ...settings })), timer, () => 0),
    };
  };
  const page = { status: 'success', data: { resultType: 'streams', result: [] } };

  test.each([429, 504])('waits and asks again after %i, as long as it was told to', async (status) => {
    let n = 0;
    const { timer, ask } = await clientOf((_, response) =>
      ++n < 3 ? json(response, 'busy', status, n === 1 ? { 'retry-after': '7' } : {}) : json(response, page),
    );
    const outcome = await collectPages(readPages(ask, everything('forward')));
    expect(outcome.ok).toBe(true);
    expect(timer.waits).toEqual([7000, 1000]);
  });

  test.each([
    ['a truncated body', '{"status":"success","data":{"resultType":"streams","resu', 'answered invalid JSON'],
    ['nothing', '', 'answered with nothing'],
    ['a web page', '<html><title>Sign in</title></html>', 'a web page instead of JSON: Sign in'],
    [
      'numbers as times',
      JSON.stringify({ ...page, data: { ...page.data, result: [{ stream: {}, values: [[1, 'x']] }] } }),
      'something that is not a valid log lines',
    ],
    [
      'a float as time',
      JSON.stringify({ ...page, data: { ...page.data, result: [{ stream: {}, values: [['1.5', 'x']] }] } }),
      'something that is not a valid log lines',
    ],
    [
      'a matrix',
      JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }),
      'something that is not a valid log lines',
    ],
  ])('says so when it answers with %s', async (_, body, words) => {
    const { ask } = await clientOf((_asked, response) => response.writeHead(200).end(body));
    const outcome = await collectPages(readPages(ask, everything('forward')));
    expect(outcome.ok).toBe(false);
    expect(!outcome.ok && outcome.error).toMatchObject({ kind: 'bad-body' });
    expect(!outcome.ok && outcome.error.message).toContain(words);
  });

  test('keeps bytes that are no UTF-8 visible', async () => {
    const { ask } = await clientOf((_, response) => {
      const [before = '', after = ''] = JSON.stringify({
        ...page,
        data: { ...page.data, result: [{ stream: {}, values: [[`${BASE}`, 'a|b']] }] },
      }).split('|');
      response.writeHead(200).end(Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc3]), Buffer.from(after)]));
    });
    const outcome = await collectPages(readPages(ask, everything('forward')));
    expect(outcome.ok && outcome.value.lines[0]?.text).toBe('a\ufffd\ufffdb');
  });

  test('sends the tenant, and a long query as a form', async () => {
    const { server, ask } = await clientOf((_, response) => json(response, page), {
      http_headers: { 'X-Scope-OrgID': { values: ['acme'] } },
    });
    const long = `{job="a"} |= "${'x'.repeat(9000)}"`;
    await collectPages(readPages(ask, everything('forward', { query: long })));
    const [asked] = server.asked;
    expect(asked?.method).toBe('POST');
    expect(new URLSearchParams(asked?.body).get('query')).toBe(long);
    expect(asked?.headers['x-scope-orgid']).toBe('acme');
  });

  test('holds no more than fits in memory', async () => {
    const page = { lines: [{ at: nanos(BASE), text: 'x'.repeat(1_000_000), labels: {}, metadata: {}, parsed: {} }] };
    let read = 0;
    const outcome = await collectPages(
      (async function* () {
        for (; ; read += 1) yield succeeded({ ...page, crowded: [], categorised: true });
      })(),
    );
    expect(read).toBe(67);
    expect(!outcome.ok && outcome.error.message).toBe(
      'the lines asked for have more than 67,108,864 characters together',
    );
  });

  test('says that nothing listens', async () => {
    const ask = createAsk(createHttpClient(source({ url: await deadUrl() })), new HastyTimer(0), () => 0);
    const outcome = await collectPages(readPages(ask, everything('forward')));
    expect(!outcome.ok && outcome.error.kind).toBe('unreachable');
  });
});

test('the stand-in can be asked over HTTP as well', async () => {
  const store = new LogStore();
  const server = new LokiStandIn(store);
  await server.start();
  store.push([{ labels: { job: 'a' }, text: 'level=error x', at: nanos(BASE) }]);
  const ask = createAsk(createHttpClient(source({ url: server.url })), new HastyTimer(0), () => 0);
  const outcome = await collectPages(readPages(ask, everything('forward')));
  expect(outcome.ok && outcome.value.lines).toEqual([
    { at: BASE, text: 'level=error x', labels: { job: 'a' }, metadata: { detected_level: 'error' }, parsed: {} },
  ]);
  await server.stop();
});
