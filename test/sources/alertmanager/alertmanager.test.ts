import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createAlertmanager } from '../../../src/sources/alertmanager/alertmanager.ts';
import type { NewSilence } from '../../../src/sources/alertmanager/types.ts';
import { millis } from '../../../src/units.ts';
import { type Answering, deadUrl, json, serve, source } from '../serve.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');

const ALERT = {
  annotations: { summary: 'V2 fails', runbook_url: 'https://runbooks.example/v2' },
  endsAt: '2026-03-01T12:04:00.000Z',
  fingerprint: '1f2e3d4c5b6a7988',
  receivers: [{ name: 'team' }],
  startsAt: '2026-03-01T11:30:00.123456789Z',
  status: { inhibitedBy: [], mutedBy: [], silencedBy: ['a-1'], state: 'suppressed' },
  updatedAt: '2026-03-01T13:00:00+01:00',
  generatorURL: 'http://prometheus.example/graph',
  labels: { alertname: 'V2ErrorSpike', severity: 'critical' },
};
const SILENCE = {
  id: 'a-1',
  matchers: [{ isEqual: false, isRegex: true, name: 'alertname', value: 'V2.*' }],
  startsAt: '2026-03-01T11:59:00.000Z',
  endsAt: '2026-03-01T12:14:00.000Z',
  updatedAt: '2026-03-01T11:59:00.000Z',
  createdBy: 'alice',
  comment: 'ACK! on it',
  status: { state: 'active' },
};
const NEW: NewSilence = {
  matchers: [{ name: 'alertname', value: 'A', isRegex: false, isEqual: true }],
  startsAt: millis(NOW - 60_000),
  endsAt: millis(NOW + 900_000),
  createdBy: 'alice',
  comment: 'ACK!',
};

const member = async (answer: Answering, settings: object = {}) => {
  const server = await serve(answer);
  const clock = { now: () => millis(NOW) };
  return { server, am: createAlertmanager('am1', source({ url: server.url, ...settings }), clock) };
};

/** Answers alerts and silences with these bodies. */
const listing =
  (alerts: unknown, silences: unknown, headers: Record<string, string> = {}): Answering =>
  ({ url }, response) =>
    json(response, url.startsWith('/api/v2/alerts') ? alerts : silences, 200, headers);

describe('view', () => {
  test.each([
    ['alerts', 10_000, 0, true],
    ['alerts', 10_001, 0, false],
    ['silences', 0, 10_001, false],
  ])('says of too many %s how many there are: %i and %i', async (what, alerts, silences, ok) => {
    const many = <T>(length: number, one: T) => Array.from({ length }, () => one);
    const { am } = await member(listing(many(alerts, ALERT), many(silences, SILENCE)));
    const outcome = await am.view();
    expect(outcome.ok).toBe(ok);
    if (outcome.ok) return;
    const message = expect.stringMatching(new RegExp(` has 10,001 ${what}, and a room holds 10,000$`));
    expect(outcome.error).toMatchObject({ kind: 'too-large', message });
  });

  test('reads alerts and silences, times in milliseconds, and asks for alerts of every state', async () => {
    const { server, am } = await member(listing([ALERT], [SILENCE]));
    const outcome = await am.view();
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        alerts: [
          {
            fingerprint: ALERT.fingerprint,
            labels: ALERT.labels,
            annotations: ALERT.annotations,
            startsAt: Date.parse('2026-03-01T11:30:00.123Z'),
            updatedAt: NOW,
            generatorURL: ALERT.generatorURL,
            receivers: ['team'],
            silencedBy: ['a-1'],
            inhibitedBy: [],
          },
        ],
        silences: [
          { id: 'a-1', matchers: SILENCE.matchers, createdBy: 'alice', comment: 'ACK! on it', state: 'active' },
        ],
      },
    });
    const asked = server.asked.map(({ url }) => url).sort();
    expect(asked).toEqual([
      '/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true',
      '/api/v2/silences',
      '/api/v2/status',
    ]);
  });

  test('takes what an old server leaves out: isEqual, annotations, receivers', async () => {
    const { annotations: _, receivers: __, generatorURL: ___, ...alert } = ALERT;
    const silence = { ...SILENCE, matchers: [{ isRegex: false, name: 'a', value: 'b' }] };
    const { am } = await member(listing([alert], [silence]));
    expect(await am.view()).toMatchObject({
      ok: true,
      value: {
        alerts: [{ annotations: {}, receivers: [], generatorURL: '' }],
        silences: [{ matchers: [{ isRegex: false, isEqual: true, name: 'a', value: 'b' }] }],
      },
    });
  });

  test.each<[string, Record<string, string>, number]>([
    ['ahead', { date: 'Sun, 01 Mar 2026 12:01:00 GMT' }, 60_500],
    ['behind', { date: 'Sun, 01 Mar 2026 11:59:00 GMT' }, -59_500],
    ['not to be read', { date: 'noon' }, 0],
  ])('measures how far the server clock is off: %s', async (_, headers, expected) => {
    const { am } = await member(listing([], [], headers));
    const outcome = await am.view();
    const offset = outcome.ok ? outcome.value.clockOffset : Number.NaN;
    // Half of what the request took is added, which a busy machine can make long.
    expect(offset).toBeGreaterThanOrEqual(expected);
    expect(offset).toBeLessThan(expected + 10_000);
  });

  test.each<[string, unknown, unknown]>([
    ['alerts', { message: 'no list' }, []],
    ['alerts', [{ ...ALERT, labels: null }], []],
    ['alerts', [{ ...ALERT, labels: [] }], []],
    ['alerts', ['odd'], []],
    ['alerts', null, []],
    ['silences', [], {}],
    ['silences', [], ['a-1']],
  ])('is a bad body when the %s are not what the API documents', async (_, alerts, silences) => {
    const { am } = await member(listing(alerts, silences));
    expect(await am.view()).toMatchObject({ ok: false, error: { kind: 'bad-body' } });
  });

  test.each<[string, (response: ServerResponse) => unknown, string, string]>([
    ['a JSON string', (r) => json(r, 'unable to get status', 500), 'server', 'answered 500: unable to get status'],
    [
      'a JSON object',
      (r) => json(r, { code: 602, message: 'filter is wrong' }, 422),
      'bad-query',
      'answered 422: filter is wrong',
    ],
    [
      'a page of a proxy',
      (r) => r.writeHead(502, { 'content-type': 'text/html' }).end('<h1><title>502 Bad\nGateway</title>'),
      'server',
      'answered 502: 502 Bad Gateway',
    ],
    ['plain text', (r) => r.writeHead(410).end('v1 is gone\n'), 'server', 'answered 410: v1 is gone'],
  ])('understands an error that is %s', async (_, answer, kind, words) => {
    const { am } = await member((_request, response) => void answer(response));
    const outcome = await am.view();
    expect(outcome).toMatchObject({ ok: false, error: { kind } });
    expect(outcome.ok ? '' : outcome.error.message).toContain(words);
  });
});

