import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import { Reel } from '../../src/frames/tape/reel.ts';
import { createEncoder } from '../../src/frames/tape/tape.ts';
import { Acknowledger } from '../../src/operations/acks/acknowledge.ts';
import { LiveOperations } from '../../src/operations/live-operations.ts';
import { promql } from '../../src/profile/query.ts';
import type { Effect } from '../../src/screen/core/effects.ts';
import { perform } from '../../src/screen/perform.ts';
import { isFiring, TapeSession } from '../../src/session/tape-session.ts';
import { succeeded } from '../../src/sources/error.ts';
import { millis, seconds } from '../../src/units.ts';
import { FakeTimer } from '../fake-timer.ts';
import { packTape } from '../frames/pack.ts';
import { alert } from '../room/fixtures.ts';
import { frameAt, planOf } from '../room/observe.ts';
import { untroubled } from '../screen/fake-outside.ts';

const START = 2_000_000;
const outside = {
  timer: new FakeTimer(),
  quit() {},
  suspend() {},
  draw() {},
  ...untroubled,
  hurry() {},
  copy: () => false,
  lastWords() {},
  nextPicture: async () => [],
};
const plan = planOf({
  refresh: '5s',
  checks: { q: { label: 'q', query: 'q', unit: 'count', at_most: 1000 } },
  rings: [{ id: 'ring0', name: 'Ring 0', checks: ['q'] }],
  infra: [{ id: 'g', label: 'G', items: [{ id: 'q', label: 'q', query: 'q', unit: 'count' }] }],
});

/** Two minutes, a frame every five seconds; the value is the position, and an alert fires from one minute on. */
const frames = Array.from({ length: 25 }, (_, i): Frame => {
  const position = i * 5;
  const alerts = position < 60 ? [] : [alert({ startsAt: millis((START + 60) * 1000) })];
  return {
    ...frameAt(START + position, { q: position }),
    alertmanagers: { am: succeeded({ alerts, silences: [], clockOffset: 0 }) },
  };
});
const file = await packTape({}, frames.map(createEncoder()));
const reel = await Reel.open(file, 'x.tape');
await reel.read();

function open(position = 0, speed = 1, { duration = 900, tape = reel } = {}) {
  const timer = new FakeTimer();
  const session = new TapeSession(
    plan,
    tape,
    timer,
    { position: seconds(position), speed, label: 'REPLAY' },
    (around) => {
      const acknowledger = new Acknowledger({
        members: [around.member],
        operator: 'alice',
        clock: around.clock,
        life: { duration: seconds(duration), max: seconds(3600) },
      });
      const { store: ringStore, journal, clock, room } = around;
      return new LiveOperations({ operator: 'alice', readOnly: null, acknowledger, ringStore, journal, clock, room });
    },
  );
  session.start();
  const value = () => {
    const reading = session.scene()?.room.infra[0]?.reading;
    return reading?.known ? reading.value : null;
  };
  /** What a key press on the screen asks for. */
  const act = async (effect: Effect) => {
    perform(effect, session, outside, () => {});
    await timer.pass(0);
  };
  return { timer, session, value, act };
}

