import { describe, expect, test } from 'vitest';
import { answerGate, gateText } from '../../../src/commands/gate/answer.ts';
import { ringReport } from '../../../src/commands/ring/report.ts';
import type { Frame, SourceReport } from '../../../src/frames/frame.ts';
import { History } from '../../../src/frames/history.ts';
import { roomFamilies } from '../../../src/report/metrics.ts';
import { snapshotSchema } from '../../../src/report/schema/snapshot.ts';
import { toSnapshot } from '../../../src/report/snapshot.ts';
import { buildRoom } from '../../../src/room/build.ts';
import { blockersOf, type RingRegions, stateByRegions, together } from '../../../src/room/rings/regions.ts';
import type { RingState, Room } from '../../../src/room/room.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import { millis, seconds } from '../../../src/units.ts';
import { answer, DOWN, planOf } from '../observe.ts';

const regionsOf = (states: readonly RingState[], pass: number, cancelOnFail: boolean): RingRegions => {
  const [first, ...others] = states.map((state, i) => ({
    id: `r${i}`,
    state,
    because: state === 'ready' ? ({ kind: 'soaked', unmet: [] } as const) : ({ kind: 'checks' } as const),
    deployedAt: null,
    deployments: [],
    goneAt: null,
    soak: null,
    checks: [],
  }));
  if (!first) throw new Error('a ring has one region at least');
  return { pass, cancelOnFail, list: [first, ...others] };
};

describe('regions make one ring:', () => {
  test.each<[readonly RingState[], number, boolean, RingState, readonly string[]]>([
    [['ready', 'ready'], 2, true, 'ready', []],
    [['ready', 'soaking'], 2, true, 'soaking', ['r1']],
    [['ready', 'waiting'], 2, true, 'deploying', ['r1']],
    [['waiting', 'waiting'], 2, true, 'waiting', ['r0', 'r1']],
    [['ready', 'deploying'], 2, true, 'deploying', ['r1']],
    [['ready', 'unknown'], 2, true, 'unknown', ['r1']],
    [['ready', 'failing'], 2, true, 'failing', ['r1']],
    [['unknown', 'failing'], 2, true, 'failing', ['r0', 'r1']],
    [['rolled-back', 'rolled-back'], 2, true, 'rolled-back', ['r0', 'r1']],
    [['ready', 'rolled-back'], 2, true, 'failing', ['r1']],
    [['ready', 'soaking'], 1, true, 'ready', []],
    [['ready', 'waiting', 'ready'], 2, true, 'ready', []],
    [['ready', 'ready', 'failing'], 2, true, 'failing', ['r2']],
    [['ready', 'ready', 'unknown'], 2, true, 'unknown', ['r2']],
    [['ready', 'ready', 'failing'], 2, false, 'ready', []],
    [['ready', 'ready', 'unknown'], 2, false, 'ready', []],
    [['ready', 'failing', 'failing'], 2, false, 'failing', ['r1', 'r2']],
    [['ready', 'failing', 'soaking'], 2, false, 'soaking', ['r1', 'r2']],
    [['ready', 'failing', 'unknown'], 2, false, 'unknown', ['r1', 'r2']],
  ])('%j of which %i must pass, a failure stops all: %s, is %s', (states, pass, cancel, state, blockers) => {
    const regions = regionsOf(states, pass, cancel);
    expect(stateByRegions(regions, false).state).toBe(state);
    expect(blockersOf(regions).map(({ id }) => id)).toEqual(blockers);
    expect(together(regions) === 'passes').toBe(state === 'ready');
  });

  test('what was validated stands as long as enough of them pass', () => {
    expect(stateByRegions(regionsOf(['validated', 'validated'], 2, true), true).state).toBe('validated');
    expect(stateByRegions(regionsOf(['validated', 'failing'], 2, true), true).state).toBe('failing');
    expect(stateByRegions(regionsOf(['validated', 'unknown'], 1, false), true).state).toBe('validated');
  });
});

const NOW = 100_000;
/** What one region answers: errors, and whether the ring is deployed there; or why it does not answer. */
type Region = { readonly errors: number; readonly deployed: boolean } | 'down';

const profile = (regions: object) =>
  planOf({
    datasources: {
      prometheus: [
        { id: 'eu', url: 'http://127.0.0.1:1' },
        { id: 'us', url: 'http://127.0.0.1:2' },
      ],
    },
    checks: { errors: { label: 'error rate', query: 'errors{ring="$ring"}', unit: 'ratio', at_most: 0.01 } },
    rings: [
      { id: 'canary', name: 'Canary', soak: '1m', deployed: 'at{ring="$ring"}', checks: ['errors'], regions },
      { id: 'all', name: 'Everybody', after: ['canary'], server: 'eu', deployed: 'at', checks: ['errors'] },
    ],
  });

/** The room after both regions answered so for ten minutes, and now as given. */
function roomOf(regions: object, eu: Region, us: Region, validated = false): Room {
  const plan = profile(regions);
  const history = new History(plan);
  for (let at = NOW - 600; at <= NOW; at += 5) {
    const report = (id: string, region: Region): SourceReport => ({
      id,
      kind: 'prometheus',
      outcome: region === 'down' ? failed(DOWN) : succeeded({ latency: seconds(0.01) }),
    });
    const queries = plan.instant.map((expr): Frame['queries'][number] => {
      const region = expr.server === 'us' ? us : eu;
      if (region === 'down') return { expr, outcome: failed(DOWN) };
      if (expr.text.startsWith('at')) {
        const isCanary = expr.text.includes('canary');
        return { expr, outcome: answer(region.deployed && isCanary ? NOW - 600 : []) };
      }
      return { expr, outcome: answer(region.deployed ? region.errors : []) };
    });
    const sources = [report('eu', eu), report('us', us)];
    history.extend({ at: millis(at * 1000), queries, backfills: [], alertmanagers: {}, sources });
  }
  const records = validated ? { canary: { by: 'alice', at: millis((NOW - 1) * 1000) } } : {};
  return buildRoom(plan, history, { records, error: null, journal: [] }, millis(NOW * 1000));
}

