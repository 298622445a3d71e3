import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/sources/error.ts';
import { createPrometheus } from '../../../src/sources/prometheus/prometheus.ts';
import { millis, seconds } from '../../../src/units.ts';
import { deadUrl, json, serve, source } from '../serve.ts';

const AT = millis(1_700_000_000_123);
const WINDOW = { from: millis(1_700_000_000_000), to: millis(1_700_000_060_000), step: seconds(15) };

const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};

const success = (resultType: string, result: unknown, rest: object = {}) => ({
  status: 'success',
  data: { resultType, result },
  ...rest,
});
const vector = (values: readonly string[]) =>
  success(
    'vector',
    values.map((text, i) => ({ metric: { __name__: 'up', i: String(i) }, value: [1.5, text] })),
  );

/** A Prometheus that always gives this answer. */
const answering = async (body: unknown, settings: object = {}) => {
  const server = await serve((_, response) => json(response, body));
  return { server, prometheus: createPrometheus(source({ url: server.url, ...settings })) };
};

describe('a server whose clock is far from ours', () => {
  const MINUTE = 60_000;
  /** Our own clock, which the server's `Date` header is held against. */
  const told = async (ahead: number, headers: Readonly<Record<string, string>> = {}) => {
    const server = await serve((_, response) => {
      for (const [name, text] of Object.entries(headers)) response.setHeader(name, text);
      json(response, vector(['1']));
    });
    const clock = { now: () => millis(Date.now() + ahead) };
    const prometheus = createPrometheus(source({ url: server.url }), clock);
    const outcomes = [
      await prometheus.instant('up', AT),
      await prometheus.range('up', WINDOW),
      await prometheus.raw('up', WINDOW.from, WINDOW.to),
    ];
    return outcomes.map((outcome) => (outcome.ok ? null : outcome.error));
  };

  test.each([
    [-20.5 * MINUTE, /20m\d\d behind/],
    [20.5 * MINUTE, /20m\d\d ahead of/],
    [-0.7 * MINUTE, /4\ds behind/],
  ])('has its values refused: %i ms', async (ahead, words) => {
    for (const error of await told(ahead))
      expect(error).toMatchObject({ kind: 'clock', message: expect.stringMatching(words) });
  });

  test('is told from one that is a little off, and from an answer that a cache kept', async () => {
    for (const [ahead, headers] of [
      [-MINUTE / 4, {}],
      [MINUTE / 4, {}],
      [60 * MINUTE, { age: '3600' }],
    ] as const)
      expect(await told(ahead, headers)).not.toContainEqual(expect.objectContaining({ kind: 'clock' }));
  });
});

