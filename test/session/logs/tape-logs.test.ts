import { describe, expect, test } from 'vitest';
import type { Frame } from '../../../src/frames/frame.ts';
import type { LogStretch } from '../../../src/frames/tape/recorded-lines.ts';
import { Reel } from '../../../src/frames/tape/reel.ts';
import { createEncoder } from '../../../src/frames/tape/tape.ts';
import type { LogScene } from '../../../src/session/logs/scene.ts';
import { TapeSession } from '../../../src/session/tape-session.ts';
import type { LogLine } from '../../../src/sources/loki/types.ts';
import { type Millis, millis, millisOf, nanosOf, seconds } from '../../../src/units.ts';
import { FakeTimer } from '../../fake-timer.ts';
import { packTape } from '../../frames/pack.ts';
import { frameAt, planOf } from '../../room/observe.ts';

const START = 2_000_000;
const at = (position: number): Millis => millis((START + position) * 1000);
const plan = planOf({ refresh: '5s', logs: { labels: { release: 'version' } } });

/** Ten minutes; a line each second, of V1 and V2 in turn, from five minutes before; V2 fails in the sixth minute. */
const frames = Array.from({ length: 121 }, (_, i): Frame => frameAt(START + i * 5, {}));
const lines = Array.from({ length: 900 }, (_, i): LogLine => {
  const position = i - 300;
  const fails = i % 2 === 1 && position >= 300 && position < 360;
  return {
    at: nanosOf(at(position)),
    text: `${fails ? 'error' : 'served'} at ${position}`,
    labels: { job: 'api', version: i % 2 === 0 ? 'v1' : 'v2' },
    metadata: { detected_level: fails ? 'error' : 'info' },
    parsed: {},
  };
});
const whole: readonly LogStretch[] = [{ from: at(-300), to: at(600), leftOut: 0, uncounted: false }];

/** A tape that was read, with a stretch beside each of its first frames and all lines beside the first. */
async function reelOf(stretches: readonly LogStretch[]): Promise<Reel> {
  const encode = createEncoder();
  const encoded = frames.map((frame, i) => {
    const stretch = stretches[i];
    return encode({ ...frame, ...(stretch && { log: { ...stretch, lines: i === 0 ? lines : [] } }) });
  });
  const reel = await Reel.open(await packTape({}, encoded), 'x.tape');
  await reel.read();
  return reel;
}

const reels = { whole: await reelOf(whole), none: await reelOf([]) };

async function open(position: number, { speed = 1, reel = reels.whole }: { speed?: number; reel?: Reel } = {}) {
  const timer = new FakeTimer();
  const start = { position: seconds(position), speed, label: 'REPLAY' } as const;
  // Nothing is acted on here.
  const session = new TapeSession(plan, reel, timer, start, () => ({ tendAcks: async () => {} }) as never);
  session.start();
  await timer.pass(0);
  const follow = async (query = '{job="api"}', span = 600) => {
    session.logs?.run({
      do: 'open',
      request: { about: '', query, from: millis(now() - span * 1000), to: null, at: null },
    });
    await timer.pass(0.3);
  };
  const now = (): Millis => session.scene()?.room.at ?? millis(0);
  const scene = (): LogScene => {
    const found = session.logs?.scene();
    if (!found) throw new Error('no logs are open');
    return found;
  };
  const newest = (): number => {
    const last = scene().lines.at(-1);
    return last ? (millisOf(last.at) - at(0)) / 1000 : Number.NaN;
  };
  return { timer, session, scene, newest, now, follow };
}

