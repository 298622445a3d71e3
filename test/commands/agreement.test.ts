import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerGate, gateText } from '../../src/commands/gate/answer.ts';
import { ringList, ringReport, ringReportRecord } from '../../src/commands/ring/report.ts';
import { decideValidate } from '../../src/operations/rings/decisions.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import type { Room } from '../../src/room/room.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { initialState } from '../../src/screen/core/state.ts';
import { update } from '../../src/screen/core/update.ts';
import { ringWord } from '../../src/screen/panels/parts.ts';
import { seconds } from '../../src/units.ts';
import { ringReason } from '../../src/wording/rings.ts';
import { OPERATOR, RINGS, world } from '../room/worlds.ts';
import { painted } from '../screen/picture.ts';
import { sceneOf } from '../screen/rooms.ts';

/** The screen of an operator who selects a ring and presses the key that validates. */
function screenOf(room: Room, ring: string): { readonly text: string; readonly says: string } {
  const scene = sceneOf(room);
  const world = {
    scene,
    keymap: DEFAULT_KEYMAP,
    themes: ['dark'],
    readOnly: null,
    operator: OPERATOR,
    now: room.at,
    countdown: seconds(5),
    screenful: 10,
    scrollEnd: () => 0,
    pageWidth: 100,
    localZone: 'UTC',
    dialogsFit: true,
    logs: null,
  };
  const start = { ...initialState('dark'), focus: 'rings' as const, cursors: { rings: ring } };
  const { state } = update(start, { type: 'action', action: 'validate', index: 0 }, world);
  const text = painted(scene, state, { columns: 200, rows: 60, operator: OPERATOR, themes: [] });
  return { text, says: state.flash?.text ?? '' };
}

const nobodyElse = (room: Room, id: string) =>
  room.rings
    .find((ring) => ring.id === id)
    ?.approval?.by.trim()
    .toLowerCase() === OPERATOR;

test('over random worlds the gate, the act, the lists and the report never disagree', () => {
  const seen = { validate: new Set<number>(), deploy: new Set<number>(), states: new Set<string>() };
  fc.assert(
    fc.property(world, ({ room, ledger, now }) => {
      const listed = new Map(
        ringList(room)
          .trimEnd()
          .split('\n')
          .map((line) => line.split(/ {2,}/).slice(0, 2) as [string, string]),
      );
      const published = new Map(toSnapshot(room).rings.map((ring) => [ring.id, ring]));
      for (const ring of room.rings) {
        const { id } = ring;
        // One state, in every list.
        expect(listed.get(id)).toBe(ring.state);
        expect(published.get(id)).toMatchObject({
          state: ring.state,
          reason: ringReason(ring, room),
          approvals: ring.approvals,
        });
        seen.states.add(ring.state);

        // May it be validated? The gate, the report and the act itself.
        const gate = answerGate(room, id, 'validate');
        seen.validate.add(gate.exit);
        const reasons = gate.reasons.map(({ text }) => text);
        const report = ringReportRecord(room, ring, OPERATOR);
        const own = report.refusals.filter(({ text }) => !reasons.includes(text));
        expect(report.refusals.filter((refusal) => !own.includes(refusal)).map(({ text }) => text)).toEqual(reasons);
        expect(own.length).toBe(ring.approvals === 2 && ring.validated === null && nobodyElse(room, id) ? 1 : 0);
        for (const { text } of report.refusals.filter(() => ring.validated === null))
          expect(ringReport(room, ring, OPERATOR)).toContain(text);
        for (const text of reasons) expect(gateText(gate)).toContain(text);
        if (gate.exit === 0) expect(ring.state).toBe('ready');
        // What is called ready is held up by what is not its own alone: the rings before it, or a server that is silent.
        if (ring.state === 'ready')
          for (const text of reasons)
            expect(text).toMatch(
              /^\w+ is not validated$|^Prometheus has no current data|^P0 \w+ is firing|^(not all )?alerts are (not )?known|^ga: up: budget left /,
            );
        if (ring.state === 'failing') expect(gate.exit).toBe(1);
        if (ledger.records !== null) {
          const state = { records: ledger.records, journal: ledger.journal };
          const { act, result } = decideValidate(state, room, { ringId: id, by: OPERATOR, note: '', now });
          expect(result.result === 'refused').toBe(gate.exit !== 0 || own.length > 0);
          if (result.result === 'refused')
            expect(result.reasons?.map(({ text }) => text)).toEqual(report.refusals.map(({ text }) => text));
          expect(act.change !== undefined).toBe(result.result === 'done');
        }

        // May it be deployed to? Only behind rings that every list calls validated.
        const deploy = answerGate(room, id, 'deploy');
        seen.deploy.add(deploy.exit);
        const before = room.rings.filter((other) => ring.after.includes(other.id));
        if (deploy.exit === 0) expect(before.map(({ state }) => state)).toEqual(before.map(() => 'validated'));
        for (const { id, validated } of before) {
          const told = deploy.reasons.some(({ text }) => text === `${id} is not validated`);
          expect(told).toBe(validated === null && ledger.records !== null);
        }
      }
    }),
    { numRuns: 1500 },
  );
  // The worlds are not all alike.
  expect([...seen.validate].toSorted()).toEqual([0, 1, 2, 3]);
  expect([...seen.deploy].toSorted()).toEqual([0, 1, 2, 3]);
  expect(seen.states.size).toBe(8);
});

test('over random worlds the screen shows the same states, and refuses exactly what the gate refuses', () => {
  fc.assert(
    fc.property(world, fc.constantFrom(...RINGS), ({ room }, id) => {
      const { text, says } = screenOf(room, id);
      const gate = answerGate(room, id, 'validate');
      const refuses = text.includes('REFUSED') || says !== '';
      if (gate.exit === 0 && nobodyElse(room, id)) expect(text).toContain('WAITS');
      else expect(refuses).toBe(gate.exit !== 0);
      const [first] = gate.reasons;
      if (first) expect(`${text.replaceAll(/\s+/g, ' ')}${says}`).toContain(first.text.slice(0, 40));
      for (const ring of room.rings) expect(text).toContain(ringWord(ring.state));
    }),
    { numRuns: 60 },
  );
});
