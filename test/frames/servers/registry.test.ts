import { expect, expectTypeOf, test } from 'vitest';
import { Collector } from '../../../src/frames/collect.ts';
import { History } from '../../../src/frames/history.ts';
import { type CollectorServers, openAll, POSTS, type PostRegistry } from '../../../src/frames/servers/registry.ts';
import { QUERY_SOURCES } from '../../../src/profile/query.ts';
import { readWrittenQuery, writeQuery } from '../../../src/profile/written-query.ts';
import { Moment } from '../../../src/room/moment.ts';
import { readScalar } from '../../../src/room/readings.ts';
import { buildSources } from '../../../src/room/sources.ts';
import { askedIn } from '../../../src/session/asked.ts';
import { failed, type Outcome, succeeded } from '../../../src/sources/error.ts';
import { createBackoff } from '../../../src/sources/http/backoff.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../src/sources/kinds.ts';
import { millis, seconds } from '../../../src/units.ts';
import { planOf } from '../../room/observe.ts';
import type { DummySource } from './dummy/client.ts';
import { DUMMY, openDummy } from './dummy/post.ts';

const plan = planOf({ refresh: '5s' });
const REGISTRY = { ...POSTS, dummy: openDummy };
const servers: CollectorServers = {
  prometheus: {
    instant: async () => succeeded({ samples: [], warnings: [] }),
    range: async () => succeeded({ series: [], warnings: [] }),
    raw: async () => succeeded({ series: [], warnings: [] }),
  },
  alertmanager: [],
  loki: null,
  patterns: null,
  lines: null,
  calendar: [],
};

/** A room with a server of a kind that only its post and the line of the registry speak of. */
function roomWith(level: DummySource['level']) {
  const backoff = () => createBackoff(seconds(5), () => 0.999);
  const posts = openAll(REGISTRY, { ...servers, dummy: { level } }, { plan, createBackoff: backoff });
  const collector = new Collector(plan, posts);
  const history = new History(plan);
  return async (at: number, patience: Promise<void> = new Promise(() => {})) => {
    const frame = await collector.collect(millis(at * 1000), patience);
    history.extend(frame);
    const observed = {
      history,
      moment: new Moment(millis(at * 1000)),
      staleAfter: plan.staleAfter,
      refresh: plan.refresh,
    };
    return {
      reading: readScalar({ source: DUMMY, text: 'level' }, observed),
      standing: buildSources(observed).map(({ id, kind, state }) => [id, kind, state]),
      asked: askedIn(frame).map(({ source, what, answer }) => [source, what, answer]),
    };
  };
}

test('a new kind of source is asked, heard in a frame, and stands beside the others', async () => {
  const look = roomWith(async () => succeeded(7));
  const { reading, standing, asked } = await look(10);
  expect(reading).toMatchObject({ known: true, value: 7 });
  expect(standing).toEqual([
    ['prometheus', 'prometheus', 'ok'],
    ['dummy', 'dummy', 'ok'],
  ]);
  expect(asked).toContainEqual(['dummy', 'level', '1 series']);
});

test('it backs off when it fails, without blanking another, and is asked again', async () => {
  let calls = 0;
  let answer: Outcome<number> = failed({ kind: 'unreachable', message: 'refused' });
  const look = roomWith(async () => {
    calls += 1;
    return answer;
  });
  const { reading, standing } = await look(10);
  expect(reading).toMatchObject({ known: false, reason: 'query-error', error: 'refused' });
  expect(standing).toEqual([
    ['prometheus', 'prometheus', 'ok'],
    ['dummy', 'dummy', 'failed'],
  ]);
  await look(12);
  expect(calls).toBe(1);
  answer = succeeded(8);
  expect((await look(15)).reading).toMatchObject({ known: true, value: 8 });
  expect(calls).toBe(2);
});

test('it holds up no frame for longer than its patience, and is heard in a later one', async () => {
  const slow = Promise.withResolvers<Outcome<number>>();
  const look = roomWith(() => slow.promise);
  const early = await look(10, Promise.resolve());
  expect(early.standing).toContainEqual(['dummy', 'dummy', 'failed']);
  slow.resolve(succeeded(9));
  expect((await look(15)).reading).toMatchObject({ known: true, value: 9, at: 10_000 });
});

test('leaving out a part does not compile', () => {
  type Without<Kind extends keyof typeof POSTS> = Omit<typeof POSTS, Kind>;
  expectTypeOf(POSTS).toExtend<PostRegistry<SourceKind>>();
  expectTypeOf<Without<'loki'>>().not.toExtend<PostRegistry<SourceKind>>();
  expectTypeOf<Without<'alertmanager'>>().not.toExtend<PostRegistry<SourceKind>>();
  expectTypeOf(POSTS).not.toExtend<PostRegistry<SourceKind | 'dummy'>>();
  expectTypeOf(REGISTRY).toExtend<PostRegistry<SourceKind | 'dummy'>>();
  expectTypeOf<Parameters<typeof openAll<typeof REGISTRY>>[1]>().toHaveProperty('dummy');
  expectTypeOf(servers).not.toExtend<Parameters<typeof openAll<typeof REGISTRY>>[1]>();
});

test('every source of queries is a kind of server, and what it is asked is written as no other', () => {
  expect(SOURCE_KINDS).toEqual(expect.arrayContaining([...QUERY_SOURCES]));
  const written = QUERY_SOURCES.map((source) => writeQuery({ source, text: 'up' }));
  expect(new Set(written).size).toBe(QUERY_SOURCES.length);
  expect(written.map(readWrittenQuery)).toEqual(QUERY_SOURCES.map((source) => ({ source, text: 'up' })));
});
