import { describe, expect, test } from 'vitest';
import { answerGate } from '../../../src/commands/gate/answer.ts';
import { History } from '../../../src/frames/history.ts';
import { toSnapshot } from '../../../src/report/snapshot.ts';
import { buildRoom } from '../../../src/room/build.ts';
import { RingProgress } from '../../../src/room/rings/events.ts';
import type { RingRecords } from '../../../src/room/room.ts';
import { millis } from '../../../src/units.ts';
import { picture } from '../../screen/picture.ts';
import { sceneOf } from '../../screen/rooms.ts';
import { type Answer, frameAt, planOf } from '../observe.ts';
import { worded } from '../worded.ts';

const plan = planOf({
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  traffic: { requests: 'requests{version="$version"}' },
  checks: { errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.01 } },
  rings: [
    { id: 'canary', name: 'Canary', deployed: 'deployed{ring="$ring"}', checks: ['errors'] },
    { id: 'half', name: 'Half', after: ['canary'], deployed: 'deployed{ring="$ring"}', checks: ['errors'] },
  ],
});

/** A rollout that was taken back after 60 s: what is left of V2, and whether the canary was validated. */
function takenBack(end: Answer, left: number, errors: Answer, records: RingRecords = {}, at = 1180, again = Infinity) {
  const history = new History(plan);
  const progress = new RingProgress();
  const ledger = { records, journal: [], error: null };
  const look = (now: number) => buildRoom(plan, history, ledger, millis(now * 1000));
  for (let now = 1000; now <= at; now += 5) {
    const deployed: Answer = now <= 1060 ? 1000 : end;
    history.extend(
      frameAt(now, {
        'deployed{ring="canary"}': deployed,
        'deployed{ring="half"}': now >= again ? again : [],
        'requests{version="v1"}': 100 - left,
        'requests{version="v2"}': left,
        errors,
      }),
    );
    progress.observe(look(now));
  }
  return { room: look(at), progress };
}

describe('a ring that was rolled back', () => {
  test.each([
    ['its series ended', []],
    ['its start is zero', 0],
  ] as const)('says so, and what is left of V2, where %s', (_, end) => {
    const { room } = takenBack(end, 41.8, 0.07);
    expect(worded(room).rings[0]).toMatchObject({
      state: 'rolled-back',
      reason: 'rolled back 2m ago; V2 still gets 41.8 % of the traffic, error rate 7.00 %',
    });
    expect(room.rings[1]?.state).toBe('waiting');
    expect(room.state).toBe('fail');
    expect(worded(room).headline).toContain('canary rolled back');
    const text = picture(sceneOf(room));
    expect(text).toContain('ROLLED BACK');
    expect(text).toContain('V2 still gets 41.8 %');
    expect(picture(sceneOf(room), undefined, { columns: 100, rows: 30 })).toMatch(/canary.*V2 still gets 41\.8 %/);
    expect(toSnapshot(room).rings[0]?.state).toBe('rolled-back');
  });

  test('only warns once nothing of V2 is left', () => {
    const { room } = takenBack([], 0, []);
    expect(worded(room).rings[0]?.reason).toBe('rolled back 2m ago; V2 no longer gets any traffic');
    expect(room.state).toBe('warn');
  });

  test('may not be validated, not even against the evidence, nor deployed behind though it was validated', () => {
    const { room } = takenBack([], 0, 0.001, { canary: { by: 'alice', at: millis(1_050_000) } });
    expect(answerGate(room, 'half', 'deploy')).toMatchObject({
      exit: 1,
      reasons: [{ text: 'canary: rolled back 2m ago; V2 no longer gets any traffic' }],
    });
    expect(answerGate(takenBack([], 0, 0.001).room, 'canary', 'validate').exit).toBe(1);
  });

  test('begins anew when it is deployed again', () => {
    const { room, progress } = takenBack([], 5, 0.001);
    expect(room.rings[0]?.state).toBe('rolled-back');
    const again = { ...room, rings: room.rings.map((ring) => ({ ...ring, state: 'ready' as const })) };
    expect(progress.observe(again)).toMatchObject([
      { ring: { id: 'canary' }, state: 'ready' },
      { ring: { id: 'half' } },
    ]);
  });

  test('waits for its turn once something is deployed after it', () => {
    const { room } = takenBack([], 10, 0.001, {}, 1180, 1100);
    expect(room.rings).toMatchObject([{ state: 'waiting' }, { state: expect.not.stringMatching('rolled-back') }]);
    expect(worded(room).headline).not.toContain('rolled back');
    // What it was, charts still tell.
    expect(room.rings[0]).toMatchObject({ deployedAt: null, deployments: [1_000_000], goneAt: 1_060_000 });
  });

  test('is still known to have been deployed, each time that its past tells of', () => {
    const { room } = takenBack(0, 10, 0.001);
    expect(room.rings[0]).toMatchObject({ deployedAt: null, deployments: [1_000_000], goneAt: 1_060_000 });
    const later = takenBack(1070, 10, 0.001, {}, 1180).room.rings[0];
    // What came so soon after it is a part of the same deployment.
    expect(later).toMatchObject({ deployedAt: 1_070_000, deployments: [1_070_000], goneAt: null });
    const much = takenBack(1400, 10, 0.001, {}, 1500).room.rings[0];
    expect(much).toMatchObject({ deployedAt: 1_400_000, deployments: [1_000_000, 1_400_000], goneAt: null });
  });

  test('is waiting as before where it never was deployed', () => {
    expect(takenBack([], 5, 0.001, {}, 1000).room.rings[1]?.state).toBe('waiting');
  });
});
