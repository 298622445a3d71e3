import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tapesFolder } from '../../src/assets.ts';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { buildRoom, type Ledger, RoomBuilder } from '../../src/room/build.ts';
import type { JournalEntry } from '../../src/room/journal.ts';
import type { Room } from '../../src/room/shown.ts';
import { addSeconds, type Millis, seconds } from '../../src/units.ts';
import { unpackTape } from '../../stack/unpack-tape.ts';
import { framesOf, ledger, plan, stretch } from './worlds.ts';

const file = `${tapesFolder}/demo.tape`;
const tape = await unpackTape(await readFile(file), file);
const tapePlan = buildPlan(profileSchema.parse(tape.profile));

const KEYS = ['alerts', 'infra', 'comparison', 'traffic', 'patterns', 'sources', 'journal', 'silences'] as const;

/** What an operator did to the first alert and the first ring of a frame, some time ago. */
function ledgerAt({ at, alertmanagers }: Frame): Ledger {
  const [view] = Object.values(alertmanagers);
  const alert = view?.ok ? view.value.alerts[0] : undefined;
  const entry = (act: JournalEntry['act'], ago: number): JournalEntry => ({
    at: addSeconds(at, seconds(-ago)),
    by: 'alice',
    act,
    target: alert?.labels.alertname ?? '',
    ...(alert && { fingerprint: alert.fingerprint }),
    result: 'done',
    detail: '',
  });
  return { records: {}, error: null, journal: [entry('claim', 24 * 3600 - 20), entry('release', 10)] };
}

describe('rooms that follow each other', () => {
  test('say what one built from nothing does, at any time of a tape', () => {
    const time = fc.record({
      frames: fc.integer({ min: 0, max: 12 }),
      pause: fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 40 * 60_000 })),
      acts: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(time, { minLength: 3, maxLength: 6 }), (times) => {
        const history = new History(tapePlan);
        const rooms = new RoomBuilder(tapePlan);
        let next = 0;
        let known: Ledger = { records: {}, error: null, journal: [] };
        for (const { frames, pause, acts } of times) {
          for (const frame of tape.frames.slice(next, next + frames)) history.extend(frame);
          next = Math.min(next + frames, tape.frames.length - 1);
          const frame = tape.frames[Math.max(0, next - 1)];
          if (!frame) return;
          if (acts) known = ledgerAt(frame);
          for (const later of [0, pause, pause + 1000]) {
            const now = (frame.at + later) as Millis;
            expect(JSON.stringify(rooms.build(history, known, now))).toBe(
              JSON.stringify(buildRoom(tapePlan, history, known, now)),
            );
          }
        }
      }),
      { numRuns: 4 },
    );
  });

  test('say it whatever servers answer and operators do, forwards and backwards in time', () => {
    const steps = fc.array(
      fc.record({
        stretch,
        ledger,
        times: fc.array(fc.integer({ min: 0, max: 4_000_000 }), { minLength: 1, maxLength: 4 }),
      }),
      { minLength: 2, maxLength: 4 },
    );
    fc.assert(
      fc.property(steps, (given) => {
        const history = new History(plan);
        const rooms = new RoomBuilder(plan);
        const frames = framesOf(given.map((one) => one.stretch));
        let next = 0;
        for (const { stretch, ledger, times } of given) {
          for (const frame of frames.slice(next, next + stretch.frames)) history.extend(frame);
          next += stretch.frames;
          for (const later of times) {
            const now = ((frames[next - 1]?.at ?? 0) + later) as Millis;
            expect(JSON.stringify(rooms.build(history, ledger, now))).toBe(
              JSON.stringify(buildRoom(plan, history, ledger, now)),
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('hold the same objects while nothing but the time changed', () => {
    const history = new History(tapePlan);
    const rooms = new RoomBuilder(tapePlan);
    const frames = tape.frames.slice(0, 120);
    for (const frame of frames) history.extend(frame);
    const known: Ledger = { records: {}, error: null, journal: [] };
    const at = (later: number): Room =>
      rooms.build(history, known, addSeconds(frames.at(-1)?.at as Millis, seconds(later)));
    const before = at(0.1);
    const after = at(1.1);
    expect(after.at).not.toBe(before.at);
    for (const key of KEYS) expect(after[key], key).toBe(before[key]);
    // A soak goes on, or stands still for longer; nothing else of a ring does.
    for (const [i, ring] of after.rings.entries()) expect(ring.checks).toBe(before.rings[i]?.checks);
  });

  test('hold the same objects where another frame says the same', () => {
    const history = new History(plan);
    const rooms = new RoomBuilder(plan);
    const known: Ledger = { records: {}, error: null, journal: [] };
    fc.assert(
      fc.property(stretch, (one) => {
        const [first] = framesOf([one]);
        if (!first) return;
        history.extend(first);
        const before = rooms.build(history, known, first.at);
        history.extend(structuredClone(first));
        const after = rooms.build(history, known, first.at);
        for (const key of KEYS) expect(after[key], key).toBe(before[key]);
      }),
      { numRuns: 40 },
    );
  });
});
