import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { Collector } from '../../src/frames/collect.ts';
import { type CollectorServers, openPosts } from '../../src/frames/servers/registry.ts';
import type { Operations } from '../../src/operations/operations.ts';
import type { Plan } from '../../src/profile/plan/plan.ts';
import { LiveSession } from '../../src/session/live.ts';
import { LogSession } from '../../src/session/logs/session.ts';
import { succeeded } from '../../src/sources/error.ts';
import type { Backoff } from '../../src/sources/http/backoff.ts';
import type { LogLine, TailEvent } from '../../src/sources/loki/types.ts';
import { bytes, type Millis, millis, nanosOf } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { alert } from '../room/fixtures.ts';
import { planOf } from '../room/observe.ts';

const MIB = 1024 * 1024;
const MINUTE = 60_000;
const SCRAPE = 15_000;
/** Of the clock that is compressed: so much passes from refresh to refresh. */
const REFRESH = 2 * MINUTE;
const HOURS = 24;
/** Minutes a pod lives, and how many there are of each version at a time. */
const POD_LIFE = 2;
const PODS = 4;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes in use once nothing is left that nobody holds. */
function held(): number {
  for (let i = 0; i < 3; i += 1) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The pods that run at an instant: each has a name that no other had before. */
const podsAt = (version: string, at: number): string[] =>
  Array.from({ length: PODS }, (_, i) => `api-${version}-${Math.floor(at / (POD_LIFE * MINUTE) + i / PODS)}-${i}`);

/** Servers on which names and alerts come and go. @param began when V2 was deployed */
function changingServers(clock: Clock, began: Millis): CollectorServers {
  const series = (selector: string, from: Millis, to: Millis) => {
    const version = /version="(\w+)"/.exec(selector)?.[1] ?? 'v1';
    const found = new Map<string, [Millis, number][]>();
    for (let at = Math.ceil((from + 1) / SCRAPE) * SCRAPE; at <= to; at += SCRAPE)
      for (const pod of podsAt(version, at)) {
        const points = found.get(pod) ?? [];
        found.set(pod, points);
        points.push([millis(at), Math.floor((at % (POD_LIFE * MINUTE)) / 100) * (selector.includes('5..') ? 0 : 1)]);
      }
    return [...found].map(([pod, points]) => ({ labels: { pod, version, instance: pod }, points }));
  };
  return {
    prometheus: {
      instant: async (expr, at) => {
        const labels = { pod: podsAt('v2', at)[0] ?? '' };
        return succeeded({ samples: [{ labels, value: expr === 'deployed' ? began / 1000 : 1 }], warnings: [] });
      },
      range: async (_, { from, to, step }) => {
        const points = Array.from(
          { length: (to - from) / (step * 1000) },
          (_, i) => [millis(from + i * step * 1000), i] as const,
        );
        return succeeded({ series: [{ labels: {}, points }], warnings: [] });
      },
      raw: async (selector, from, to) => succeeded({ series: series(selector, from, to), warnings: [] }),
    },
    alertmanager: [
      {
        id: 'am',
        view: async () => {
          const now = clock.now();
          // Each lives as long as a pod, and none comes twice.
          const alerts = [0, 1, 2, 3].map((i) => {
            const startsAt = millis(Math.floor(now / (POD_LIFE * MINUTE)) * POD_LIFE * MINUTE);
            const id = `${startsAt / MINUTE}-${i}`;
            return alert({ fingerprint: id, labels: { alertname: `Late${id}`, pod: id }, startsAt });
          });
          return succeeded({ alerts, silences: [], clockOffset: 0 });
        },
      },
    ],
    loki: null,
    patterns: null,
    lines: null,
    calendar: [],
  };
}

/** A log whose every line has a text, a trace and now and then a stream of its own. */
function changingLog(timer: FakeTimer) {
  let next = Promise.withResolvers<TailEvent>();
  let count = 0;
  const tail = async function* (): AsyncGenerator<TailEvent, void, undefined> {
    yield { kind: 'live', categorised: true };
    for (;;) yield await next.promise;
  };
  const push = (lines: number) => {
    const came = next;
    next = Promise.withResolvers();
    const at = nanosOf(timer.now());
    came.resolve({
      kind: 'lines',
      lines: Array.from({ length: lines }, (): LogLine => {
        count += 1;
        const labels = { job: 'api', pod: `pod-${Math.floor(count / 500)}` };
        return {
          at,
          text: `request ${count} served in ${count % 90} ms`,
          labels,
          metadata: { trace: `${count}` },
          parsed: {},
        };
      }),
    });
  };
  const nothing = async () => succeeded([]);
  const loki = {
    tail,
    async *pages() {},
    range: async () => succeeded({ series: [], warnings: [] }),
    labelNames: nothing,
    labelValues: nothing,
    series: nothing,
  };
  return { loki, push, count: () => count };
}

/** A clock on which nothing is watched more often than at every refresh: ages are drawn, and here nobody draws. */
class CoarseTimer extends FakeTimer {
  override after(milliseconds: number, callback: () => void): () => void {
    return super.after(Math.max(milliseconds, milliseconds >= 1000 ? REFRESH : 0), callback);
  }
}

const open: Backoff = { shouldTry: () => true, succeeded() {}, failed() {} };

const plan: Plan = planOf({
  refresh: '2m',
  history: '1h',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  verdict: {
    requests: 'http_requests_total{version="$version"}',
    errors: 'http_requests_total{version="$version",status=~"5.."}',
    share: 0.5,
  },
  checks: { q: { label: 'q', query: 'q', unit: 'count', at_most: 1000 } },
  rings: [{ id: 'ring0', name: 'Ring 0', soak: '1h', deployed: 'deployed', checks: ['q'] }],
  infra: [{ id: 'g', label: 'G', items: [{ id: 'q', label: 'q', query: 'q', unit: 'count' }] }],
});

/** What a room may hold that it did not hold six hours before, in bytes: code that was compiled meanwhile, mostly. */
const NOISE = MIB / 2;

test('24 hours in which pods, alerts and lines come and go leave no more in memory than eighteen did', async () => {
  const timer = new CoarseTimer(1_700_000_000);
  const began = millis(timer.now() - 60 * MINUTE);
  const servers = changingServers(timer, began);
  const log = changingLog(timer);
  const logs = new LogSession({ loki: log.loki, clock: timer, searches: [], labels: {}, budget: bytes(4 * MIB) });
  const session = new LiveSession(
    {
      plan,
      clock: timer,
      logs,
      store: { read: async () => ({ records: {}, journal: [] }), update: async () => {}, watch: () => () => {} },
      collector: new Collector(plan, openPosts(servers, { plan, createBackoff: () => open })),
    },
    () => ({ tendAcks: async () => {} }) as unknown as Operations,
  );
  session.start();
  logs.run({ do: 'open', request: { about: '', query: '{job="api"}', from: timer.now(), to: null, at: null } });
  const after = new Map<number, number>();
  for (let passed = REFRESH; passed <= HOURS * 60 * MINUTE; passed += REFRESH) {
    await timer.pass(REFRESH / 1000);
    log.push(100);
    const hours = passed / (60 * MINUTE);
    if (hours % 6 === 0) after.set(hours, held());
  }
  // It was a room in which something happened.
  expect(session.scene()?.room.alerts.list).toHaveLength(4);
  const { verdict } = session.scene()?.room.comparison ?? {};
  expect(verdict).toMatchObject({ because: 'counted' });
  expect(logs.scene()?.older).toBeGreaterThan(10_000);
  session.stop();
  const [most = 0, whole = 0] = [after.get(18), after.get(24)];
  expect(whole - most, `bytes held after so many hours: ${[...after].join(' ')}`).toBeLessThan(NOISE);
});
