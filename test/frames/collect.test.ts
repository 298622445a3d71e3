import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PrometheusSource } from '../../src/frames/ask-prometheus.ts';
import { Collector } from '../../src/frames/collect.ts';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { type CollectorServers, openPosts } from '../../src/frames/servers/registry.ts';
import { encodeFrame } from '../../src/frames/tape/tape.ts';
import { partOf } from '../../src/profile/plan/part.ts';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { promql } from '../../src/profile/query.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { Moment } from '../../src/room/moment.ts';
import { readScalar } from '../../src/room/readings.ts';
import { buildSources } from '../../src/room/sources.ts';
import { failed, type Outcome, succeeded } from '../../src/sources/error.ts';
import type { Backoff } from '../../src/sources/http/backoff.ts';
import type { InstantResult, RangeResult } from '../../src/sources/prometheus/types.ts';
import { millis, seconds } from '../../src/units.ts';

const plan = buildPlan(
  profileSchema.parse({
    id: 'p',
    name: 'P',
    datasources: { prometheus: { url: 'http://127.0.0.1:1' } },
    infra: [{ id: 'g', label: 'G', items: ['a', 'b', 'c'].map((id) => ({ id, label: id, query: id, unit: 'count' })) }],
  }),
);
const open: Backoff = { shouldTry: () => true, succeeded() {}, failed() {} };
const never = new Promise<never>(() => {});
const instant = { samples: [{ labels: {}, value: 1 }], warnings: [] };
const view = { alerts: [], silences: [], clockOffset: 0 };

const healthy: PrometheusSource = {
  instant: async () => succeeded(instant),
  range: async () => succeeded({ series: [], warnings: [] }),
  raw: async () => succeeded({ series: [], warnings: [] }),
};
const servers: CollectorServers = {
  prometheus: healthy,
  alertmanager: [{ id: 'am-1', view: async () => succeeded(view) }],
  loki: null,
  patterns: null,
  lines: null,
  calendar: [],
};
const collectorOf = (changes: Partial<CollectorServers> = {}, of = plan) =>
  new Collector(of, openPosts({ ...servers, ...changes }, { plan: of, createBackoff: () => open }));

test('a frame holds every query once and every server', async () => {
  const frame = await collectorOf().collect(millis(1000), never);
  expect(frame.queries.map(({ expr }) => expr.text)).toEqual(['a', 'b', 'c']);
  expect(frame.sources.map(({ id, outcome }) => [id, outcome.ok])).toEqual([
    ['prometheus', true],
    ['am-1', true],
  ]);
});

test('what a server has to say is heard at once, while another has not answered, and again in the frame', async () => {
  const late = Promise.withResolvers<Outcome<typeof view>>();
  const heard: string[][] = [];
  const collector = collectorOf({ alertmanager: [{ id: 'am-1', view: () => late.promise }] });
  const frame = collector.collect(millis(1000), never, undefined, ({ sources }) =>
    heard.push(sources.map(({ id }) => id)),
  );
  await vi.waitUntil(() => heard.some((ids) => ids.includes('prometheus')));
  expect(heard.flat()).toEqual(['prometheus']);
  late.resolve(succeeded(view));
  expect((await frame).sources.map(({ id }) => id)).toEqual(['prometheus', 'am-1']);
  expect(heard.flat()).toEqual(['prometheus', 'am-1']);
});

test('after the first frame only instant queries are asked', async () => {
  let ranges = 0;
  const range = async () => {
    ranges += 1;
    return succeeded({ series: [], warnings: [] });
  };
  const collector = collectorOf({ prometheus: { ...healthy, range } });
  await collector.collect(millis(1_000_000), never);
  expect(ranges).toBe(3);
  for (let i = 1; i <= 20; i++) await collector.collect(millis(1_000_000 + i * 5000), never);
  expect(ranges).toBe(3);
});

test('a query the server refuses fails alone', async () => {
  const refused = failed({ kind: 'bad-query', message: 'parse error' });
  const prometheus = {
    ...healthy,
    instant: async (expr: string) => (expr === 'b' ? refused : succeeded(instant)),
  };
  const frame = await collectorOf({ prometheus }).collect(millis(0), never);
  expect(frame.queries.map(({ outcome }) => outcome.ok)).toEqual([true, false, true]);
  expect(frame.sources[0]?.outcome).toEqual(succeeded({ latency: expect.any(Number) }));
});

