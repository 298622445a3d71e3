import fc from 'fast-check';
import type { Frame, SourceReport } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { buildRoom, type Ledger } from '../../src/room/build.ts';
import { Moment } from '../../src/room/moment.ts';
import { buildRings } from '../../src/room/rings/rings.ts';
import type { JournalEntry, RingRecords, Room, Verdict } from '../../src/room/room.ts';
import type { Alert } from '../../src/sources/alertmanager/types.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { addSeconds, type Millis, millis, seconds } from '../../src/units.ts';
import { alert, silence } from './fixtures.ts';
import { type Answer, DOWN, frameAt, planOf } from './observe.ts';

/*
 * Worlds as servers, operators and time make them: what queries answer, how long it holds, who validated or asked for
 * what, which alerts fire, and how long ago all of it was. Each is built into a room once, which every output then tells.
 */

export const OPERATOR = 'zoe';
const REFRESH = 5;
export const plan = planOf({
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  verdict: { requests: 'requests{version="$version"}', errors: 'failures{version="$version"}' },
  refresh: `${REFRESH}s`,
  alerts: { tiers: { P0: { severities: ['critical'] } } },
  comparison: [
    {
      id: 'p95',
      label: 'p95',
      query: 'p95{version="$version"}',
      unit: 'seconds',
      better: 'lower',
      limit: { at_most: 0.1 },
      delta: { at_most: 0.02 },
    },
  ],
  traffic: { requests: 'rate{version="$version"}', planned: 0.3 },
  infra: [
    {
      id: 'host',
      label: 'Host',
      items: [
        { id: 'cpu', label: 'cpu', query: 'cpu', unit: 'ratio', show: 'bar', at_most: 0.8, warn: 0.7 },
        { id: 'up', label: 'db', query: 'up', unit: 'count', show: 'up' },
      ],
    },
  ],
  slos: [{ id: 'up', objective: 0.99, errors: 'bad[$window]', window: '1d' }],
  slas: [{ id: 'reply', query: 'reply[$window]', window: '1h', unit: 'seconds', at_most: 0.1, recover_after: '10s' }],
  checks: {
    errors: { label: 'error rate', query: 'errors{ring="$ring"}', unit: 'ratio', at_most: 0.01, warn: 0.008 },
    memory: { label: 'memory', query: 'memory{ring="$ring"}', unit: 'bytes', at_most: 200e6 },
  },
  rings: [
    {
      id: 'ring0',
      name: 'Internal',
      soak: '20s',
      verdict: 'not-worse',
      deployed: 'deployed{ring="$ring"}',
      checks: ['errors', 'memory'],
    },
    {
      id: 'ring1',
      name: 'Pilots',
      after: ['ring0'],
      approvals: 2,
      deployed: 'deployed{ring="$ring"}',
      progress: 'progress{ring="$ring"}',
      checks: ['errors'],
    },
    {
      id: 'ga',
      name: 'Everyone',
      after: ['ring0', 'ring1'],
      soak: '10s',
      verdict: 'pass',
      checks: ['errors'],
      budget: { at_least: 0.2 },
    },
  ],
});
export const RINGS = plan.rings.map(({ id }) => id);

/** Mostly well, for a world in which everything is broken tells little. */
const mostly = (good: Answer, ...bad: Answer[]): fc.Arbitrary<Answer> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
// No traffic is what leaves most undecided, so there is more of it.
const errors = mostly(0.001, 0.009, 0.5, Number.NaN, Number.NaN, Number.NaN, Number.NaN, [], DOWN, [
  { labels: { a: '1' }, value: 0 },
  { labels: { a: '2' }, value: 0 },
]);
const memory = mostly(100e6, 210e6, DOWN, []);
const deployed = mostly(1000, 0, 1025, [], DOWN, Number.NaN);
const progress = mostly(1, 0.4, DOWN);
const answers = fc
  .record(
    Object.fromEntries(
      RINGS.flatMap((ring) => [
        [`errors{ring="${ring}"}`, errors],
        [`memory{ring="${ring}"}`, memory],
        [`deployed{ring="${ring}"}`, deployed],
        [`progress{ring="${ring}"}`, progress],
      ]).concat([
        ['p95{version="v1"}', mostly(0.05, 0.2, DOWN)],
        ['p95{version="v2"}', mostly(0.06, 0.08, 0.3, DOWN, [], Number.NaN)],
        ['rate{version="v1"}', mostly(70, 0, DOWN)],
        ['rate{version="v2"}', mostly(30, 60, 0)],
        ['1 - (bad[1d]) / 0.01', mostly(0.6, 0.1, -1, DOWN, [], Number.NaN)],
        ['bad[5m]', mostly(0.001, 0.2, DOWN, Number.NaN)],
        ['bad[1h]', mostly(0.001, 0.2, DOWN, Number.NaN)],
        ['bad[30m]', mostly(0.001, 0.2, DOWN, Number.NaN)],
        ['bad[6h]', mostly(0.001, 0.2, DOWN, Number.NaN)],
        ['reply[1h]', mostly(0.05, 0.095, 0.2, DOWN)],
        ['cpu', mostly(0.3, 0.75, 0.9, DOWN)],
        ['up', mostly(1, 0, [])],
      ]),
    ),
  )
  .map((given) => given as Record<string, Answer>);