describe('a tape', () => {
  test('shows the room as it was at its position, at once', () => {
    const { session, value } = open(30);
    expect(value()).toBe(30);
    expect(session.scene()?.room.at).toBe((START + 30) * 1000);
  });

  test('plays as fast as it is told', async () => {
    const { timer, session, value } = open(0, 10);
    await timer.pass(3);
    expect(value()).toBe(30);
    session.changeSpeed(2);
    await timer.pass(1.5);
    expect(value()).toBe(60);
  });

  test('goes back, and what came later is unknown again', () => {
    const { session, value } = open(90);
    session.seek(seconds(-60));
    expect(value()).toBe(30);
    expect(session.scene()?.room.alerts.list).toEqual([]);
    expect(
      session.scene()?.trends.slice(promql('q'), millis((START + 28) * 1000), millis((START + 88) * 1000), 4),
    ).toEqual([30, null, null, null]);
  });

  test('never leaves its ends', async () => {
    const { timer, session, value } = open(30);
    session.seek(seconds(-1000));
    expect(value()).toBe(0);
    session.seek(seconds(1000));
    await timer.pass(0);
    expect(value()).toBe(120);
  });

  test('moved back it knows where it had come to, goes back there, and is there once it was played so far', async () => {
    const { timer, session, value } = open(90);
    const left = () => {
      const playback = session.scene()?.playback;
      return playback?.kind === 'tape' ? playback.left : null;
    };
    expect(left()).toBeUndefined();
    session.view(millis((START + 60) * 1000));
    expect(value()).toBe(60);
    expect(left()).toBe(90);
    session.view(null);
    expect(value()).toBe(90);
    expect(left()).toBeUndefined();
    session.seek(seconds(-5));
    await timer.pass(6);
    expect(left()).toBeUndefined();
    session.view(millis(0));
    expect(session.scene()?.room.at).toBe(START * 1000);
    session.stop();
  });

  test('goes a long way in portions, between which keys are answered, and shows what it showed until it is there', async () => {
    const { timer, session, value } = open(0);
    const shown = session.scene()?.room;
    session.seek(seconds(115));
    expect(session.scene()?.room).toBe(shown);
    expect(session.scene()?.playback).toMatchObject({ position: 0, goingTo: 115 });
    await timer.pass(0);
    expect(value()).toBe(115);
    session.seek(seconds(-5));
    expect(session.scene()?.room.at).toBe((START + 115) * 1000);
    expect(session.scene()?.playback).toMatchObject({ position: 115, left: 115, goingTo: 110 });
    await timer.pass(0);
    expect(value()).toBe(110);
    expect(session.scene()?.playback).not.toHaveProperty('goingTo');
  });

  test('moved back it is where it was left again at once, on the way or arrived, and knows what was done since', async () => {
    const { timer, session, value } = open(115);
    await timer.pass(0);
    for (const arrives of [false, true]) {
      session.seek(seconds(-30));
      if (arrives) await timer.pass(0);
      expect(session.scene()?.playback).toMatchObject(arrives ? { position: 85 } : { position: 115, goingTo: 85 });
      if (arrives) {
        const [firing] = session.scene()?.room.alerts.list ?? [];
        await session.operations.acknowledge(firing ? [firing] : [], { note: 'mine' });
      }
      session.view(null);
      expect(value()).toBe(115);
      expect(session.scene()?.playback).not.toHaveProperty('goingTo');
      expect(session.scene()?.playback).not.toHaveProperty('left');
    }
    expect(session.scene()?.room.alerts.list).toMatchObject([{ ack: { note: 'mine' } }]);
    session.stop();
  });

  test('that only plays faster than it is judged is on no way', async () => {
    const dense = Array.from({ length: 121 }, (_, i) => frameAt(START + i, { q: i }));
    const tape = await Reel.open(await packTape({}, dense.map(createEncoder())), 'dense.tape');
    await tape.read();
    const { timer, session } = open(0, 120, { tape });
    const going = new Set<boolean>();
    session.subscribe(() => going.add('goingTo' in (session.scene()?.playback ?? {})));
    session.start();
    await timer.pass(3);
    session.stop();
    expect(going).toEqual(new Set([false]));
  });

  test('taken up where it was left it goes on as if it had never gone', async () => {
    const gone = open(0);
    const stayed = open(0);
    for (const { timer, session } of [gone, stayed]) {
      session.seek(seconds(115));
      await timer.pass(0);
    }
    gone.session.seek(seconds(-100));
    await gone.timer.pass(0);
    gone.session.seek(seconds(105));
    stayed.session.seek(seconds(5));
    for (const { timer } of [gone, stayed]) await timer.pass(0);
    expect(gone.session.scene()?.room).toEqual(stayed.session.scene()?.room);
    const whole = (one: typeof gone) =>
      one.session.scene()?.trends.slice(promql('q'), millis(START * 1000), millis((START + 120) * 1000), 24);
    expect(whole(gone)).toEqual(whole(stayed));
  });

  test('begins where that is found to be, with what is on the way shown till then and what was moved meanwhile kept', async () => {
    const { timer, session, value } = open(0);
    session.setPaused(true);
    session.beginAt(seconds(40));
    session.seek(seconds(10));
    session.beginAt(seconds(90));
    expect(value()).toBe(50);
    await timer.pass(0);
    expect(value()).toBe(100);
    expect(session.scene()?.playback).toMatchObject({ position: 100, length: 120, paused: true });
    session.seek(seconds(-20));
    session.beginAt(seconds(100));
    await timer.pass(0);
    expect(session.scene()?.playback).toMatchObject({ position: 90, left: 110 });
  });

  test('plays while it is still being read, says so, and does not take what was read for its end', async () => {
    const reading = await Reel.open(file, 'x.tape');
    const { timer, session, value } = open(0, 100, { tape: reading });
    await timer.pass(3);
    expect(value()).toBe(0);
    expect(session.scene()?.playback).toMatchObject({ position: 0, length: 0, paused: false, reading: true });
    await reading.read();
    await timer.pass(0.5);
    expect(value()).toBe(50);
    expect(session.scene()?.playback).toEqual(expect.not.objectContaining({ reading: true }));
  });

  test('stops at its end and begins again when told to go on', async () => {
    const { timer, session, value } = open(115);
    await timer.pass(20);
    expect(session.scene()?.playback).toMatchObject({ label: 'REPLAY', paused: true, position: 120 });
    session.setPaused(false);
    expect(value()).toBe(0);
  });

  test('paused it stands still', async () => {
    const { timer, session, value } = open(30);
    session.setPaused(true);
    await timer.pass(60);
    expect(value()).toBe(30);
  });

  test('lets an operator acknowledge in its own room, and shows who, until it is taken back', async () => {
    const { session, act } = open(70);
    session.setPaused(true);
    const newest = () => session.scene()?.room.alerts.list[0];
    const { state, fingerprint = '' } = newest() ?? {};
    expect(state).toBe('firing');
    await act({ kind: 'acknowledge', fingerprints: [fingerprint], note: 'looking' });
    expect(newest()).toMatchObject({ state: 'acknowledged', ack: { by: 'alice' } });
    expect(session.scene()?.room.journal).toMatchObject([{ act: 'acknowledge', by: 'alice', result: 'done' }]);
    await act({ kind: 'unacknowledge', fingerprints: [fingerprint] });
    expect(newest()?.state).toBe('firing');
  });

  test('keeps an acknowledgement alive while its alert fires', async () => {
    const { timer, session, act } = open(60, 1, { duration: 40 });
    await act({
      kind: 'acknowledge',
      fingerprints: [session.scene()?.room.alerts.list[0]?.fingerprint ?? ''],
      note: '',
    });
    for (let second = 60; second < 119; second++) {
      await timer.pass(1);
      expect(session.scene()?.room.alerts.list[0]?.state).toBe('acknowledged');
    }
  });

  test('shows a ring that was validated in its own room, and that it was revoked', async () => {
    const { session, act } = open(70);
    session.setPaused(true);
    const ring = () => session.scene()?.room.rings[0];
    await act({ kind: 'validate', ring: 'ring0', note: '' });
    expect(ring()?.validated).toMatchObject({ by: 'alice' });
    await act({ kind: 'revoke', ring: 'ring0', note: '' });
    expect(ring()?.validated).toBeNull();
  });

  test('tells whether an alert of its room fires', () => {
    const elsewhere = planOf({ alerts: { where: { system: 'another' } } });
    expect(frames.filter((frame) => isFiring(frame, elsewhere))).toEqual([]);
    expect(frames.findIndex((frame) => isFiring(frame, plan))).toBe(60 / 5);
  });
});