describe('a silence', () => {
  test('is created with the times of the server clock and gives its id', async () => {
    const { server, am } = await member((_, response) => json(response, { silenceID: 'new-1' }));
    expect(await am.createSilence({ ...NEW, id: 'old-1' })).toEqual({ ok: true, value: { id: 'new-1' } });
    expect(server.asked[0]).toMatchObject({ method: 'POST', url: '/api/v2/silences' });
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
      id: 'old-1',
      matchers: NEW.matchers,
      startsAt: '2026-03-01T11:59:00.000Z',
      endsAt: '2026-03-01T12:15:00.000Z',
      createdBy: 'alice',
      comment: 'ACK!',
    });
  });

  test('that could not be sent may be tried elsewhere', async () => {
    const am = createAlertmanager('am1', source({ url: await deadUrl() }));
    expect(await am.createSilence(NEW)).toMatchObject({ ok: false, sent: false, error: { kind: 'unreachable' } });
    expect(await am.expireSilence('a')).toMatchObject({ ok: false, sent: false });
  });

  test('that is refused is sent, with the status', async () => {
    const { am } = await member((_, response) => json(response, 'end time in the past', 400));
    expect(await am.createSilence(NEW)).toMatchObject({
      ok: false,
      sent: true,
      error: { httpStatus: 400, message: expect.stringContaining('end time in the past') },
    });
  });

  test.each<[string, Answering]>([
    ['the connection breaks', (_, __, raw) => void raw.socket.destroy()],
    ['no answer comes', () => {}],
    ['the answer breaks off', (_, response) => void response.writeHead(200).write('{"sil', () => response.destroy())],
    ['the answer cannot be read', (_, response) => void response.end('{"sil')],
    ['a proxy gives up on it', (_, response) => void response.writeHead(504).end()],
  ])('is ambiguous when %s, and is not sent again', async (_, answer) => {
    const { server, am } = await member(answer, { timeout: '300ms' });
    const outcome = await am.createSilence(NEW);
    expect(outcome).toMatchObject({ ok: false, sent: true });
    const status = outcome.ok ? 0 : (outcome.error.httpStatus ?? 500);
    expect(status >= 400 && status < 500).toBe(false);
    expect(server.asked).toHaveLength(1);
  });

  test('is expired by its id', async () => {
    const { server, am } = await member((_, response) => void response.writeHead(200).end());
    expect(await am.expireSilence('a/1')).toEqual({ ok: true, value: undefined });
    expect(server.asked[0]).toMatchObject({ method: 'DELETE', url: '/api/v2/silence/a%2F1' });
  });

  test('can be read by its id; an unknown one is null', async () => {
    const { am } = await member(({ url }, response) =>
      url.endsWith('a-1') ? json(response, SILENCE) : response.writeHead(404).end(),
    );
    expect(await am.silence('a-1')).toMatchObject({ ok: true, value: { id: 'a-1', endsAt: NOW + 840_000 } });
    expect(await am.silence('b')).toEqual({ ok: true, value: null });
  });
});

describe('a page of something else', () => {
  const paged = (status: number) =>
    member((_, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html><title>Sign in</title></html>'),
    );
  const words = { kind: 'bad-body', message: expect.stringContaining('a web page instead of JSON: Sign in') };

  test('ends no silence, posts no alert and tells no time', async () => {
    const { am } = await paged(200);
    expect(await am.expireSilence('a')).toMatchObject({ ok: false, sent: true, error: words });
    expect(await am.postAlerts([])).toMatchObject({ ok: false, sent: true, error: words });
    expect(await am.createSilence(NEW)).toMatchObject({ ok: false, sent: true, error: words });
    expect(await am.status()).toMatchObject({ ok: false, error: words });
  });

  test('with 404 does not say that there is no such silence', async () => {
    const { am } = await paged(404);
    expect(await am.silence('a')).toMatchObject({ ok: false, error: { httpStatus: 404 } });
  });
});

test('now is the time of the server, or ours when it does not say', async () => {
  const dated = await member((_, response) => json(response, {}, 200, { date: 'Sun, 01 Mar 2026 15:00:00 GMT' }));
  expect(await dated.am.status()).toMatchObject({ ok: true, value: { now: NOW + 3 * 3_600_000, startedAt: null } });
  const undated = await member((_, response) => {
    response.sendDate = false;
    json(response, {});
  });
  expect(await undated.am.status()).toMatchObject({ ok: true, value: { now: NOW, routing: null } });
});