const alerts: fc.Arbitrary<readonly Alert[]> = fc.subarray([
  alert({ fingerprint: 'p0', labels: { alertname: 'Down', severity: 'critical', ring: 'ring0' } }),
  alert({ fingerprint: 'acked', labels: { alertname: 'Slow', severity: 'critical' }, silencedBy: ['s1'] }),
  alert({ fingerprint: 'p1', labels: { alertname: 'Full', severity: 'warning', ring: 'ring1' } }),
]);
export interface Stretch {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly frames: number;
  readonly silent: boolean;
  readonly alerts: readonly Alert[];
  /** What each Alertmanager answers. */
  readonly members: readonly ('lists' | 'fails')[];
}
export const stretch: fc.Arbitrary<Stretch> = fc.record({
  answers,
  frames: fc.integer({ min: 1, max: 8 }),
  silent: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  alerts: fc.oneof({ weight: 3, arbitrary: fc.constant<readonly Alert[]>([]) }, { weight: 2, arbitrary: alerts }),
  members: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Stretch['members']>(['lists', 'lists']) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom('lists' as const, 'fails' as const), { maxLength: 2 }) },
  ),
});

const latency = { latency: seconds(0.01) };

export function framesOf(stretches: readonly Stretch[]): Frame[] {
  let at = 1000;
  return stretches.flatMap(({ answers, frames, silent, alerts, members }) =>
    Array.from({ length: frames }, (): Frame => {
      const frame = frameAt(
        at,
        silent ? Object.fromEntries(Object.keys(answers).map((expr) => [expr, DOWN])) : answers,
      );
      const now = frame.at;
      at += REFRESH;
      const sources: SourceReport[] = [
        { id: 'prometheus', kind: 'prometheus', outcome: silent ? failed(DOWN) : succeeded(latency) },
        ...members.map((does, i): SourceReport => {
          const outcome = does === 'lists' ? succeeded(latency) : failed(DOWN);
          return { id: `am-${i}`, kind: 'alertmanager', outcome };
        }),
      ];
      const listed = alerts.map((one) => ({ ...one, startsAt: addSeconds(now, seconds(-30)), updatedAt: now }));
      const silences = [silence({ startsAt: addSeconds(now, seconds(-20)), endsAt: addSeconds(now, seconds(900)) })];
      const view = succeeded({ alerts: listed, silences, clockOffset: 0 });
      const alertmanagers = Object.fromEntries(
        members.map((does, i) => [`am-${i}`, does === 'lists' ? view : failed(DOWN)]),
      );
      return { ...frame, sources, alertmanagers };
    }),
  );
}

const validation = fc.constantFrom(
  { by: 'alice', at: millis(1_000_000) },
  { by: '', at: null },
  { by: 'alice', at: millis(1_000_000), approvedBy: 'bob', override: 'the sensor is broken' },
);
const records: fc.Arbitrary<RingRecords> = fc
  .subarray(RINGS)
  .chain((ids) => fc.record(Object.fromEntries(ids.map((id) => [id, validation]))) as fc.Arbitrary<RingRecords>);
const request = fc.record({
  at: fc.constantFrom(millis(1_000_000), millis(1_030_000), millis(-3_000_000)),
  by: fc.constantFrom('alice', 'Zoe '),
  act: fc.constantFrom<JournalEntry['act']>('request', 'withdraw'),
  target: fc.constantFrom(...RINGS),
  result: fc.constant<JournalEntry['result']>('done'),
  detail: fc.constant(''),
});
export const ledger: fc.Arbitrary<Ledger> = fc
  .record({
    records: fc.oneof({ weight: 9, arbitrary: records }, { weight: 1, arbitrary: fc.constant(null) }),
    journal: fc.array(request, { maxLength: 3 }),
  })
  .map(({ records, journal }) => ({ records, journal, error: records === null ? 'rings.json is not JSON' : null }));

/** What is counted says; that is drawn here, for it takes whole rollouts of samples to conclude it. */
const verdicts: fc.Arbitrary<Verdict | null> = fc.option(
  fc
    .record({
      state: fc.constantFrom<Verdict['state']>('better', 'same', 'worse', 'inconclusive', 'unknown'),
      ring: fc.constantFrom(null, ...RINGS),
    })
    .map(({ state, ring }) => ({
      state,
      method: 'e-process',
      level: state === 'worse' ? 'fail' : state === 'unknown' ? 'unknown' : 'ok',
      because: 'counted',
      judged: {
        ring,
        data: 'OK',
        since: millis(1_000_000),
        until: millis(1_000_000),
        behind: false,
        scrape: seconds(600),
        verdict: null,
        problem: null,
        pods: null,
        ailments: [],
        silence: null,
      },
    })),
);
const compared = {
  baseline: { id: 'v1', label: 'V1' },
  candidate: { id: 'v2', label: 'V2' },
  metrics: [],
  limits: 'ok',
} as const;

export interface World {
  readonly room: Room;
  readonly ledger: Ledger;
  readonly now: Millis;
}
export const world: fc.Arbitrary<World> = fc
  .record({
    stretches: fc.array(stretch, { minLength: 1, maxLength: 3 }),
    ledger,
    verdict: verdicts,
    late: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(7, 60, 4000) }),
  })
  .map(({ stretches, ledger, verdict, late }) => {
    const frames = framesOf(stretches);
    const history = new History(plan);
    for (const frame of frames) history.extend(frame);
    const now = addSeconds(frames.at(-1)?.at ?? millis(0), seconds(late));
    const room = buildRoom(plan, history, ledger, now);
    if (!verdict) return { room, ledger, now };
    const observed = { history, moment: new Moment(now), staleAfter: plan.staleAfter, refresh: plan.profile.refresh };
    const rings = buildRings(plan.rings, ledger, observed, verdict);
    return { room: { ...room, rings, comparison: { ...compared, verdict } }, ledger, now };
  });
