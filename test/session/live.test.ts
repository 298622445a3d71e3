import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import type { Operations } from '../../src/operations/operations.ts';
import type { RingRecords, Room } from '../../src/room/room.ts';
import { LiveSession } from '../../src/session/live.ts';
import { type Millis, millis } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { frameAt, planOf } from '../room/observe.ts';

const plan = planOf({
  refresh: '5s',
  checks: { q: { label: 'q', query: 'q', unit: 'count', at_most: 1000 } },
  rings: [{ id: 'ring0', name: 'Ring 0', checks: ['q'] }],
  infra: [{ id: 'g', label: 'G', items: [{ id: 'q', label: 'q', query: 'q', unit: 'count' }] }],
});

type Hears = (part: Frame) => void;

function start(
  collect = async (at: Millis, _hears?: Hears): Promise<Frame> => frameAt(at / 1000, { q: 1 }),
  read = async (): Promise<RingRecords> => ({}),
  showsParts = false,
) {
  const clock = new FakeTimer();
  const asked: number[] = [];
  const extended: Room[] = [];
  let newest: () => Room | undefined = () => undefined;
  let changed = () => {};
  const session = new LiveSession(
    {
      plan,
      clock,
      showsParts,
      store: {
        read: async () => ({ records: await read(), journal: [] }),
        update: async () => {},
        watch: (onChange) => {
          changed = onChange;
          return () => {
            changed = () => {};
          };
        },
      },
      collector: {
        collect: (at, _patience, _signal, hears) => {
          asked.push(at / 1000);
          return collect(at, hears);
        },
      },
    },
    (room) => {
      newest = room;
      const operations: Partial<Operations> = { tendAcks: async (room) => void extended.push(room) };
      return operations as Operations;
    },
  );
  session.start();
  return { clock, session, asked, extended, newest, change: () => changed() };
}

