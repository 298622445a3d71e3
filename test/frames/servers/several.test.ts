import { describe, expect, test } from 'vitest';
import type { PrometheusSource } from '../../../src/frames/ask-prometheus.ts';
import { Collector } from '../../../src/frames/collect.ts';
import { costOf } from '../../../src/frames/cost.ts';
import { History } from '../../../src/frames/history.ts';
import { type CollectorServers, openPosts } from '../../../src/frames/servers/registry.ts';
import { FrameReader } from '../../../src/frames/tape/frame-reader.ts';
import { createEncoder } from '../../../src/frames/tape/tape.ts';
import type { Plan } from '../../../src/profile/plan/plan.ts';
import { buildInfra } from '../../../src/room/infra.ts';
import { Moment } from '../../../src/room/moment.ts';
import { type Reading, readScalar } from '../../../src/room/readings.ts';
import { buildSources } from '../../../src/room/sources.ts';
import { askedIn } from '../../../src/session/asked.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import { createBackoff } from '../../../src/sources/http/backoff.ts';
import type { Labels } from '../../../src/sources/prometheus/types.ts';
import { millis, seconds } from '../../../src/units.ts';
import { unreadText } from '../../../src/wording/readings.ts';
import { DOWN, planOf } from '../../room/observe.ts';

const EU = { id: 'eu', url: 'http://127.0.0.1:1', labels: { region: 'eu' } };
const US = { id: 'us', url: 'http://127.0.0.1:2', labels: { region: 'us' } };
const check = (server?: string) => ({ label: 'x', query: 'x', unit: 'count', at_most: 1, ...(server && { server }) });
const plan = planOf({
  datasources: { prometheus: [EU, US], alertmanagers: [{ url: 'http://127.0.0.1:3' }] },
  refresh: '5s',
  checks: { first: check(), named: check('eu'), second: check('us'), any: check('all') },
  rings: [{ id: 'r', name: 'r', checks: ['first', 'named', 'second', 'any'] }],
  infra: [
    {
      id: 'hosts',
      label: 'Hosts',
      items: [{ id: 'disk', label: '{{host}}', query: 'disk', unit: 'ratio', each: 'host', server: 'all' }],
    },
  ],
});

type Series = readonly (readonly [Labels, number])[] | 'down';

/** A Prometheus whose answers stand in `says` at the time it is asked. */
function serverOf(says: Map<string, Series>): PrometheusSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async instant(expr) {
      asked.push(expr);
      const series = says.get(expr) ?? [];
      if (series === 'down') return failed(DOWN);
      return succeeded({ samples: series.map(([labels, value]) => ({ labels, value })), warnings: [] });
    },
    range: async (expr) => (says.get(expr) === 'down' ? failed(DOWN) : succeeded({ series: [], warnings: [] })),
    async raw(selector, from, to) {
      asked.push(`raw ${selector}`);
      const points = [[millis(9000), 1] as const].filter(([at]) => at > from && at <= to);
      const labels = { __name__: 'ALERTS', alertname: 'Hot', alertstate: 'firing' };
      return succeeded({ series: [{ labels, points }], warnings: [] });
    },
  };
}

/** A room over both servers. */
function roomOf(of: Plan, eu: Map<string, Series>, us: Map<string, Series>) {
  const clients = [serverOf(eu), serverOf(us)] as const;
  const servers: CollectorServers = {
    prometheus: clients,
    alertmanager: [],
    loki: null,
    patterns: null,
    lines: null,
    calendar: [],
  };
  const opening = () => createBackoff(seconds(5), () => 0.999);
  const metered = ['eu', 'us'].map((id) => {
    let requests = 0;
    const spent = () => {
      requests += 1;
      return { requests, received: requests, unpacked: requests };
    };
    return { id, kind: 'prometheus' as const, spent };
  });
  const collector = new Collector(of, openPosts(servers, { plan: of, createBackoff: opening }), metered);
  const history = new History(of);
  return {
    clients,
    async look(at: number) {
      const now = millis(at * 1000);
      const frame = await collector.collect(now, new Promise(() => {}));
      history.extend(frame);
      const observed = { history, moment: new Moment(now), staleAfter: of.staleAfter, refresh: of.refresh };
      return { frame, observed, now };
    },
  };
}

const down = (...texts: string[]) => new Map(texts.map((text) => [text, 'down' as const]));
const EVERY = ['x', 'disk', 'ALERTS{alertstate="firing"}'];

test('each server is asked its own queries, and a query of the first has one name', () => {
  const exprs = plan.rings[0]?.sites[0].checks.map(({ expr }) => expr);
  const text = 'x';
  expect(exprs).toEqual([
    { source: 'prometheus', text },
    { source: 'prometheus', text },
    { source: 'prometheus', server: 'us', text },
    { source: 'prometheus', server: 'all', text },
  ]);
  const asked = plan.instant.filter((query) => query.text === 'x').map(({ server }) => server);
  expect(asked).toEqual([undefined, 'us']);
});

test('a frame names each server: how it stands, what it was asked, what that cost', async () => {
  const room = roomOf(plan, new Map([['x', [[{}, 1]]]]), down(...EVERY));
  const { frame, observed } = await room.look(10);
  expect(buildSources(observed).map(({ id, kind, state }) => [id, kind, state])).toEqual([
    ['eu', 'prometheus', 'ok'],
    ['us', 'prometheus', 'failed'],
  ]);
  const asked = askedIn(frame).map(({ source, what, ok }) => [source, what, ok]);
  expect(asked).toContainEqual(['eu', 'x', true]);
  expect(asked).toContainEqual(['us', 'x', false]);
  expect(costOf(frame).map(({ id, samples }) => [id, samples])).toEqual([
    ['eu', 2],
    ['us', 0],
  ]);
});