test('a query that gets no answer fails alone, and the server is partial', async () => {
  const garbled = failed({ kind: 'bad-body', message: 'a web page' });
  const prometheus = {
    ...healthy,
    instant: async (expr: string) => (expr === 'b' ? garbled : succeeded(instant)),
  };
  const frame = await collectorOf({ prometheus }).collect(millis(0), never);
  expect(frame.queries.map(({ outcome }) => outcome.ok)).toEqual([true, false, true]);
  expect(frame.sources[0]?.outcome).toMatchObject({ ok: true, value: { lacking: garbled.error } });
  const history = new History(plan);
  history.extend(frame);
  const sourcesAt = (now: number) =>
    buildSources({ history, moment: new Moment(millis(now)), staleAfter: seconds(15), refresh: seconds(5) })[0];
  expect(sourcesAt(1000)).toMatchObject({ state: 'partial', answeredAt: 0, error: garbled.error });
  expect(sourcesAt(16_000)).toMatchObject({ state: 'failed' });
});

test('a dead Prometheus fails its own queries and leaves Alertmanager alone', async () => {
  const dead = failed({ kind: 'unreachable', message: 'refused' });
  const prometheus = { instant: async () => dead, range: async () => dead, raw: async () => dead };
  const frame = await collectorOf({ prometheus }).collect(millis(0), never);
  expect(frame.queries.map(({ outcome }) => outcome)).toEqual([dead, dead, dead]);
  expect(frame.alertmanagers['am-1']?.ok).toBe(true);
});

test('a server that does not answer in time is reported late, asked only once, and heard in a later frame', async () => {
  let asked = 0;
  let answer: (outcome: ReturnType<typeof succeeded<typeof view>>) => void = () => {};
  const slow = {
    id: 'am-1',
    view: () => {
      asked += 1;
      return new Promise<ReturnType<typeof succeeded<typeof view>>>((resolve) => {
        answer = resolve;
      });
    },
  };
  const collector = collectorOf({ alertmanager: [slow] });
  const first = await collector.collect(millis(0), Promise.resolve());
  const second = await collector.collect(millis(5000), Promise.resolve());
  expect([first, second].map((frame) => frame.alertmanagers['am-1']?.ok)).toEqual([false, false]);
  answer(succeeded(view));
  const third = await collector.collect(millis(10_000), never);
  expect(third.alertmanagers['am-1']?.ok).toBe(true);
  expect(asked).toBe(1);
});

test('a round of queries may last as long as one answer', async () => {
  const timeout = vi.spyOn(AbortSignal, 'timeout');
  onTestFinished(() => timeout.mockRestore());
  await collectorOf().collect(millis(0), never);
  expect(timeout.mock.calls).toEqual([[10_000]]);
});

test('an answer that comes late is about the instant it was asked for', async () => {
  const { promise, resolve } = Promise.withResolvers<Outcome<InstantResult>>();
  const prometheus = { ...healthy, instant: () => promise };
  const collector = collectorOf({ prometheus });
  const history = new History(plan);
  const short = new Promise<void>((resolve) => setImmediate(resolve));
  history.extend(await collector.collect(millis(0), short));
  resolve(succeeded(instant));
  const late = await collector.collect(millis(10_000), never);
  expect(JSON.parse(encodeFrame(late))).toMatchObject({ sources: [{ id: 'prometheus', askedAt: 0 }, { id: 'am-1' }] });
  history.extend(late);
  expect(history.query(promql('a'))).toMatchObject({ state: 'ok', at: 0 });
  expect(history.sources.map(({ feed }) => feed)).toMatchObject([{ at: 0 }, { at: 10_000 }]);
  expect(history.track(promql('a'))?.first).toBe(0);
  const observed = { history, moment: new Moment(millis(10_001)), staleAfter: seconds(15), refresh: seconds(5) };
  expect(readScalar(promql('a'), observed)).toMatchObject({ known: true, aging: true });
});

