import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/sources/error.ts';
import { createLoki } from '../../../src/sources/loki/loki.ts';
import { createPrometheus } from '../../../src/sources/prometheus/prometheus.ts';
import { millis, seconds } from '../../../src/units.ts';
import { json, serve, source } from '../serve.ts';

const FROM = millis(1_700_000_000_000);
const TO = millis(1_700_000_060_000);
const LONG = `sum(up{job=~"${'a|'.repeat(3000)}b"})`;
const LONG_LINES = `sum(count_over_time({job=~"${'a|'.repeat(3000)}b"}[5m]))`;
const matrix = { status: 'success', data: { resultType: 'matrix', result: [] } };
const vector = { status: 'success', data: { resultType: 'vector', result: [] } };
const answerTo = (query: string, url: string) =>
  url.includes('query_range') || query.endsWith('ms]') ? matrix : vector;

/** What lets only GET pass, as a proxy by role does: POST to the paths named is answered so. */
const readOnly = (status: number, body: string, paths = /./) =>
  serve((request, response) => {
    const query = new URLSearchParams(request.body || new URL(request.url, 'http://x').search).get('query') ?? '';
    if (request.method === 'POST' && paths.test(request.url))
      response.writeHead(status, { 'content-type': 'application/json', location: '/login' }).end(body);
    else json(response, answerTo(query, request.url));
  });
const FORBIDDEN = JSON.stringify({ kind: 'Status', status: 'Failure', message: 'cannot create resource', code: 403 });
const STATUSES = [302, 307, 400, 403, 404, 405, 411, 413, 415, 422, 451, 501];
const messageOf = (outcome: Outcome<unknown>) => (outcome.ok ? '' : outcome.error.message);

describe.each(STATUSES)('where POST is answered %i and GET is not', (status) => {
  test('stored samples, long queries and long ranges are asked by GET, and POST is tried but once', async () => {
    const server = await readOnly(status, FORBIDDEN);
    const prometheus = createPrometheus(source({ url: server.url, follow_redirects: status !== 307 }));
    for (let i = 0; i < 2; i++) {
      expect(messageOf(await prometheus.raw('up', FROM, TO))).toBe('');
      expect(messageOf(await prometheus.instant(LONG, TO))).toBe('');
      expect(messageOf(await prometheus.range(LONG, { from: FROM, to: TO, step: seconds(15) }))).toBe('');
    }
    const posts = server.asked.filter(({ method }) => method === 'POST').map(({ url }) => url);
    expect(posts).toEqual(['/api/v1/query', '/api/v1/query_range']);
  });
});

test.each(STATUSES.filter((status) => status !== 400))(
  'long queries of Loki go by GET where POST is answered %i',
  async (status) => {
    const server = await readOnly(status, FORBIDDEN);
    const loki = createLoki(source({ url: server.url, follow_redirects: status !== 307 }));
    for (let i = 0; i < 2; i++) expect(messageOf(await loki.instant(LONG_LINES, TO))).toBe('');
    expect(server.asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  },
);

test('a path that lets POST pass keeps it, beside one that does not', async () => {
  const server = await readOnly(403, FORBIDDEN, /query_range/);
  const prometheus = createPrometheus(source({ url: server.url }));
  await prometheus.range(LONG, { from: FROM, to: TO, step: seconds(15) });
  await prometheus.instant(LONG, TO);
  await prometheus.range(LONG, { from: FROM, to: TO, step: seconds(15) });
  expect(server.asked.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
    'POST /api/v1/query_range',
    'GET /api/v1/query_range',
    'POST /api/v1/query',
    'GET /api/v1/query_range',
  ]);
});

test('where POST is allowed later, it is found out by what GET cannot carry', async () => {
  let allowed = false;
  const server = await serve((request, response) => {
    if (request.method === 'POST' && !allowed) json(response, {}, 403);
    else if (request.method === 'GET' && allowed) json(response, {}, 414);
    else json(response, vector);
  });
  const prometheus = createPrometheus(source({ url: server.url }));
  expect(messageOf(await prometheus.instant(LONG, TO))).toBe('');
  allowed = true;
  expect(messageOf(await prometheus.instant(LONG, TO))).toBe('');
  expect(messageOf(await prometheus.instant(LONG, TO))).toBe('');
  expect(server.asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'POST', 'POST']);
});

test.each([
  ['a refusal of the query', 400, { status: 'error', errorType: 'bad_data', error: 'parse error' }, 1],
  ['a query that is too much', 422, { status: 'error', errorType: 'execution', error: 'too many samples' }, 1],
  ['a missing login', 401, {}, 1],
  ['a server that is busy', 429, {}, 1],
  ['a server in trouble', 503, {}, 1],
  ['what refuses GET as well', 403, { message: 'no' }, 2],
])('%s stays what POST was answered', async (_, status, body, requests) => {
  const server = await serve((request, response) => json(response, request.method === 'POST' ? body : {}, status));
  const prometheus = createPrometheus(source({ url: server.url }));
  const outcome = await prometheus.raw('up', FROM, TO);
  expect(outcome).toMatchObject({ ok: false, error: { httpStatus: status } });
  expect(server.asked).toHaveLength(requests);
});