test('a dead server is backed off alone', async () => {
  const room = roomOf(plan, new Map([['x', [[{}, 1]]]]), down(...EVERY));
  const counts: number[][] = [];
  for (const at of [10, 11, 12]) {
    await room.look(at);
    counts.push(room.clients.map(({ asked }) => asked.filter((text) => text === 'x').length));
  }
  expect(counts.at(-1)).toEqual([3, 1]);
});

describe('one number of several servers', () => {
  const one = (value: number): [[Labels, number]] => [[{}, value]];
  test.each<[string, Series, Series, Partial<Reading>]>([
    ['is that of the one that has it', one(3), [], { known: true, value: 3 }],
    ['is none where no server has a series', [], [], { known: false, reason: 'no-series' }],
    [
      'is ambiguous, by server, where two have one',
      one(3),
      one(4),
      {
        known: false,
        reason: 'ambiguous',
        series: 2,
        servers: [
          { server: 'eu', series: 1 },
          { server: 'us', series: 1 },
        ],
      },
    ],
    ['is not known while one is silent', one(3), 'down', { known: false, reason: 'query-error', server: 'us' }],
    ['is not known while one has several', [], [...one(3), [{ a: 'b' }, 1]], { reason: 'ambiguous', server: 'us' }],
  ])('%s', async (_, eu, us, expected) => {
    const { observed } = await roomOf(plan, new Map([['x', eu]]), new Map([['x', us]])).look(10);
    const expr = plan.rings[0]?.sites[0].checks[3]?.expr;
    expect(expr && readScalar(expr, observed)).toMatchObject(expected);
  });

  test('is told of in words with the name of the server', async () => {
    const { observed, now } = await roomOf(plan, new Map([['x', one(3)]]), new Map([['x', one(4)]])).look(10);
    const expr = plan.rings[0]?.sites[0].checks[3]?.expr;
    const reading = expr && readScalar(expr, observed);
    expect(reading?.known === false && unreadText(reading, now)).toBe(
      'the query returns 2 series from several servers where one is expected: eu 1, us 1',
    );
  });

  test('has a past that is unknown where a server was silent', async () => {
    const us = new Map<string, Series>([['x', []]]);
    const room = roomOf(plan, new Map([['x', one(3)]]), us);
    const expr = plan.rings[0]?.sites[0].checks[3]?.expr;
    const at = async (time: number) => {
      const { observed, now } = await room.look(time);
      return expr && observed.history.track(expr)?.at(now);
    };
    expect(await at(10)).toBe(3);
    us.set('x', 'down');
    expect(await at(30)).toBeNull();
    us.set('x', one(3));
    expect(await at(60)).toBeNull();
  });
});

test('of rows from several servers those of a dead one are unknown, the others live', async () => {
  const us = new Map<string, Series>([['disk', [[{ host: 'b' }, 0.2]]]]);
  const room = roomOf(plan, new Map([['disk', [[{ host: 'a' }, 0.1]]]]), us);
  await room.look(10);
  for (const text of EVERY) us.set(text, 'down');
  const { observed } = await room.look(60);
  const rows = buildInfra(plan.infra, observed).map(({ label, state, reading }) => [label, state, reading.known]);
  expect(rows).toEqual([
    ['a', 'ok', true],
    ['b', 'unknown', false],
  ]);
});

test('a server that never answered has a row that says so', async () => {
  const { observed } = await roomOf(plan, new Map([['disk', [[{ host: 'a' }, 0.1]]]]), down(...EVERY)).look(10);
  expect(buildInfra(plan.infra, observed).map(({ id, label, state }) => [id, label, state])).toEqual([
    ['disk:a', 'a', 'ok'],
    ['disk@us', 'us', 'unknown'],
  ]);
});

test('what fires is asked of every server, with its labels; what is missing is no end', async () => {
  const us = new Map<string, Series>([[EVERY[2] ?? '', [[{ alertname: 'Hot', region: 'own' }, 1]]]]);
  const room = roomOf(plan, new Map([[EVERY[2] ?? '', [[{ alertname: 'Hot' }, 1]]]]), us);
  const { observed } = await room.look(10);
  const firing = observed.history.firingNow;
  expect(firing.state === 'ok' && firing.value.samples.map(({ labels }) => labels.region)).toEqual(['eu', 'own']);
  expect(observed.history.firing?.firings.map(({ labels }) => labels)).toEqual([
    { alertname: 'Hot', region: 'eu' },
    { alertname: 'Hot', region: 'us' },
  ]);
  for (const text of EVERY) us.set(text, 'down');
  const later = (await room.look(20)).observed.history.firingNow;
  expect(later.state === 'ok' && [later.value.samples.length, later.value.partial, later.value.warnings]).toEqual([
    1,
    true,
    ['us: connection refused'],
  ]);
});

test('a tape holds whose answers they are', async () => {
  const { frame } = await roomOf(plan, new Map([['x', [[{}, 1]]]]), new Map([['x', [[{}, 2]]]])).look(10);
  const { spent: _, ...observed } = frame;
  expect(new FrameReader('t').next(createEncoder()(observed)).frame).toEqual(observed);
});
