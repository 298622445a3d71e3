import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import type { Operations } from '../../src/operations/operations.ts';
import type { Room } from '../../src/room/room.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import { LiveSession } from '../../src/session/live.ts';
import { Observer } from '../../src/session/observe.ts';
import type { LookBack } from '../../src/session/past-rooms.ts';
import type { Scene } from '../../src/session/session.ts';
import { failed } from '../../src/sources/error.ts';
import { type Millis, millis, seconds } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { DOWN, frameAt, planOf } from '../room/observe.ts';

const plan = planOf({
  refresh: '5s',
  infra: [{ id: 'g', label: 'G', items: [{ id: 'q', label: 'q', query: 'q', unit: 'count' }] }],
});

/** The value of a room is the instant it is of, in seconds; Prometheus does not answer at these. */
async function roomAt(at: Millis, dead = false): Promise<Scene> {
  const frame = frameAt(at / 1000, { q: at / 1000 });
  const sources: Frame['sources'] = dead ? [{ id: 'prometheus', kind: 'prometheus', outcome: failed(DOWN) }] : [];
  const collector = { collect: async () => ({ ...frame, sources }), collectRest: async () => null };
  return new Observer(plan, collector).observe(at, Promise.resolve(EMPTY_LEDGER));
}

/** A live room over servers that answer for the past when they are told to. */
async function open(answer: LookBack = (at) => roomAt(at)) {
  const clock = new FakeTimer();
  const begun = clock.now() / 1000;
  const asked: { readonly ago: number; readonly signal: AbortSignal; readonly anew: boolean }[] = [];
  let standing: () => Room | undefined = () => undefined;
  const session = new LiveSession(
    {
      plan,
      clock,
      store: { read: async () => ({ records: {}, journal: [] }), update: async () => {}, watch: () => () => {} },
      collector: { collect: async (at) => frameAt(at / 1000, { q: at / 1000 }) },
      lookBack: async (at, signal, anew) => {
        asked.push({ ago: begun + 10 - at / 1000, signal, anew });
        return answer(at, signal, anew);
      },
    },
    (room) => {
      standing = room;
      const operations: Partial<Operations> = { tendAcks: async () => {} };
      return operations as Operations;
    },
  );
  session.start();
  await clock.pass(10);
  const of = (room: Room | undefined) => {
    const reading = room?.infra[0]?.reading;
    return reading?.known ? reading.value - begun : null;
  };
  return {
    clock,
    session,
    asked,
    ago: (by: number) => millis((begun + 10 - by) * 1000),
    shown: () => of(session.scene()?.room),
    newest: () => of(standing()),
    playback: () => {
      const playback = session.scene()?.playback;
      return playback?.kind === 'live' ? playback : undefined;
    },
  };
}

describe('a live room that goes through its past', () => {
  test('asks for the room of the instant, and shows it once the answer is there', async () => {
    const { clock, session, shown, playback, ago } = await open();
    expect(shown()).toBe(10);
    session.seek(seconds(-60));
    expect(playback()?.viewing).toEqual({ at: ago(60), asking: true });
    expect(shown()).toBe(10);
    await clock.pass(0.3);
    expect(playback()?.viewing).toEqual({ at: ago(60) });
    expect(shown()).toBe(-50);
    session.stop();
  });

  test('knows meanwhile how things stand, and acts are judged by that', async () => {
    const { clock, session, shown, newest, playback } = await open();
    session.seek(seconds(-60));
    await clock.pass(30);
    expect(shown()).toBe(-50);
    expect(newest()).toBe(40);
    expect(playback()?.newest?.at).toBe(clock.now());
    session.stop();
  });

  test('asks for the newest wish alone: a key that is held asks once, and what is asked already is given up', async () => {
    const { clock, session, asked, shown } = await open(async (at, signal) => {
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      return roomAt(at);
    });
    for (let pressed = 0; pressed < 5; pressed += 1) session.seek(seconds(-60));
    await clock.pass(1);
    expect(asked.map(({ ago }) => ago)).toEqual([300]);
    session.seek(seconds(60));
    expect(asked[0]?.signal.aborted).toBe(true);
    await clock.pass(1);
    expect(asked.map(({ ago }) => ago)).toEqual([300, 240]);
    // The answer to the first came late: nobody wishes for it any more.
    expect(shown()).toBe(10);
    session.stop();
  });

  test('what was seen is at hand at once, unless a server did not answer, or it is asked for again', async () => {
    let dead = true;
    const { clock, session, asked, shown, ago } = await open((at) => roomAt(at, dead));
    const visit = async (by: number) => {
      session.view(ago(by));
      await clock.pass(1);
    };
    await visit(60);
    dead = false;
    await visit(120);
    await visit(60);
    expect(asked.map((one) => one.ago)).toEqual([60, 120, 60]);
    session.view(ago(120));
    expect(shown()).toBe(-110);
    await clock.pass(1);
    expect(asked).toHaveLength(3);
    session.refresh();
    await clock.pass(1);
    expect(asked.map((one) => one.ago)).toEqual([60, 120, 60, 120]);
    expect(asked.map(({ anew }) => anew)).toEqual([false, false, false, true]);
    session.stop();
  });

  test.each([
    ['by a wish', (session: LiveSession) => session.view(null)],
    ['by going on to now', (session: LiveSession) => session.seek(seconds(600))],
    ['by an instant to come', (session: LiveSession) => session.view(millis(Number.MAX_SAFE_INTEGER))],
  ])('is live again %s', async (_, back) => {
    const { clock, session, shown, playback } = await open();
    session.seek(seconds(-60));
    await clock.pass(20);
    expect(shown()).toBe(-50);
    back(session);
    expect(playback()?.viewing).toBeUndefined();
    expect(shown()).toBe(30);
    await clock.pass(5);
    expect(shown()).toBe(35);
    session.stop();
  });

  test('from a room that was stopped it goes on from there; what was is not stopped, it stands still', async () => {
    const { clock, session, playback, ago } = await open();
    session.setPaused(true);
    await clock.pass(30);
    session.seek(seconds(-60));
    expect(playback()).toMatchObject({ paused: false, viewing: { at: ago(60) } });
    session.setPaused(true);
    expect(playback()?.paused).toBe(false);
    session.stop();
  });

  test('says why where it could not be asked at all, and goes on showing what it showed', async () => {
    const { clock, session, shown, playback, ago } = await open(() => Promise.reject(new Error('no \u001b[31mdisk')));
    session.seek(seconds(-60));
    await clock.pass(1);
    expect(playback()?.viewing).toEqual({ at: ago(60), failed: 'no disk' });
    expect(shown()).toBe(10);
    session.stop();
  });

  test('keeps the last few rooms and no more', async () => {
    const { clock, session, asked, ago } = await open();
    for (let minute = 1; minute <= 20; minute += 1) {
      session.view(ago(minute * 60));
      await clock.pass(1);
    }
    for (let minute = 20; minute >= 1; minute -= 1) {
      session.view(ago(minute * 60));
      await clock.pass(1);
    }
    expect(asked).toHaveLength(20 + 4);
    session.stop();
  });

  test('when it is stopped nothing is asked any more', async () => {
    const { clock, session, asked } = await open();
    session.seek(seconds(-60));
    session.stop();
    await clock.pass(1);
    expect(asked).toEqual([]);
  });
});