describe('the live room', () => {
  test('asks at every refresh', async () => {
    const { clock, asked, session } = start();
    await clock.pass(20);
    expect(asked.map((at) => at - 1_000_000)).toEqual([0, 5, 10, 15, 20]);
    session.stop();
  });

  test('never asks twice at once: a refresh while one is open is dropped, not queued', async () => {
    const open = Promise.withResolvers<Frame>();
    const { clock, asked, session } = start(() => open.promise);
    await clock.pass(12);
    session.refresh();
    session.refresh();
    expect(asked).toHaveLength(1);
    open.resolve(frameAt(1_000_000, { q: 1 }));
    await clock.pass(0);
    expect(asked).toHaveLength(2);
    session.stop();
  });

  test('asks once more after an act that came while a question was open, since that may not know of it', async () => {
    const open = Promise.withResolvers<Frame>();
    let calls = 0;
    const { clock, asked, session } = start(async (at) =>
      calls++ === 0 ? open.promise : frameAt(at / 1000, { q: 1 }),
    );
    await clock.pass(1);
    session.refreshAfterAct();
    session.refreshAfterAct();
    expect(asked).toHaveLength(1);
    open.resolve(frameAt(1_000_000, { q: 1 }));
    await clock.pass(0);
    expect(asked).toHaveLength(2);
    await clock.pass(4.9);
    expect(asked).toHaveLength(2);
    session.refreshAfterAct();
    expect(asked).toHaveLength(3);
    session.stop();
  });

  test('a ring store that does not answer holds nothing up: the last that was known stands, as unconfirmed', async () => {
    const dead = Promise.withResolvers<RingRecords>();
    const records = { ring0: { by: 'alice', at: millis(0) } };
    let readings = 0;
    const { clock, asked, session } = start(undefined, () =>
      readings++ === 0 ? Promise.resolve(records) : dead.promise,
    );
    const shown = () => [session.scene()?.room.rings[0]?.validated?.by, session.scene()?.room.ringStoreError];
    await clock.pass(1);
    expect(shown()).toEqual(['alice', null]);
    await clock.pass(29);
    expect(asked.map((at) => at - 1_000_000)).toEqual([0, 5, 10, 15, 20, 25, 30]);
    expect(readings).toBe(2);
    expect(shown()).toEqual(['alice', 'the ring store has not answered for 25s']);
    dead.resolve({});
    await clock.pass(5);
    expect(shown()).toEqual([undefined, null]);
    session.stop();
  });

  test('what another operator did is shown as soon as the store says so, though a frame is open', async () => {
    const records: Record<string, RingRecords[string]> = {};
    const open = Promise.withResolvers<Frame>();
    let calls = 0;
    const { clock, asked, session, change } = start(
      (at) => (calls++ === 0 ? Promise.resolve(frameAt(at / 1000, { q: 1 })) : open.promise),
      async () => ({ ...records }),
    );
    const shown = () => session.scene()?.room.rings[0]?.validated?.by;
    await clock.pass(6);
    records.ring0 = { by: 'bob', at: clock.now() };
    change();
    await clock.pass(0);
    expect(asked).toHaveLength(2);
    expect(shown()).toBe('bob');
    open.resolve(frameAt(clock.now() / 1000, { q: 1 }));
    await clock.pass(0);
    expect(shown()).toBe('bob');
    session.stop();
    delete records.ring0;
    change();
    await clock.pass(0);
    expect(shown()).toBe('bob');
  });

  test('a change that comes while the ledger is read is read afterwards', async () => {
    const first = Promise.withResolvers<RingRecords>();
    let readings = 0;
    const { clock, session, change } = start(undefined, () =>
      readings++ === 0 ? first.promise : Promise.resolve({ ring0: { by: 'bob', at: millis(0) } }),
    );
    await clock.pass(0);
    change();
    change();
    first.resolve({});
    await clock.pass(0);
    expect(readings).toBe(2);
    expect(session.scene()?.room.rings[0]?.validated?.by).toBe('bob');
    session.stop();
  });

  test('ages go on between frames, and a room nobody feeds goes stale', async () => {
    let calls = 0;
    const never = new Promise<Frame>(() => {});
    const { clock, session } = start((at) => (calls++ === 0 ? Promise.resolve(frameAt(at / 1000, { q: 1 })) : never));
    const reading = () => session.scene()?.room.infra[0]?.reading;
    await clock.pass(1);
    expect(reading()).toMatchObject({ known: true, aging: false });
    await clock.pass(11);
    expect(reading()).toMatchObject({ known: true, aging: true });
    await clock.pass(5);
    expect(reading()).toMatchObject({ known: false, reason: 'stale' });
    session.stop();
  });

  test('paused it holds what it shows and no more: it asks on, and acknowledgements live on', async () => {
    const { clock, asked, session, extended } = start();
    await clock.pass(1);
    session.setPaused(true);
    const room = session.scene()?.room;
    await clock.pass(60);
    expect(session.scene()?.room).toBe(room);
    expect(session.scene()?.playback.paused).toBe(true);
    expect(asked).toHaveLength(13);
    expect(extended.map(({ at }) => at / 1000)).toEqual(asked);
    session.stop();
  });

  test('acts are judged on the newest room, also while an older one is held', async () => {
    const { clock, session, newest } = start();
    await clock.pass(1);
    session.setPaused(true);
    await clock.pass(60);
    expect(newest()?.at).toBe(clock.now());
    session.stop();
  });

  test('going on, it shows the newest data at once, and an old answer never as a fresh one', async () => {
    let q = 0;
    const { clock, session } = start(async (at) => frameAt(at / 1000, { q: ++q }));
    const reading = () => session.scene()?.room.infra[0]?.reading;
    await clock.pass(1);
    session.setPaused(true);
    await clock.pass(60);
    expect(reading()).toMatchObject({ value: 1 });
    session.setPaused(false);
    expect(reading()).toMatchObject({ value: 13, at: clock.now() - 1000 });
    session.stop();
  });

  test('the first frame is shown as its parts come, and what has not come as not asked yet', async () => {
    const open = Promise.withResolvers<Frame>();
    const parts: Hears[] = [];
    const { clock, session, extended } = start(
      (at, hears) => {
        if (hears) parts.push(hears);
        return at > millis(1_000_000_000) ? Promise.resolve(frameAt(at / 1000, { q: 2 })) : open.promise;
      },
      undefined,
      true,
    );
    const shown = () => {
      const scene = session.scene();
      return [scene?.partial, scene?.room.infra[0]?.reading, scene?.room.sources.map(({ state }) => state)];
    };
    expect(session.scene()).toBeUndefined();
    const [hears] = parts;
    hears?.({ at: clock.now(), queries: [], backfills: [], alertmanagers: {}, sources: [] });
    await clock.pass(0);
    expect(shown()).toEqual([true, { known: false, reason: 'waiting' }, ['waiting']]);
    const answered = frameAt(1_000_000, { q: 1 });
    hears?.(answered);
    await clock.pass(0);
    expect(shown()).toMatchObject([true, { known: true, value: 1 }, ['waiting']]);
    expect(extended).toEqual([]);
    open.resolve(answered);
    await clock.pass(0);
    expect(shown()).toMatchObject([undefined, { known: true, value: 1 }, []]);
    expect(extended).toHaveLength(1);
    await clock.pass(6);
    expect(parts).toHaveLength(1);
    expect(shown()).toMatchObject([undefined, { known: true, value: 2 }, []]);
    session.stop();
  });

  test('no part is shown before it is known who validated what', async () => {
    const read = Promise.withResolvers<RingRecords>();
    const never = new Promise<Frame>(() => {});
    let tell: Hears = () => {};
    const { clock, session } = start(
      (_at, hears = () => {}) => {
        tell = hears;
        return never;
      },
      () => read.promise,
      true,
    );
    tell(frameAt(1_000_000, { q: 1 }));
    await clock.pass(0);
    expect(session.scene()).toBeUndefined();
    read.resolve({ ring0: { by: 'alice', at: millis(0) } });
    await clock.pass(0);
    expect(session.scene()?.room.rings[0]?.validated?.by).toBe('alice');
    session.stop();
  });

  test('stopped it leaves no timer and tells nobody', async () => {
    const { clock, asked, session } = start();
    await clock.pass(1);
    session.stop();
    let told = 0;
    session.subscribe(() => {
      told += 1;
    });
    await clock.pass(60);
    expect([told, asked.length]).toEqual([0, 1]);
  });
});
