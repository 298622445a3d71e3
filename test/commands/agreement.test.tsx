import fc from 'fast-check';
import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import { answerGate, gateText } from '../../src/commands/gate/answer.ts';
import { ringList, ringReport, ringReportRecord } from '../../src/commands/ring/report.ts';
import type { Frame, SourceReport } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { decideValidate } from '../../src/operations/rings/decisions.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { buildRoom, type Ledger } from '../../src/room/build.ts';
import { buildRings } from '../../src/room/rings/rings.ts';
import type { JournalEntry, RingRecords, Room, Verdict } from '../../src/room/room.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { LookContext } from '../../src/screen/canvas/lines.tsx';
import { loadTheme } from '../../src/screen/canvas/theme.ts';
import { initialState } from '../../src/screen/core/state.ts';
import { update } from '../../src/screen/core/update.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { ringWord } from '../../src/screen/panels/parts.ts';
import { Screen } from '../../src/screen/screen.tsx';
import type { Alert } from '../../src/sources/alertmanager/types.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { addSeconds, type Millis, millis, seconds } from '../../src/units.ts';
import { alert, silence } from '../room/fixtures.ts';
import { type Answer, DOWN, frameAt, planOf } from '../room/observe.ts';
import { sceneOf } from '../screen/rooms.ts';

/*
 * Worlds as servers, operators and time make them: what queries answer, how long it holds, who validated or asked for
 * what, which alerts fire, and how long ago all of it was. Each is built into a room once, which every output then tells.
 */

const OPERATOR = 'zoe';
const REFRESH = 5;
const plan = planOf({
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  verdict: { requests: 'requests{version="$version"}', errors: 'failures{version="$version"}' },
  refresh: `${REFRESH}s`,
  alerts: { tiers: { P0: { severities: ['critical'] } } },
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
    { id: 'ga', name: 'Everyone', after: ['ring0', 'ring1'], soak: '10s', verdict: 'pass', checks: ['errors'] },
  ],
});
const RINGS = plan.rings.map(({ id }) => id);

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
      ]),
    ),
  )
  .map((given) => given as Record<string, Answer>);
const alerts: fc.Arbitrary<readonly Alert[]> = fc.subarray([
  alert({ fingerprint: 'p0', labels: { alertname: 'Down', severity: 'critical', ring: 'ring0' } }),
  alert({ fingerprint: 'acked', labels: { alertname: 'Slow', severity: 'critical' }, silencedBy: ['s1'] }),
  alert({ fingerprint: 'p1', labels: { alertname: 'Full', severity: 'warning', ring: 'ring1' } }),
]);
interface Stretch {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly frames: number;
  readonly silent: boolean;
  readonly alerts: readonly Alert[];
  /** What each Alertmanager answers. */
  readonly members: readonly ('lists' | 'fails')[];
}
const stretch: fc.Arbitrary<Stretch> = fc.record({
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

function framesOf(stretches: readonly Stretch[]): Frame[] {
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
const ledger: fc.Arbitrary<Ledger> = fc
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
      sentence: `V2 is ${state}`,
      reasons: [],
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
      },
    })),
);
const compared = {
  baseline: { id: 'v1', label: 'V1' },
  candidate: { id: 'v2', label: 'V2' },
  metrics: [],
  limits: { state: 'ok', sentence: 'V2 stays within every limit', reasons: [] },
} as const;

interface World {
  readonly room: Room;
  readonly ledger: Ledger;
  readonly now: Millis;
}
const world: fc.Arbitrary<World> = fc
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
    const observed = { history, now, staleAfter: plan.staleAfter, refresh: plan.profile.refresh };
    const rings = buildRings(plan.rings, ledger, observed, verdict);
    return { room: { ...room, rings, comparison: { ...compared, verdict } }, ledger, now };
  });

const theme = await loadTheme('dark', 0);

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
    dialogsFit: true,
    logs: null,
  };
  const start = { ...initialState('dark'), focus: 'rings' as const, cursors: { rings: ring } };
  const { state } = update(start, { type: 'action', action: 'validate', index: 0 }, world);
  const text = renderToString(
    <LookContext value={{ theme, glyphs: glyphsFor(true), unicode: true, links: false }}>
      <Screen
        scene={scene}
        state={state}
        layout={layoutOf(scene.room, state, 200, 60)}
        keymap={DEFAULT_KEYMAP}
        themes={[]}
        timeZone="UTC"
        operator={OPERATOR}
        readOnly={false}
        logs={null}
      />
    </LookContext>,
    { columns: 200 },
  );
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
        expect(published.get(id)).toMatchObject({ state: ring.state, reason: ring.reason, approvals: ring.approvals });
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
              /^\w+ is not validated$|^Prometheus tells nothing of now|^P0 \w+ fires|^alerts are not /,
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
