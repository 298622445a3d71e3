import { describe, expect, test } from 'vitest';
import { roomFamilies } from '../../src/report/metrics.ts';
import { snapshotSchema } from '../../src/report/schema/snapshot.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { DOWN } from '../room/observe.ts';
import { covered, LEFT, room, SLO, WELL } from '../room/slos/slo-room.ts';

const PROFILE = {
  refresh: '1m',
  slos: [SLO],
  slas: [{ id: 'p95', query: 'p95[$window]', unit: 'seconds', at_most: 0.1, window: '1d' }],
  checks: { errors: { label: 'errors', query: 'e', unit: 'ratio', at_most: 1 } },
  rings: [{ id: 'r0', name: 'R', deployed: 'd', checks: ['errors'], budget: { at_least: 0.7 } }],
};
const at = (left: number, p95: number) => ({
  ...WELL,
  [LEFT]: left,
  'bad[1h]': 0.002,
  'p95[1d]': p95,
  [covered(1)]: 900,
  e: 0,
  d: 1000,
});
const recovering = room(PROFILE, [
  [6000, at(0.6, 0.2)],
  [6060, at(0.6, 0.05)],
]);

describe('a snapshot with objectives and agreements', () => {
  test('has them in the published form', () => {
    const snapshot = snapshotSchema.parse(toSnapshot(recovering));
    expect(snapshot.slos).toMatchObject([
      {
        id: 'up',
        objective: 0.999,
        windowSeconds: 2_592_000,
        state: 'ok',
        good: expect.closeTo(0.9996, 9),
        budgetLeft: 0.6,
        runsOutSeconds: expect.closeTo(777_600, 3),
        burn: {
          fast: {
            factor: 14.4,
            burning: 'no',
            windows: [
              { seconds: 300, rate: 0 },
              { seconds: 3600, rate: 2 },
            ],
          },
          slow: { factor: 6, burning: 'no' },
        },
      },
    ]);
    expect(snapshot.slas).toEqual([
      {
        id: 'p95',
        label: 'p95',
        slo: null,
        windowSeconds: 86_400,
        coveredSeconds: 900,
        unit: 'seconds',
        value: 0.05,
        limit: 0.1,
        direction: 'at-most',
        state: 'fail',
        standing: 'recovering',
        since: '1970-01-01T01:40:00.000Z',
        recoveredAt: '1970-01-01T01:56:00.000Z',
        sentence:
          'p95 is 50 ms in the 15m of 1d that there is data for, back within its target for 0s; it counts as kept again after 15m',
      },
    ]);
    expect(snapshot.rings[0]?.budgets).toMatchObject([{ id: 'up', value: 0.6, limit: 0.7, state: 'fail' }]);
  });

  test('says why what is not known is not', () => {
    const [slo] = toSnapshot(room({ slos: [SLO] }, [[10, { ...WELL, [LEFT]: DOWN, 'bad[6h]': [] }]])).slos ?? [];
    expect(slo).toMatchObject({ good: null, budgetLeft: null, reason: 'query-error: connection refused' });
    expect(slo?.burn.slow.windows[1]).toMatchObject({ rate: null, reason: expect.stringMatching(/^no-series/) });
  });

  test('is as before where the profile has none', () => {
    const snapshot = toSnapshot(room({}, [[10, {}]]));
    expect(Object.keys(snapshot)).not.toContain('slos');
    expect(Object.keys(snapshot)).not.toContain('slas');
  });
});

describe('metrics of objectives and agreements', () => {
  const read = (of: typeof recovering) =>
    roomFamilies(of, { profile: 'shop', version: '1' })
      .filter(({ name }) => /^ringdeck_sl[oa]/.test(name))
      .flatMap(({ name, samples }) =>
        samples
          .filter(({ value, labels }) => value !== 0 || labels.state === undefined)
          .map(({ labels: { profile: _, ...labels }, value }) => `${name} ${Object.values(labels).join(' ')} ${value}`),
      );

  test('tell what is known', () => {
    expect(read(recovering)).toEqual([
      'ringdeck_slo_state up ok 1',
      'ringdeck_slo_objective_ratio up 0.999',
      'ringdeck_slo_budget_left_ratio up 0.6',
      'ringdeck_slo_window_covered_seconds up 2592000',
      'ringdeck_slo_burn_rate up 5m 0',
      'ringdeck_slo_burn_rate up 1h 2',
      'ringdeck_slo_burn_rate up 30m 0',
      'ringdeck_slo_burn_rate up 6h 0',
      expect.stringMatching(/^ringdeck_slo_budget_runs_out_seconds up 7776/),
      'ringdeck_sla_state p95 fail 1',
      'ringdeck_sla_value p95 seconds 0.05',
      'ringdeck_sla_window_covered_seconds p95 900',
    ]);
  });

  test('have no sample of what is not', () => {
    const silent = room({ slos: [SLO] }, [[10, { [LEFT]: DOWN }]]);
    expect(read(silent)).toEqual(['ringdeck_slo_state up unknown 1', 'ringdeck_slo_objective_ratio up 0.999']);
  });
});
