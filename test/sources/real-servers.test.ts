import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createAlertmanager } from '../../src/sources/alertmanager/alertmanager.ts';
import type { AlertmanagerView, NewSilence } from '../../src/sources/alertmanager/types.ts';
import type { Outcome } from '../../src/sources/error.ts';
import { createPrometheus } from '../../src/sources/prometheus/prometheus.ts';
import { addSeconds, millis, seconds } from '../../src/units.ts';
import { missingPrograms } from '../../stack/binaries.ts';
import { type RunningServer, startAlertmanager, startPrometheus } from '../../stack/servers.ts';
import { source } from './serve.ts';

const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};
/** With RINGDECK_REQUIRE_SERVERS=1, as in CI, a missing server fails the tests instead. */
const skipped = missingPrograms() !== null && process.env.RINGDECK_REQUIRE_SERVERS !== '1';
const now = () => millis(Date.now());

describe.skipIf(skipped)('a real Prometheus', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startPrometheus();
  });
  afterAll(() => server.stop());
  const client = () => createPrometheus(source({ url: server.url }));

  test('gives every kind of number as it is', async () => {
    const expr = [
      'label_replace(vector(1/0), "k", "inf", "", "")',
      'label_replace(vector(-1/0), "k", "minus inf", "", "")',
      'label_replace(vector(0/0), "k", "nan", "", "")',
      'label_replace(vector(0.25), "k", "quarter", "", "")',
    ].join(' or ');
    const { samples } = value(await client().instant(expr, now()));
    expect(Object.fromEntries(samples.map(({ labels, value: v }) => [labels.k, v]))).toEqual({
      inf: Number.POSITIVE_INFINITY,
      'minus inf': Number.NEGATIVE_INFINITY,
      nan: Number.NaN,
      quarter: 0.25,
    });
    expect(value(await client().instant('1 / 0', now())).samples).toEqual([
      { labels: {}, value: Number.POSITIVE_INFINITY },
    ]);
  });

  test('writes no number that we do not read', async () => {
    const numbers = [
      '1e21',
      '1.5e300',
      '1e-7',
      '4.9e-324',
      '1.7976931348623157e308',
      '0.1 + 0.2',
      '2^60',
      '-1',
      '123456.789',
    ];
    const exprs = [...numbers, '1 / 0', '-1 / 0', '0 / 0'];
    const expr = exprs.map((one, i) => `label_replace(vector(${one}), "n", "${i}", "", "")`).join(' or ');
    const { samples } = value(await client().instant(expr, now()));
    const read = new Map(samples.map(({ labels, value: number }) => [labels.n, number]));
    expect(exprs.map((_, i) => read.get(`${i}`))).toEqual([
      1e21,
      1.5e300,
      1e-7,
      Number.MIN_VALUE,
      Number.MAX_VALUE,
      0.1 + 0.2,
      2 ** 60,
      -1,
      123456.789,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ]);
  });

  test('answers a range at the very milliseconds asked for', async () => {
    const from = millis(1_700_000_000_289);
    const window = { from, to: addSeconds(from, seconds(60)), step: seconds(15) };
    const { series } = value(await client().range('vector(time())', window));
    expect(series).toEqual([
      { labels: {}, points: [0, 15, 30, 45, 60].map((s) => [from + s * 1000, (from + s * 1000) / 1000]) },
    ]);
  });

  test('takes an expression too long for an address', async () => {
    const expr = `count(vector(1)) + ${'0 + '.repeat(600)}1`;
    expect(value(await client().instant(expr, now())).samples[0]?.value).toBe(2);
  });

  test('explains a mistake, and refuses a range where a value is wanted', async () => {
    const outcome = await client().instant('rate(x[5m]) by (ring)', now());
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'bad-query', httpStatus: 400 } });
    expect(outcome.ok ? '' : outcome.error.message).toContain('parse error');
    expect(await client().instant('up[5m]', now())).toMatchObject({ ok: false, error: { kind: 'bad-query' } });
  });

  test('that stops is unreachable, and answers the same client once it is back', async () => {
    const prometheus = client();
    value(await prometheus.instant('1', now()));
    await server.kill();
    expect(await prometheus.instant('1', now())).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    await server.restart();
    expect(value(await prometheus.instant('1', now())).samples).toHaveLength(1);
  });
});

describe.skipIf(skipped)('a real Alertmanager', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startAlertmanager();
  });
  afterAll(() => server.stop());
  const client = () => createAlertmanager('am', source({ url: server.url }));

  const labels = { alertname: 'V2ErrorSpike', severity: 'critical', note: 'a "quoted" {label} ✓' };
  const post = () =>
    fetch(`${server.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels, annotations: { summary: 'V2 fails' }, generatorURL: 'http://prom.example/g' }]),
    });
  const silence = (): NewSilence => ({
    matchers: Object.entries(labels).map(([name, v]) => ({ name, value: v, isRegex: false, isEqual: true })),
    startsAt: addSeconds(now(), seconds(-60)),
    endsAt: addSeconds(now(), seconds(900)),
    createdBy: 'alice',
    comment: 'ACK! on it',
  });
  const seen = (wanted: (view: AlertmanagerView) => void) =>
    vi.waitFor(
      async () => {
        const view = value(await client().view());
        wanted(view);
        return view;
      },
      { timeout: 30_000 },
    );

  test('shows an alert, its silence, and the alert again when the silence is expired', async () => {
    await post();
    const before = await seen(({ alerts }) => expect(alerts).toHaveLength(1));
    expect(before.alerts[0]).toMatchObject({
      labels,
      annotations: { summary: 'V2 fails' },
      generatorURL: 'http://prom.example/g',
      receivers: ['none'],
      silencedBy: [],
    });
    expect(Math.abs(before.clockOffset)).toBeLessThan(10_000);

    const created = await client().createSilence(silence());
    if (!created.ok) throw new Error(created.error.message);
    const { id } = created.value;
    const during = await seen(({ alerts }) => expect(alerts[0]?.silencedBy).toEqual([id]));
    expect(during.silences).toMatchObject([{ id, state: 'active', createdBy: 'alice', comment: 'ACK! on it' }]);
    expect(value(await client().silence(id))).toMatchObject({ id, state: 'active' });

    expect(await client().expireSilence(id)).toEqual({ ok: true, value: undefined });
    await seen(({ alerts }) => expect(alerts[0]?.silencedBy).toEqual([]));
    expect(value(await client().silence(id))?.state).toBe('expired');
  });

  test('refuses in its own words: an end in the past, an id it does not know', async () => {
    const past = { ...silence(), endsAt: addSeconds(now(), seconds(-30)) };
    const outcome = await client().createSilence(past);
    expect(outcome).toMatchObject({ ok: false, sent: true, error: { kind: 'bad-query', httpStatus: 400 } });
    expect(outcome.ok ? '' : outcome.error.message).toMatch(/end time|past/);
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await client().silence(unknown)).toEqual({ ok: true, value: null });
    expect(await client().expireSilence(unknown)).toMatchObject({ ok: false, sent: true });
  });

  test('tells its time', async () => {
    expect(Math.abs(value(await client().status()).now - now())).toBeLessThan(10_000);
  });
});
