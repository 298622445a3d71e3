import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector, openServers } from '../../src/commands/shared/context.ts';
import type { Collector } from '../../src/frames/collect.ts';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { createEncoder } from '../../src/frames/tape/tape.ts';
import { buildPlan, type Plan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { buildRoom } from '../../src/room/build.ts';
import type { Room } from '../../src/room/room.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import { Observer } from '../../src/session/observe.ts';
import { type Millis, millis } from '../../src/units.ts';
import { type PastRollout, pastProfile, pastRollout } from '../../stack/past-rollout.ts';
import { seededRandom } from '../../stack/simulator/random.ts';
import { unpackTape } from '../../stack/unpack-tape.ts';
import { packTape } from '../frames/pack.ts';
import { worded } from '../room/worded.ts';
import { haveServers, type RunningServer, startPrometheus } from './servers.ts';

const MINUTE = 60;
const STAGE = 12 * MINUTE;
const LENGTH = 36 * MINUTE;

/** The server's clock is the real one, and it drops what is older than it keeps: some hours ago. */
const START = Math.floor(Date.now() / 1000) - 6 * 3600;
const base: PastRollout = {
  seed: 7,
  start: START,
  length: LENGTH,
  scrape: 15,
  stageAt: STAGE,
  share: 0.3,
  errors: 0.004,
};
const at = (position: number): Millis => millis(Math.round((START + position) * 1000));

interface World {
  readonly server: RunningServer;
  readonly plan: Plan;
}

async function startWorld(rollout: PastRollout): Promise<World> {
  const server = await startPrometheus({ past: pastRollout(rollout) });
  return { server, plan: buildPlan(profileSchema.parse(pastProfile(server.url))) };
}

/** One room that is looked at now and then, as a live one is. */
function open({ plan }: World) {
  const servers = openServers(plan);
  const collector: Collector = createCollector(plan, servers);
  const history = new History(plan);
  const frames: Frame[] = [];
  return {
    frames,
    async look(position: number): Promise<Room> {
      const frame = await collector.collect(at(position), new Promise(() => {}));
      frames.push(frame);
      history.extend(frame);
      return buildRoom(plan, history, EMPTY_LEDGER, at(position));
    },
    close: () => servers.close(),
  };
}

/** The room at one instant, with nothing known before: a restart, or `--at`. */
async function lookOnce({ plan }: World, position: number): Promise<Room> {
  const servers = openServers(plan);
  const ledger = Promise.resolve(EMPTY_LEDGER);
  const { room } = await new Observer(plan, createCollector(plan, servers)).observe(at(position), ledger);
  await servers.close();
  return room;
}

const verdictOf = (room: Room) => worded(room).verdict;

describe.skipIf(!haveServers())('the verdict on a real Prometheus', () => {
  let worse: World;
  let silent: World;
  beforeAll(async () => {
    worse = await startWorld({ ...base, errors: 0.03 });
    silent = await startWorld({ ...base, seed: 8, to: 26 * MINUTE, gone: 32 * MINUTE });
  });
  afterAll(async () => {
    await worse?.server.stop();
    await silent?.server.stop();
  });

  test('is the same to the bit for a room that watched all along, one that was restarted, one opened on the past, and a tape', async () => {
    const random = seededRandom(3);
    const live = open(worse);
    const restarted = open(worse);
    const looks: number[] = [];
    // Looks at odd moments, with one long pause in which nothing was asked.
    for (let now = STAGE - 30; now < LENGTH - 60; now += 8 + 20 * random()) {
      if (now > 20 * MINUTE && now < 23 * MINUTE) continue;
      looks.push(now);
    }
    const compared = new Set([10, 30, looks.length - 1].map((i) => looks[i]));
    const states = new Set<string | undefined>();
    for (const now of looks) {
      const room = await live.look(now);
      states.add(verdictOf(room)?.state);
      const again = now > 25 * MINUTE ? await restarted.look(now) : undefined;
      if (!compared.has(now)) continue;
      const verdict = verdictOf(room);
      const counted = verdict?.judged?.verdict;
      expect(counted?.errors.candidate.requests).toBeGreaterThan(100);
      const [conversion, revenue] = counted?.metrics ?? [];
      // The same counter is asked for in two meanings.
      expect(conversion?.candidate.cases).toBe(counted?.errors.candidate.requests);
      expect(revenue?.candidate.value).toBeCloseTo(9.55, 1);
      expect(verdictOf(await lookOnce(worse, now))).toEqual(verdict);
      if (again) expect(verdictOf(again)).toEqual(verdict);
    }
    const tape = await unpackTape(await packTape({}, live.frames.map(createEncoder())), 'x.tape');
    const history = new History(worse.plan);
    for (const frame of tape.frames) history.extend(frame);
    const last = at(looks.at(-1) ?? 0);
    const room = verdictOf(buildRoom(worse.plan, history, EMPTY_LEDGER, last));
    expect(room).toEqual(verdictOf(await lookOnce(worse, looks.at(-1) ?? 0)));
    expect([...states]).toEqual(['same', 'inconclusive', 'worse']);
    expect(room?.sentence).toMatch(
      /^V2 is worse: errors [23]\.\d+ % against 0\.\d+ % of requests in the (?:stage|last [\dhms]+), false-alarm risk below 1 in /,
    );
    await Promise.all([live.close(), restarted.close()]);
  });

  test('passes once enough was counted, and not while V2 gets no requests, nor when it is gone', async () => {
    const room = open(silent);
    const seen: Record<string, string | undefined> = {};
    for (let now = STAGE; now < LENGTH; now += 15) {
      const { verdict, rings } = worded(await room.look(now));
      seen[`${verdict?.state} ${verdict?.judged?.data}`] ??= verdict?.sentence;
      // Whatever else is so: no pass without traffic, nor without pods.
      if (now > 28 * MINUTE) expect(['unknown', 'worse']).toContain(verdict?.state);
      if (now > 28 * MINUTE) expect(['unknown', 'failing']).toContain(rings[0]?.state);
    }
    await room.close();
    expect(seen).toMatchObject({
      'inconclusive OK': expect.stringMatching(/too early to|have just started/),
      'same OK': expect.stringMatching(/^V2 is not worse: at most [\d.]+ pt more errors than V1/),
      'unknown NO_TRAFFIC': 'V2 cannot be judged: no traffic: V2 gets no requests',
      'worse DOWN': 'V2 is down: none of its 3 pods answers',
    });
  });
});
