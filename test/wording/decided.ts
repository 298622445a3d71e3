import fc from 'fast-check';
import { answerGate } from '../../src/commands/gate/answer.ts';
import { decideRevoke, decideValidate, decideWithdraw } from '../../src/operations/rings/decisions.ts';
import { meanwhile, withNews } from '../../src/operations/rings/meanwhile.ts';
import { roomFamilies } from '../../src/report/metrics.ts';
import { judgeAttempt } from '../../src/room/rings/attempt.ts';
import { RingProgress } from '../../src/room/rings/events.ts';
import { evidenceFor, isTold } from '../../src/room/rings/evidence.ts';
import type { RingRecords, Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { outlookOf } from '../../src/screen/dialogs/validate/outlook.ts';
import type { Millis } from '../../src/units.ts';
import { headline } from '../../src/wording/headline.ts';
import { ringReason } from '../../src/wording/rings.ts';
import { CountedRoom, type Rollout } from '../room/counted.ts';
import { OPERATOR, world } from '../room/worlds.ts';
import { hands } from '../screen/hands.ts';
import { healthy, ROOMS, team } from '../screen/rooms.ts';

/*
 * What is decided over many rooms, and what is said of some: a module of its own, so that a test can load it anew with
 * other words.
 */

interface Seen {
  readonly room: Room;
  readonly records: RingRecords | null;
  readonly now: Millis;
}

const ROLLOUTS: readonly Rollout[] = [
  {},
  { e2: 0.03 },
  { pods1: 1, e2: 0.03 },
  { begun: false },
  { fault: { kind: 'one-pod-down', from: 100 } },
  { fault: { kind: 'partial', from: 100 } },
  { fault: { kind: 'prometheus', from: 100 } },
];

/** Nothing stands against ring1 but that its operator asked for it. */
const asked: Room = {
  ...team,
  alerts: healthy.alerts,
  rings: team.rings.map((ring) => ({
    ...ring,
    after: [],
    hold: null,
    checks: [],
    approval: ring.approval && { ...ring.approval, by: OPERATOR },
  })),
};

/** Rooms over worlds of every kind, built anew each time. */
function* rooms(): Generator<Seen> {
  for (const { room, ledger, now } of fc.sample(world, { seed: 7, numRuns: 60 }))
    yield { room, records: ledger.records, now };
  for (const rollout of ROLLOUTS) {
    const counted = new CountedRoom(rollout);
    for (let now = 5; now <= 485; now += 10) {
      const room = counted.look(now);
      if (now % 120 === 5) yield { room, records: {}, now: room.at };
    }
  }
  for (const room of [...Object.values(ROOMS), asked]) yield { room, records: {}, now: room.at };
}

/** What an operator's act comes to, but for what is said of it. */
function acted(decision: ReturnType<typeof decideValidate>) {
  const { act, result, refusals } = decision;
  const reasons = result.reasons?.map(({ kind, overridable }) => [kind, overridable]);
  return { act: [act.record.act, act.record.result, act.change], result: result.result, reasons, refusals };
}

/** Everything that is decided on a room, without a word of it. */
function decided({ room, records, now }: Seen) {
  const ledger = records && { records, journal: [] };
  return {
    room,
    metrics: roomFamilies(room, { profile: 'p', version: '1' }),
    rings: room.rings.map((ring) => {
      const request = { ringId: ring.id, by: OPERATOR, note: 'so', now };
      const validated = ledger && decideValidate(ledger, room, request);
      const news = ledger && meanwhile(ring, room, { ...ledger, records: {} }, now);
      const evidence = evidenceFor(room, ring.id);
      const standing = outlookOf(room, ring.id, OPERATOR);
      return {
        gates: (['deploy', 'validate'] as const).map((purpose) => {
          const { exit, answer, reasons } = answerGate(room, ring.id, purpose);
          return [exit, answer, reasons.map(({ kind }) => kind)];
        }),
        attempts: [undefined, 'the sensor is broken'].map((override) =>
          judgeAttempt(room, ring.id, { operator: OPERATOR, override }),
        ),
        validated: validated && acted(validated),
        overridden: ledger && acted(decideValidate(ledger, room, { ...request, override: 'the sensor is broken' })),
        withdrawn: ledger && acted(decideWithdraw(ledger, room, request)),
        revoked: ledger && acted(decideRevoke(ledger, request)),
        news,
        isNewsTold: validated && news && withNews(validated, news, now) !== validated,
        evidence,
        untold: evidence?.missing.filter((missing) => !isTold(missing, standing?.refusals ?? [])),
        standing: standing && { ...standing, reasons: standing.reasons.length },
      };
    }),
  };
}

/** What is decided in each of many rooms, one after the other. */
export function decidedInAll() {
  const progress = new RingProgress();
  return [...rooms()].map((seen) => ({ ...decided(seen), events: progress.observe(seen.room) }));
}

export const NAMES = Object.keys(ROOMS);

function roomOf(name: string) {
  const room = ROOMS[name as keyof typeof ROOMS];
  if (!room) throw new Error(`there is no room "${name}"`);
  return room;
}

/** Two sentences of a room: its headline, and why its second ring is as it is. */
export function saidIn(name: string): readonly string[] {
  const room = roomOf(name);
  return [headline(room), ...room.rings.slice(1, 2).map((ring) => ringReason(ring, room))];
}

const KEYS = ['1', 'v', 'enter', 'esc', 'j', 'v', 'o', 'v', 'esc', 'a', 'enter', 'esc', 'X', 'esc'];

/** What keys open and ask for in a room, but for what is copied. */
export function pressedIn(name: string) {
  const { press, state, effects } = hands(makeSafe(roomOf(name)));
  const opened = KEYS.map((key) => {
    press(key);
    const { dialog, views, focus } = state();
    return [dialog?.kind, dialog && 'stage' in dialog && dialog.stage.kind, views.length, focus];
  });
  return { opened, effects: [...effects].filter(({ kind }) => kind !== 'copy') };
}