describe('logs of a tape', () => {
  test('are those up to its present, and come as it goes on', async () => {
    const { timer, scene, newest, follow } = await open(100);
    await follow();
    expect(newest()).toBe(100);
    expect(scene().lines).toHaveLength(401);
    expect(scene().state.kind).toBe('live');
    await timer.pass(10);
    expect(newest()).toBe(110);
    expect(scene().rate).toBeCloseTo(1, 0);
  });

  test('come faster with it, up to 120 times, and stop when it is paused', async () => {
    const { timer, session, scene, newest, follow } = await open(100, { speed: 120 });
    await follow();
    await timer.pass(2);
    expect(newest()).toBeGreaterThan(300);
    const held = scene()
      .lines.slice()
      .map(({ text }) => text);
    expect(new Set(held).size).toBe(held.length);
    session.setPaused(true);
    await timer.pass(1);
    const stood = newest();
    await timer.pass(60);
    expect(newest()).toBe(stood);
  });

  test('never are of the future, wherever it is moved to', async () => {
    const { timer, session, newest, now, follow } = await open(500);
    session.setPaused(true);
    await follow();
    for (const by of [-60, -200, 30, -1000, 400, -5, 1000, -300]) {
      session.seek(seconds(by));
      await timer.pass(0.5);
      expect(newest()).toBe(Math.min((now() - at(0)) / 1000, 599));
    }
    expect(now()).toBe(at(300));
  });

  test('go back with it when it begins again at its end', async () => {
    const { timer, session, newest, follow } = await open(599, { speed: 8 });
    await follow();
    await timer.pass(2);
    expect(newest()).toBe(599);
    session.setPaused(false);
    await timer.pass(1);
    expect(newest()).toBeLessThan(30);
  });

  test('are counted by level, as far as it has got', async () => {
    const { timer, session, scene, follow } = await open(330);
    session.setPaused(true);
    await follow('{version="v2"}', 60);
    await timer.pass(1);
    const errors = (scene().volume?.buckets ?? []).map(({ error = 0 }) => error);
    expect(scene().volume?.counted).toBe('by the server');
    expect(errors.reduce((sum, n) => sum + n, 0)).toBe(15);
    expect(errors.slice(0, 30).every((n) => n === 0)).toBe(true);
  });

  test('are found from what is selected, by the labels they have', async () => {
    const { timer, session, scene } = await open(400);
    const window = { from: at(300), to: at(360), at: at(330) };
    session.logs?.run({ do: 'jump', jump: { about: 'V2ErrorSpike', labels: { release: 'v2', pod: 'x' }, ...window } });
    await timer.pass(0.5);
    expect(scene()).toMatchObject({ query: '{version="v2"}', state: { kind: 'still' }, moreOlder: false });
    expect(
      scene()
        .lines.slice()
        .map(({ level }) => level),
    ).toEqual(Array.from({ length: 30 }, () => 'error'));
  });

  test('say what was left out of the window and where none were read', async () => {
    const reel = await reelOf([
      { from: at(-300), to: at(100), leftOut: 4000, uncounted: false },
      { from: at(190), to: at(250), leftOut: 1, uncounted: true },
      { from: at(250), to: at(600), leftOut: 70_000, uncounted: false },
    ]);
    const { scene, follow } = await open(200, { reel });
    await follow('{job="api"}', 600);
    expect(scene().remarks).toEqual([
      '4,001 lines and more left out by the recording',
      'for 1m30 of this window no lines were recorded',
    ]);
    await follow('{job="api"}', 5);
    expect(scene().remarks).toEqual(['1 line and more left out by the recording']);
  });

  test('say what is missing after the last of them, and nothing of the seconds they always are behind', async () => {
    const reel = await reelOf([{ from: at(-300), to: at(100), leftOut: 0, uncounted: false }]);
    const until = async (position: number) => {
      const { session, timer, scene } = await open(position, { reel });
      const window = async (from: number, to: number) => {
        const request = { about: '', query: '{job="api"}', from: at(from), to: at(to), at: null };
        session.logs?.run({ do: 'open', request });
        await timer.pass(0.3);
        return scene().remarks;
      };
      session.setPaused(true);
      return window;
    };
    const later = await until(500);
    expect(await later(200, 260)).toEqual(['for 1m of this window no lines were recorded']);
    expect(await later(40, 130)).toEqual(['for 30s of this window no lines were recorded']);
    expect(await later(0, 100)).toEqual([]);
    const atOnce = await until(107);
    // Refreshed each 5 s, read 2 s late.
    expect(await atOnce(0, 107)).toEqual([]);
    expect(await atOnce(0, 600)).toEqual([]);
    expect(await (await until(108))(0, 108)).toEqual(['for 8s of this window no lines were recorded']);
  });

  test('are asked for from where they begin, and said to begin later than a window of before', async () => {
    const { scene, follow, session, timer } = await open(100);
    await follow('{job="api"}', 3600);
    expect(scene()).toMatchObject({ from: at(-300), remarks: [] });
    const window = { from: at(-900), to: at(-600), at: null };
    session.logs?.run({ do: 'open', request: { about: '', query: '{job="api"}', ...window } });
    await timer.pass(0.3);
    expect(scene()).toMatchObject({ ...window, held: 0, remarks: ["the tape's lines begin after this window"] });
  });

  test('are absent where the tape holds none', async () => {
    expect((await open(100, { reel: reels.none })).session.logs).toBeNull();
  });
});
