import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerGate } from '../../src/commands/gate/answer.ts';
import { createCollector, openServers } from '../../src/commands/shared/context.ts';
import { buildPlan, type Plan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { snapshotSchema } from '../../src/report/schema/snapshot.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import type { Room } from '../../src/room/room.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import { Observer } from '../../src/session/observe.ts';
import { millis } from '../../src/units.ts';
import { worded } from '../room/worded.ts';
import { type PastPod, type PastWorld, pastWorlds, worldProfile } from './past-worlds.ts';
import { haveServers, type RunningServer, startPrometheus } from './servers.ts';

/** The server's clock is the real one: some hours ago. */
const STAGE = Math.floor(Date.now() / 1000) - 4 * 3600;

/** So many pods of a kind, none of which counts quite as another. */
const pods = (count: number, kind: Omit<PastPod, 'paths'>, errors: (at: number) => number, requests = 300): PastPod[] =>
  Array.from({ length: count }, (_, i) => ({
    ...kind,
    paths: { '/all': (at) => [requests + 7 * i, Math.min(requests, errors(at))] },
  }));
const v1 = (count: number, zone?: string) =>
  pods(count, { version: 'v1', ...(zone !== undefined && { zone }) }, () => 3);
const V2 = { version: 'v2', from: -100 } as const;

const WORLDS: Readonly<Record<string, Omit<PastWorld, 'name'>>> = {
  zones: {
    pods: [
      ...v1(3, 'a'),
      ...v1(3, 'b'),
      ...pods(1, { ...V2, zone: 'a' }, () => 3),
      ...pods(2, { ...V2, zone: 'c' }, () => 60),
    ],
  },
  'same zones': { pods: [...v1(3, 'a'), ...v1(3, 'b'), ...pods(2, { ...V2, zone: 'a' }, () => 60)] },
  lingering: {
    pods: [
      ...v1(3),
      ...pods(1, { version: 'v2', from: -50_000, to: 550 }, () => 60),
      ...pods(2, { ...V2, from: -30 }, () => 3),
    ],
  },
  few: { pods: [...v1(1), ...pods(3, V2, () => 15)] },
  cold: { pods: [...v1(3), ...pods(3, { ...V2, from: -5 }, (at) => (at <= 55 ? 100 : 3))] },
  late: { pods: [...v1(3).map(busy), ...pods(1, V2, (at) => (at > 780 ? 10 : 3), 3000)] },
  path: {
    pods: [
      ...[0, 1, 2].map(
        (i): PastPod => ({ version: 'v1', paths: { '/a': () => [300 + i, 3], '/match': () => [100 + i, 1] } }),
      ),
      { ...V2, paths: { '/a': () => [300, 3], '/match': (at) => [100, at > 400 ? 30 : 1] } },
    ],
  },
  gone: { pods: [...v1(3), ...sharing()] },
  sum: { isSummed: true, pods: [...v1(2), ...pods(1, { version: 'v1', to: 400 }, () => 3), ...pods(2, V2, () => 3)] },
};

/** Thirty times as much traffic, and a tenth of its errors. */
function busy(pod: PastPod): PastPod {
  return { ...pod, paths: { '/all': () => [9000, 9] } };
}

/** Three pods of V2, of which one ends; the others answer in its place. */
function sharing(): PastPod[] {
  const load = (each: number) => ({ '/all': (at: number) => [at > 400 ? 1.5 * each : each, 3] as const });
  return [300, 320].map((each): PastPod => ({ ...V2, paths: load(each) })).concat(pods(1, { ...V2, to: 400 }, () => 3));
}

describe.skipIf(!haveServers())('on a real Prometheus', () => {
  let server: RunningServer;
  beforeAll(async () => {
    const worlds = Object.entries(WORLDS).map(([name, world]) => ({ name, ...world }));
    server = await startPrometheus({ past: pastWorlds(worlds, STAGE) });
  });
  afterAll(() => server?.stop());

  /** A room that is looked at now and then; with one look it is a restarted one, or that of `--at`. */
  function open(plan: Plan) {
    const servers = openServers(plan);
    const observer = new Observer(plan, createCollector(plan, servers));
    const look = async (at: number): Promise<Room> =>
      (await observer.observe(millis((STAGE + at) * 1000), Promise.resolve(EMPTY_LEDGER))).room;
    return { look, close: () => servers.close() };
  }

  /** What a verdict says at some seconds of the stage, and what the gate answers then. */
  type Said = readonly [at: number, state: string, gate: string, text: RegExp];

  test.each<[keyof typeof WORLDS & string, readonly Said[]]>([
    ['zones', [[300, 'inconclusive', 'undecided', /^V2 may be worse: .+, but V1 has no pods in the same zones;/]]],
    ['same zones', [[300, 'worse', 'fail', /^V2 is worse: errors 19\.8 % against 0\.98 %.+; only status 500/]]],
    [
      'lingering',
      [
        [240, 'inconclusive', 'undecided', /; 1 pod labelled V2 started before this rollout and is not counted;/],
        [840, 'same', 'pass', /^V2 is not worse: less than 2 times V1’s errors, and at most 0\.\d+ pt more;/],
      ],
    ],
    [
      'few',
      [
        [
          400,
          'inconclusive',
          'undecided',
          /^V2 may be worse: .+, but one pod of V1 is too few to tell how much pods differ;.+only a hint/,
        ],
      ],
    ],
    [
      'cold',
      [
        [45, 'inconclusive', 'undecided', /^3 V2 pods have just started and are not compared yet;/],
        [600, 'same', 'pass', /^V2 is not worse/],
      ],
    ],
    [
      'late',
      [
        [780, 'same', 'pass', /^V2 is not worse: at most 0\.0\d pt more errors than V1;/],
        [
          840,
          'inconclusive',
          'undecided',
          /^V2 has become worse: errors 0\.33 % against 0\.10 % of requests in the last 54s;/,
        ],
      ],
    ],
    ['path', [[480, 'worse', 'fail', /^V2 is worse: .+; only path \/match, only status 500;/]]],
    [
      'gone',
      [
        [
          780,
          'inconclusive',
          'undecided',
          /^V2 is unhealthy: 1 V2 pod has been gone for 6m and has not been replaced;/,
        ],
      ],
    ],
    [
      'sum',
      [
        [300, 'inconclusive', 'undecided', /^no sign that V2 is worse/],
        [480, 'unknown', 'unknown', /falls by a part and has no label instance: a sum\?/],
      ],
    ],
  ])('says the same of a world, live, restarted, of the past, in the snapshot and the gate: %s', async (name, all) => {
    const plan = buildPlan(profileSchema.parse(worldProfile(name, server.url)));
    const live = open(plan);
    const restarted = open(plan);
    let now = -20;
    for (const [at, state, gate, text] of all) {
      for (; now < at; now += 61.7) await live.look(now);
      const room = await live.look(at);
      const { verdict } = worded(room);
      expect([at, verdict?.state, [verdict?.sentence, ...(verdict?.reasons ?? [])].join('; ')]).toEqual([
        at,
        state,
        expect.stringMatching(text),
      ]);
      const once = open(plan);
      for (const other of [await restarted.look(at), await once.look(at)]) {
        expect(worded(other).verdict).toEqual(verdict);
        const snapshot = snapshotSchema.parse(JSON.parse(JSON.stringify(toSnapshot(other))));
        expect(snapshot.comparison?.verdict).toMatchObject({ state, sentence: verdict?.sentence });
        const answer = answerGate(other, 'canary', 'validate');
        expect(answer).toMatchObject({ answer: gate, verdict: snapshot.comparison?.verdict });
      }
      await once.close();
    }
    await Promise.all([live.close(), restarted.close()]);
  });
});