const soaking = (region: string) =>
  `canary in ${region} is still soaking: 0s of 1m, 1m left, paused 2m ago: error rate is 5.00 %, at most 1.00 % is allowed`;
const well = { errors: 0.001, deployed: true } as const;
const ill = { errors: 0.05, deployed: true } as const;
const absent = { errors: 0, deployed: false } as const;

describe('the gate of a ring across regions', () => {
  test.each<[string, object, Region, Region, number, readonly string[]]>([
    ['passes when each does', {}, well, well, 0, []],
    [
      'says which region is missing',
      {},
      well,
      'down',
      3,
      ['region us of canary is missing: Prometheus us has no current data: connection refused'],
    ],
    [
      'says which region fails',
      {},
      well,
      ill,
      1,
      ['canary: error rate (us) is 5.00 %, at most 1.00 % is allowed', soaking('us')],
    ],
    ['waits for a region to which it was not deployed', {}, well, absent, 2, ['canary in us: not deployed yet']],
    ['passes with enough of them, though one is not deployed', { pass: 1 }, well, absent, 0, []],
    [
      'is stopped by one that fails though enough pass',
      { pass: 1 },
      well,
      ill,
      1,
      ['canary: error rate (us) is 5.00 %, at most 1.00 % is allowed', soaking('us')],
    ],
    [
      'is stopped by one that may fail, for all that is known',
      { pass: 1 },
      well,
      'down',
      3,
      ['region us of canary is missing: Prometheus us has no current data: connection refused'],
    ],
    ['is not, where failures elsewhere stop nothing', { pass: 1, cancel_on_fail: false }, well, ill, 0, []],
    ['nor by one that is silent then', { pass: 1, cancel_on_fail: false }, well, 'down', 0, []],
    [
      'is told all that stands in the way',
      {},
      ill,
      'down',
      1,
      [
        'canary: error rate (eu) is 5.00 %, at most 1.00 % is allowed',
        soaking('eu'),
        'region us of canary is missing: Prometheus us has no current data: connection refused',
      ],
    ],
  ])('%s', (_, regions, eu, us, exit, reasons) => {
    const gate = answerGate(roomOf(regions, eu, us), 'canary', 'validate');
    expect([gate.exit, gate.reasons.map(({ text }) => text)]).toEqual([exit, reasons]);
    // The next ring is deployed to on the word of this one: the answer is the same once it is validated.
    const next = answerGate(roomOf(regions, eu, us, true), 'all', 'deploy');
    expect(next.exit).toBe(exit === 2 ? 0 : exit);
  });

  test('names each region in JSON', () => {
    const gate = answerGate(roomOf({}, well, 'down'), 'canary', 'validate');
    expect(gate.regions).toEqual([
      { ring: 'canary', region: 'eu', state: 'ready', reason: 'ready to be validated' },
      { ring: 'canary', region: 'us', state: 'unknown', reason: 'connection refused' },
    ]);
    expect(gateText(gate)).toContain('region us of canary is missing');
  });

  test('does not ask a region that nothing rests on', () => {
    expect(answerGate(roomOf({ servers: ['eu'] }, well, 'down'), 'canary', 'validate').exit).toBe(0);
  });
});

describe('a ring across regions', () => {
  const room = roomOf({}, well, 'down');

  test('stands in the snapshot with each region, by its published form', () => {
    const snapshot = toSnapshot(room);
    expect(snapshotSchema.safeParse(JSON.parse(JSON.stringify(snapshot))).error).toBeUndefined();
    expect(snapshot.rings[0]).toMatchObject({
      state: 'unknown',
      reason: 'us: connection refused; passes in eu',
      regions: {
        pass: 2,
        cancelOnFail: true,
        list: [
          { id: 'eu', state: 'ready' },
          { id: 'us', state: 'unknown' },
        ],
      },
      checks: [
        { id: 'errors@eu', label: 'error rate (eu)', region: 'eu', state: 'ok' },
        { id: 'errors@us', label: 'error rate (us)', region: 'us', state: 'unknown' },
      ],
    });
    expect(snapshot.rings[1]).not.toHaveProperty('regions');
  });

  test('has a metric for each region', () => {
    const families = roomFamilies(room, { profile: 'shop', version: '1' });
    const samples = families.find(({ name }) => name.endsWith('ring_region_state'))?.samples ?? [];
    const set = samples.filter(({ value }) => value === 1).map(({ labels }) => [labels.region, labels.state]);
    expect(set).toEqual([
      ['eu', 'ready'],
      ['us', 'unknown'],
    ]);
  });

  test('is shown with each region by ring show', () => {
    const [ring] = room.rings;
    const text = ring && ringReport(room, ring, 'alice');
    expect(text).toContain('regions, all of 2 must pass; a failing one blocks it\n  eu  ready');
    expect(text).toContain('  us  unknown  connection refused');
  });
});