test('while it is backed off a failed server is not asked, and its last error stands', async () => {
  let asked = 0;
  const view = async () => {
    asked += 1;
    return failed({ kind: 'unreachable', message: 'refused' });
  };
  const waiting: Backoff = { shouldTry: () => false, succeeded() {}, failed() {} };
  const backedOff = { ...servers, alertmanager: [{ id: 'am-1', view }] };
  const collector = new Collector(plan, openPosts(backedOff, { plan, createBackoff: () => waiting }));
  await collector.collect(millis(0), never);
  const frame = await collector.collect(millis(5000), never);
  expect(asked).toBe(1);
  expect(frame.alertmanagers['am-1']).toEqual(failed({ kind: 'unreachable', message: 'refused' }));
});

describe('the rest of the past, at the instant of a frame', () => {
  const ring = buildPlan(
    profileSchema.parse({
      id: 'p',
      name: 'P',
      datasources: { prometheus: { url: 'http://127.0.0.1:1' }, alertmanagers: [{ url: 'http://127.0.0.1:2' }] },
      checks: { errors: { label: 'errors', query: 'errors', unit: 'ratio', at_most: 0.1 } },
      rings: [{ id: 'ring0', name: 'R', soak: '1m', deployed: 'deployed', checks: ['errors'] }],
    }),
  );
  const look = partOf(ring, { of: 'look', charts: [] });
  const NOW = millis(2_000_000_000_000);
  const deployed = { samples: [{ labels: {}, value: NOW / 1000 - 60 }], warnings: [] };

  /** What a Prometheus was asked, which answers a range as given. */
  function asking(range: Outcome<RangeResult>, raw: PrometheusSource['raw'] = healthy.raw) {
    const asked: string[] = [];
    const prometheus: PrometheusSource = {
      async instant(expr) {
        asked.push(expr);
        return succeeded(expr === 'deployed' ? deployed : instant);
      },
      async range(expr) {
        asked.push(`past of ${expr}`);
        return range;
      },
      async raw(selector, from, to, signal) {
        asked.push(`samples of ${selector} from ${from}`);
        return raw(selector, from, to, signal);
      },
    };
    const view = async () => {
      asked.push('alerts');
      return succeeded({ alerts: [], silences: [], clockOffset: 0 });
    };
    return { asked, collector: collectorOf({ prometheus, alertmanager: [{ id: 'am-1', view }] }, look) };
  }

  test('is what the answers say is wanted, and nothing is asked twice', async () => {
    const { asked, collector } = asking(succeeded({ series: [], warnings: [] }));
    const frame = await collector.collect(NOW, never);
    expect(asked).not.toContain('past of errors');
    const rest = await collector.collectRest(frame, never);
    expect(rest?.backfills.map(({ expr, outcome }) => [expr.text, outcome.ok])).toEqual([['errors', true]]);
    expect(rest).toMatchObject({ at: NOW, queries: [], alertmanagers: {}, sources: [] });
    expect(await collector.collectRest(rest ?? frame, never)).toBeNull();
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  });

  test('leaves a server that does not answer it up, and partial', async () => {
    const { collector } = asking(failed({ kind: 'timeout', message: 'slow' }));
    const frame = await collector.collect(NOW, never);
    const rest = await collector.collectRest(frame, never);
    expect(rest?.sources).toMatchObject([
      { id: 'prometheus', outcome: { ok: true, value: { lacking: { kind: 'timeout' } } } },
    ]);
    expect(await collector.collectRest(rest ?? frame, never)).toBeNull();
  });

  test('says nothing against a server that refuses it', async () => {
    const { collector } = asking(failed({ kind: 'bad-query', message: 'parse error' }));
    const frame = await collector.collect(NOW, never);
    expect((await collector.collectRest(frame, never))?.sources).toEqual([]);
  });

  test('is what one frame could not hold of stored samples', async () => {
    const many = Array.from({ length: 250_000 }, (_, i) => [millis(NOW - 1 - i), 1] as const).toReversed();
    const { asked, collector } = asking(succeeded({ series: [], warnings: [] }), async (_, from, to) =>
      succeeded({
        series: [{ labels: {}, points: many.filter(([at]) => at > from && at <= to) }],
        warnings: [],
      }),
    );
    let next: Frame | null = await collector.collect(NOW, never);
    let frames = 0;
    for (; next; next = await collector.collectRest(next, never)) frames += 1;
    expect(frames).toBeGreaterThan(1);
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  });
});