describe('an instant query', () => {
  test('keeps infinities and NaN apart', async () => {
    const { prometheus } = await answering(vector(['+Inf', '-Inf', 'NaN', '1e-7', '0']));
    const { samples } = value(await prometheus.instant('x', AT));
    expect(samples.map((s) => s.value)).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      1e-7,
      0,
    ]);
  });

  test('keeps the name among the labels', async () => {
    const { prometheus } = await answering(vector(['1']));
    expect(value(await prometheus.instant('up', AT)).samples[0]?.labels).toEqual({ __name__: 'up', i: '0' });
  });

  test('leaves native histograms out and names them', async () => {
    const body = success('vector', [
      { metric: { __name__: 'latency', job: 'a"b' }, histogram: [1, { count: '2', sum: '3', buckets: [] }] },
      { metric: { __name__: 'up' }, value: [1, '1'] },
    ]);
    const { prometheus } = await answering(body);
    const { samples, warnings } = value(await prometheus.instant('x', AT));
    expect(samples).toEqual([{ labels: { __name__: 'up' }, value: 1 }]);
    expect(warnings).toEqual([expect.stringContaining('latency{job="a\\"b"} is a native histogram')]);
  });

  test('reads a scalar as one sample without labels, and gives a text none', async () => {
    const scalar = await answering(success('scalar', [1, '+Inf']));
    expect(value(await scalar.prometheus.instant('1/0', AT)).samples).toEqual([
      { labels: {}, value: Number.POSITIVE_INFINITY },
    ]);
    const text = await answering(success('string', [1, 'hi']));
    const { samples, warnings } = value(await text.prometheus.instant('"hi"', AT));
    expect(samples).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  test('says of more series than a room holds how many there are', async () => {
    const of = async (count: number) =>
      (await answering(vector(Array.from({ length: count }, () => '1')))).prometheus.instant('up', AT);
    expect(value(await of(10_000)).samples).toHaveLength(10_000);
    expect(await of(10_001)).toMatchObject({
      ok: false,
      error: { kind: 'too-large', message: 'the expression gives 10,001 series, and a room holds 10,000' },
    });
  });

  test('refuses a range of samples', async () => {
    const { prometheus } = await answering(success('matrix', [{ metric: {}, values: [[1, '1']] }]));
    expect(await prometheus.instant('up[5m]', AT)).toMatchObject({ ok: false, error: { kind: 'bad-query' } });
  });

  test('keeps warnings and infos, one line each', async () => {
    const { prometheus } = await answering({
      ...vector([]),
      warnings: ['one\nstore is down'],
      infos: ['not a counter'],
    });
    expect(value(await prometheus.instant('x', AT)).warnings).toEqual(['one store is down', 'not a counter']);
  });

  test.each([
    ['no remark', {}, undefined],
    ['an info', { infos: ['not a counter'] }, undefined],
    ['an info of an older server', { warnings: ['PromQL info: metric might not be a counter'] }, undefined],
    ['a warning', { warnings: ['store is down'], infos: ['not a counter'] }, true],
    ['a warning of the engine', { warnings: ['PromQL warning: encountered a mix of histograms and floats'] }, true],
    ['a mark of VictoriaMetrics', { isPartial: true }, true],
    ['no mark of VictoriaMetrics', { isPartial: false }, undefined],
    ['remarks that are null', { warnings: null, infos: null }, undefined],
  ])('that comes with %s is partial or not', async (_, remarks, partial) => {
    const { prometheus } = await answering({ ...vector(['1']), ...remarks });
    expect(value(await prometheus.instant('x', AT)).partial).toBe(partial);
  });

  test('is partial when a native histogram is left out of it: what is left is not what was asked for', async () => {
    const { prometheus } = await answering(
      success('vector', [
        { metric: { a: '1' }, value: [1, '1'] },
        { metric: { a: '2' }, histogram: [1, {}] },
      ]),
    );
    expect(value(await prometheus.instant('x', AT)).partial).toBe(true);
  });

  test('is whole when the profile allows stores to be missing; what the engine warns of it cannot allow', async () => {
    const told = async (warnings: readonly string[]) => {
      const { prometheus } = await answering(
        { ...vector(['1']), warnings, isPartial: true },
        { partial_response: 'allow' },
      );
      const { partial, warnings: said } = value(await prometheus.instant('x', AT));
      return { partial, said };
    };
    const engine = 'PromQL warning: bucket label "le" is missing';
    expect(await told(['store is down'])).toEqual({ partial: undefined, said: ['store is down'] });
    expect(await told(['store is down', engine])).toEqual({ partial: true, said: [engine, 'store is down'] });
  });

  test('asks for the very instant, and the server to give up when we do', async () => {
    const { server, prometheus } = await answering(vector([]), { timeout: '7s' });
    await prometheus.instant('sum(up) + 1', AT);
    const url = new URL(server.asked[0]?.url ?? '', server.url);
    expect(url.pathname).toBe('/api/v1/query');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      query: 'sum(up) + 1',
      time: '1700000000.123',
      timeout: '7',
    });
  });

  test('is posted when it is long', async () => {
    const { server, prometheus } = await answering(vector(['1']));
    const expr = `up{job=~"${'a|'.repeat(4000)}b"}`;
    expect(value(await prometheus.instant(expr, AT)).samples).toHaveLength(1);
    expect(server.asked[0]).toMatchObject({ method: 'POST', url: '/api/v1/query' });
    expect(server.asked[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(server.asked[0]?.body).get('query')).toBe(expr);
  });

  test('passes the caches of query frontends by for what is now, and not for the past, which they hold right', async () => {
    const { server, prometheus } = await answering(vector([]));
    await prometheus.instant('up', AT);
    await prometheus.range('up', { from: AT, to: AT, step: seconds(15) });
    expect(server.asked.map(({ headers }) => headers['cache-control'])).toEqual(['no-store', undefined]);
  });

  test('carries the credentials and the tenant of the profile', async () => {
    const { server, prometheus } = await answering(vector([]), {
      authorization: { credentials: 'tok' },
      http_headers: { 'X-Scope-OrgID': { values: ['acme'] } },
    });
    await prometheus.instant('up', AT);
    expect(server.asked[0]?.headers).toMatchObject({ authorization: 'Bearer tok', 'x-scope-orgid': 'acme' });
  });

  test('can be given up', async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await serve(() => arrived.resolve());
    const controller = new AbortController();
    const pending = createPrometheus(source({ url: server.url })).instant('up', AT, controller.signal);
    await arrived.promise;
    controller.abort();
    expect(await pending).toMatchObject({ ok: false, error: { kind: 'aborted' } });
  });

  test('that gives one up leaves others alone', async () => {
    const { prometheus } = await answering(vector(['1']));
    const outcomes = await Promise.all([
      prometheus.instant('up', AT, AbortSignal.abort()),
      prometheus.instant('up', AT),
      prometheus.instant('up', AT, new AbortController().signal),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  test.each(['0x10', '1_000', '0.5abc', '', 'Infinity', '1e999'])(
    'with the value %j is malformed, as is a range and stored samples with it',
    async (text) => {
      const words = `answered something that is not a valid .*: a value is not a number: "${text}"`;
      const vectorWith = await answering(success('vector', [{ metric: {}, value: [1, text] }]));
      const matrixWith = await answering(
        success('matrix', [
          {
            metric: {},
            values: [
              [1, '1'],
              [2, text],
            ],
          },
        ]),
      );
      const scalarWith = await answering(success('scalar', [1, text]));
      for (const outcome of [
        await vectorWith.prometheus.instant('x', AT),
        await scalarWith.prometheus.instant('x', AT),
        await matrixWith.prometheus.range('x', WINDOW),
        await matrixWith.prometheus.raw('x', WINDOW.from, WINDOW.to),
      ])
        expect(outcome).toMatchObject({
          ok: false,
          error: { kind: 'bad-body', message: expect.stringMatching(words) },
        });
    },
  );

  test('stops at the size limit', async () => {
    const { prometheus } = await answering(vector(Array(1000).fill('1')), { max_bytes: 1000 });
    expect(await prometheus.instant('up', AT)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });
});

describe('a range query', () => {
  test('gives each series its points, missing steps absent', async () => {
    const { server, prometheus } = await answering(
      success('matrix', [
        {
          metric: { __name__: 'up', a: '1' },
          values: [
            [1_700_000_000, '1'],
            [1_700_000_030, '+Inf'],
          ],
        },
        { metric: {}, values: [] },
      ]),
    );
    const { series } = value(await prometheus.range('up', WINDOW));
    expect(series).toEqual([
      {
        labels: { __name__: 'up', a: '1' },
        points: [
          [1_700_000_000_000, 1],
          [1_700_000_030_000, Number.POSITIVE_INFINITY],
        ],
      },
    ]);
    const url = new URL(server.asked[0]?.url ?? '', server.url);
    expect(url.pathname).toBe('/api/v1/query_range');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      query: 'up',
      start: '1700000000',
      end: '1700000060',
      step: '15',
      timeout: '10',
    });
  });

  test('leaves the histograms of a series out, keeps its plain samples, and says so', async () => {
    const { prometheus } = await answering(
      success('matrix', [
        { metric: { a: '1' }, histograms: [[1, { count: '1' }]] },
        { metric: { a: '2' }, histograms: [[1, { count: '1' }]], values: [[2, '2']] },
      ]),
    );
    const { series, warnings } = value(await prometheus.range('x', WINDOW));
    expect(series).toEqual([{ labels: { a: '2' }, points: [[2000, 2]] }]);
    expect(warnings).toHaveLength(2);
  });

  test('keeps times to the millisecond', async () => {
    const times = fc.sample(fc.integer({ min: 1_000_000_000_000, max: 3_000_000_000_000 }), { numRuns: 2000, seed: 1 });
    const body = success('matrix', [{ metric: {}, values: times.map((ms) => [ms / 1000, '1']) }]);
    const { prometheus } = await answering(body);
    const { series } = value(await prometheus.range('x', WINDOW));
    expect(series[0]?.points.map(([ms]) => ms)).toEqual(times);
  });
});

describe('a query for stored samples', () => {
  const matrix = (values: readonly unknown[], rest: object = {}) =>
    success('matrix', [{ metric: { __name__: 'x', le: '+Inf' }, values }], rest);
  const AFTER = millis(AT - 60_000);

  test('asks for the window as an instant query, and gives every sample its millisecond and its number', async () => {
    const values = [
      [1_700_000_000.122, '1'],
      [1_700_000_000.123, '+Inf'],
    ];
    const { server, prometheus } = await answering(matrix(values));
    expect(value(await prometheus.raw('x{le="+Inf"} ', AFTER, AT))).toEqual({
      series: [
        {
          labels: { __name__: 'x', le: '+Inf' },
          points: [
            [1_700_000_000_122, 1],
            [1_700_000_000_123, Number.POSITIVE_INFINITY],
          ],
        },
      ],
      warnings: [],
    });
    expect(server.asked[0]).toMatchObject({ method: 'POST', url: '/api/v1/query' });
    expect(Object.fromEntries(new URLSearchParams(server.asked[0]?.body))).toEqual({
      query: 'x{le="+Inf"}[60000ms]',
      time: '1700000000.123',
      timeout: '10',
    });
  });

  test('leaves out what lies at the earlier end of the window or beyond, and a series of which nothing is left', async () => {
    const { prometheus } = await answering(
      matrix([
        [AFTER / 1000, '1'],
        [AT / 1000 + 0.001, '2'],
      ]),
    );
    expect(value(await prometheus.raw('x', AFTER, AT)).series).toEqual([]);
  });

  test('keeps times to the millisecond', async () => {
    const times = fc.sample(fc.integer({ min: 1_000_000_000_000, max: 3_000_000_000_000 }), { numRuns: 2000, seed: 1 });
    const { prometheus } = await answering(matrix(times.map((ms) => [ms / 1000, '1'])));
    const { series } = value(await prometheus.raw('x', millis(0), millis(4_000_000_000_000)));
    expect(series[0]?.points.map(([ms]) => ms)).toEqual(times);
  });

  test.each([
    ['the server warns', matrix([], { warnings: ['a store did not answer'] }), 'a store did not answer'],
    ['there are native histograms', success('matrix', [{ metric: {}, histograms: [[1, {}]] }]), 'native histogram'],
  ])('is partial when %s', async (_, body, words) => {
    const { prometheus } = await answering(body);
    const { partial, warnings } = value(await prometheus.raw('x', AFTER, AT));
    expect(partial).toBe(true);
    expect(warnings.join()).toContain(words);
  });

  test.each([
    ['a vector', vector(['1'])],
    ['a sample that is no pair', matrix([3])],
    ['a time that is text', matrix([['1', '1']])],
    ['a value that is a number', matrix([[1, 1]])],
    ['samples that are no list', success('matrix', [{ metric: {}, values: 'x' }])],
  ])('%s instead is a bad body', async (_, body) => {
    const { prometheus } = await answering(body);
    expect(await prometheus.raw('x', AFTER, AT)).toMatchObject({ ok: false, error: { kind: 'bad-body' } });
  });

  test('stops at the size limit', async () => {
    const { prometheus } = await answering(matrix(Array(1000).fill([1, '1'])), { max_bytes: 1000 });
    expect(await prometheus.raw('x', AFTER, AT)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });
});

describe('a failure', () => {
  test.each<[string, number, unknown, string, string]>([
    [
      'a query with a mistake',
      400,
      { status: 'error', errorType: 'bad_data', error: 'parse error at 1:3' },
      'bad-query',
      'answered 400: parse error at 1:3',
    ],
    [
      'a query that is too much',
      422,
      { status: 'error', errorType: 'execution', error: 'too many samples' },
      'bad-query',
      'too many samples',
    ],
    [
      'a query that takes too long',
      503,
      { status: 'error', errorType: 'timeout', error: 'timed out' },
      'timeout',
      'answered 503: timed out',
    ],
    ['a gateway that refuses', 400, 'no such tenant', 'server', 'answered 400: no such tenant'],
    ['a server that starts', 503, 'Service Unavailable', 'server', 'answered 503: Service Unavailable'],
    ['no credentials', 401, { message: 'no org id' }, 'unauthorized', 'answered 401: no org id'],
    ['too many requests', 429, {}, 'rate-limited', 'answered 429'],
  ])('%s is a typed error with the words of the server', async (_, status, body, kind, words) => {
    const server = await serve((_request, response) => json(response, body, status));
    const outcome = await createPrometheus(source({ url: server.url })).instant('x', AT);
    expect(outcome).toMatchObject({ ok: false, error: { kind, httpStatus: status } });
    expect(outcome.ok ? '' : outcome.error.message).toContain(`${server.url}/api/v1/query answered ${status}`);
    expect(outcome.ok ? '' : outcome.error.message).toContain(words);
  });

  test('nobody listens', async () => {
    const url = await deadUrl();
    expect(await createPrometheus(source({ url })).range('x', WINDOW)).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', message: `no connection to ${url}/api/v1/query_range: connection refused` },
    });
  });

  test.each<[string, string, string]>([
    [
      'a login page',
      '<!DOCTYPE html><html><head><title>Sign\nin</title>',
      'with a web page instead of JSON: Sign in (a login?)',
    ],
    ['a web page without a title', '<html><body>', 'with a web page instead of JSON: a login?'],
    ['cut JSON', '{"status":"success","data":{"resu', 'invalid JSON, it broke off: {"status":"success"'],
    ['nothing', '', 'with nothing'],
    ['another API', '{"hello":"world"}', 'something that is not a valid query result'],
    ['an error with status 200', '{"status":"error","error":"x"}', 'an error instead of a valid query result: x'],
    ['null', 'null', 'something that is not a valid query result: null'],
    ['a series without a value', JSON.stringify(success('vector', [{ metric: {} }])), 'a series has no value'],
    [
      'a value that is no text',
      JSON.stringify(success('vector', [{ metric: {}, value: [1, 1] }])),
      'not a valid query result',
    ],
    ['an unknown result type', JSON.stringify(success('tensor', [])), 'not a valid query result'],
  ])('%s instead of an answer is a bad body', async (_, body, words) => {
    const server = await serve((_request, response) => response.end(body));
    const outcome = await createPrometheus(source({ url: server.url })).instant('x', AT);
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'bad-body' } });
    expect(outcome.ok ? '' : outcome.error.message).toContain(words);
  });

  test('nothing a server sends makes a query throw, or its message long', async () => {
    let body = '';
    let status = 200;
    const server = await serve((_, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    );
    const prometheus = createPrometheus(source({ url: server.url }));
    const shapes = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((data) => `{"status":"success","data":${data}}`),
      fc.constant('x'.repeat(10_000)),
    );
    await fc.assert(
      fc.asyncProperty(shapes, fc.constantFrom(200, 400, 404, 500), async (text, code) => {
        body = text;
        status = code;
        const outcome = await prometheus.instant('x', AT);
        if (outcome.ok) throw new Error(`accepted ${text}`);
        expect(outcome.error.message).not.toMatch(/[\r\n]/);
        expect(outcome.error.message.length).toBeLessThan(400);
      }),
      { numRuns: 150 },
    );
  });
});
