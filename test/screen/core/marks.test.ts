import { describe, expect, it } from 'vitest';
import type { Incidents, JournalEntry } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { type Mark, marksOf } from '../../../src/screen/core/marks.ts';
import { type Millis, seconds } from '../../../src/units.ts';
import { ago, alert, alertsOf, ring } from '../room-parts.ts';
import { healthy } from '../rooms.ts';

const told = (marks: readonly Mark[]) => marks.map(({ at, kind, word }) => [kind, word, at]);

describe('what happened in a room', () => {
  it('is what was deployed, rolled back, validated and revoked, and which alerts began', () => {
    const entry = { by: 'ann', target: 'half', result: 'done', detail: '' } as const;
    const rings = [
      ring('canary', 'Canary', { deployedAt: ago(900) }),
      ring('half', 'Half', {
        state: 'rolled-back',
        because: { kind: 'rolled-back', at: ago(60) },
        deployedAt: null,
        deployments: [ago(4000), ago(500)],
      }),
    ];
    const journal = makeSafe<readonly JournalEntry[]>([
      { ...entry, act: 'validate', at: ago(300) },
      { ...entry, act: 'validate', at: ago(290), result: 'refused' },
      { ...entry, act: 'revoke', at: ago(200) },
      { ...entry, act: 'acknowledge', at: ago(100) },
    ]);
    const over = { name: 'ServiceDown', tier: 'P1', from: ago(700), end: ago(400), by: null } as const;
    const incidents = makeSafe<Incidents>({
      window: seconds(86_400),
      total: null,
      byTier: {},
      recent: [over],
      detail: '',
    });
    const alerts = makeSafe(alertsOf([alert('V2ErrorSpike', { startsAt: ago(120) })]));
    expect(told(marksOf({ rings, journal, alerts, incidents }))).toEqual([
      ['rollback', 'half rolled back', ago(60)],
      ['deploy', 'canary deployed', ago(900)],
      ['deploy', 'half deployed', ago(4000)],
      ['deploy', 'half deployed', ago(500)],
      ['alert', 'V2ErrorSpike', ago(120)],
      ['alert', 'ServiceDown', ago(700)],
      ['validation', 'half validated', ago(300)],
      ['validation', 'half revoked', ago(200)],
    ]);
  });

  it('is one where it happened to several rings at the same instant', () => {
    const gone = { state: 'rolled-back', because: { kind: 'rolled-back', at: ago(60) }, deployedAt: null } as const;
    const rings = [
      ring('canary', 'Canary', { ...gone, deployments: [ago(900)] }),
      ring('half', 'Half', { ...gone, deployments: [ago(500)] }),
    ];
    expect(told(marksOf({ ...healthy, rings })).slice(0, 3)).toEqual([
      ['rollback', 'canary, half rolled back', ago(60)],
      ['deploy', 'canary deployed', ago(900)],
      ['deploy', 'half deployed', ago(500)],
    ]);
  });

  it('is told of each region of a ring', () => {
    const region = { state: 'soaking', because: { kind: 'soak', unmet: [] }, soak: null, checks: [] } as const;
    const regionOf = (
      id: string,
      deployedAt: Millis | null,
      deployments = [deployedAt].filter((at) => at !== null),
    ) => ({
      ...region,
      id,
      deployedAt,
      deployments,
      goneAt: null,
    });
    const gone = {
      ...regionOf('ap', null, [ago(300)]),
      state: 'rolled-back',
      because: { kind: 'rolled-back', at: ago(60) },
      goneAt: ago(60),
    } as const;
    const regions = {
      pass: 2,
      cancelOnFail: false,
      list: [regionOf('eu', ago(900)), regionOf('us', ago(600)), gone],
    } as const;
    const rings = [ring('half', 'Half', { regions })];
    expect(told(marksOf({ ...healthy, rings })).slice(0, 4)).toEqual([
      ['rollback', 'half ap rolled back', ago(60)],
      ['deploy', 'half eu deployed', ago(900)],
      ['deploy', 'half us deployed', ago(600)],
      ['deploy', 'half ap deployed', ago(300)],
    ]);
  });
});
