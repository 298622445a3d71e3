import { expect, onTestFinished, test } from 'vitest';
import type { LokiSource } from '../../src/frames/ask-loki.ts';
import { Collector } from '../../src/frames/collect.ts';
import { History } from '../../src/frames/history.ts';
import { openPosts } from '../../src/frames/servers/registry.ts';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import type { Query } from '../../src/profile/query.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { Moment } from '../../src/room/moment.ts';
import { readScalar } from '../../src/room/readings.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { createLoki } from '../../src/sources/loki/loki.ts';
import { millis, nanosOf } from '../../src/units.ts';
import { LokiStandIn } from '../../stack/loki/server.ts';
import { LogStore } from '../../stack/loki/store.ts';
import { source } from '../sources/serve.ts';

// Spelled the same in both languages, and meaning something else in each.
const QUERY = 'sum(count_over_time({job="a"}[5m]))';
const item = (id: string, more: object) => ({ id, label: id, unit: 'count', query: QUERY, ...more });
const profileOf = (items: readonly object[]) =>
  profileSchema.parse({
    id: 'p',
    name: 'P',
    datasources: { prometheus: { url: 'http://127.0.0.1:1' } },
    history: '10m',
    infra: [{ id: 'g', label: 'G', items }],
  });
const plan = buildPlan(profileOf([item('metric', {}), item('lines', { source: 'loki' })]));

const at = millis(1_795_208_600_000);
const never = new Promise<never>(() => {});
const collector = (loki: LokiSource | null) =>
  new Collector(
    plan,
    openPosts(
      {
        prometheus: {
          instant: async () => succeeded({ samples: [{ labels: {}, value: 7 }], warnings: [] }),
          range: async () => succeeded({ series: [], warnings: [] }),
          raw: async () => succeeded({ series: [], warnings: [] }),
        },
        alertmanager: [],
        loki,
        patterns: null,
        lines: null,
        calendar: [],
      },
      { plan, createBackoff: () => ({ shouldTry: () => true, succeeded() {}, failed() {} }) },
    ),
  );

async function readings(loki: LokiSource | null) {
  const history = new History(plan);
  const frame = await collector(loki).collect(at, never);
  history.extend(frame);
  const observed = { history, moment: new Moment(at), staleAfter: plan.staleAfter, refresh: plan.refresh };
  return {
    frame,
    history,
    values: plan.infra.map(({ expr }) => {
      const reading = readScalar(expr, observed);
      return reading.known ? reading.value : null;
    }),
  };
}

test('a query of the profile can count log lines, with a history as any other', async () => {
  const store = new LogStore();
  const server = new LokiStandIn(store, { now: () => nanosOf(at) });
  await server.start();
  const loki = createLoki(source({ url: server.url }));
  onTestFinished(async () => {
    await loki.close();
    await server.stop({ abruptly: true });
  });
  const minutesAgo = (n: number) => nanosOf(millis(at - n * 60_000));
  store.push([1, 2, 7].map((n) => ({ labels: { job: 'a' }, text: `line ${n}`, at: minutesAgo(n) })));
  const { frame, history, values } = await readings(loki);
  expect(values).toEqual([7, 2]);
  const metric: Query = { source: 'prometheus', text: QUERY };
  const lines: Query = { source: 'loki', text: QUERY };
  expect(plan.instant).toEqual([metric, lines]);
  expect(frame.backfills.map(({ expr, outcome }) => [expr, outcome.ok])).toEqual([
    [metric, true],
    [lines, true],
  ]);
  expect(history.slice(lines, millis(at - 60_000), at, 1)).toEqual([2]);
  expect(history.slice(lines, millis(at - 8 * 60_000), millis(at - 7.5 * 60_000), 1)).toEqual([null]);
});

test('a Loki that is missing or fails fails its own queries alone', async () => {
  const dead = failed({ kind: 'unreachable', message: 'refused' });
  const loki = { ready: async () => dead, instant: async () => dead, range: async () => dead };
  for (const given of [loki, null]) {
    const { frame, values } = await readings(given);
    expect(values).toEqual([7, null]);
    expect(frame.queries.map(({ expr, outcome }) => [expr.source, outcome.ok])).toEqual([
      ['prometheus', true],
      ['loki', false],
    ]);
  }
});

test.each([
  ['{job="a"}', 'gives lines where a number is needed'],
  ['rate({job="a"}[5m]', 'not LogQL at line 1'],
])('%s is refused when the profile is read', (query, words) => {
  expect(() => buildPlan(profileOf([item('lines', { source: 'loki', query })]))).toThrow(words);
});
