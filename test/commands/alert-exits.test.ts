import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerGate, gateText } from '../../src/commands/gate/answer.ts';
import { ringReport, ringReportRecord } from '../../src/commands/ring/report.ts';
import { exitOf } from '../../src/commands/shared/failure.ts';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { decideValidate } from '../../src/operations/rings/decisions.ts';
import { promql } from '../../src/profile/query.ts';
import { buildRoom } from '../../src/room/build.ts';
import type { Room } from '../../src/room/room.ts';
import { outlookOf } from '../../src/screen/dialogs/validate/outlook.ts';
import type { Alert } from '../../src/sources/alertmanager/types.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { addSeconds, millis, seconds } from '../../src/units.ts';
import { ringReason } from '../../src/wording/rings.ts';
import { alert, silence } from '../room/fixtures.ts';
import { DOWN, frameAt, planOf } from '../room/observe.ts';

/*
 * What alerts make of the two questions, for every output: the gate for either, the act of validating, what `ring show`
 * says of it, and the dialog of the screen.
 */

const OPERATOR = 'zoe';
const PROFILE = {
  datasources: { prometheus: { url: 'http://127.0.0.1:1' }, alertmanagers: [{ url: 'http://127.0.0.1:1' }] },
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  refresh: '5s',
  checks: { errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.01 } },
  rings: [
    { id: 'ring1', name: 'Pilots', checks: ['errors'], deployed: 'deployed' },
    { id: 'ring2', name: 'Half', checks: ['errors'], deployed: 'deployed' },
    { id: 'ring3', name: 'Everyone', after: ['ring2'], checks: ['errors'], deployed: 'deployed' },
  ],
};
const plan = planOf(PROFILE);

/** What a member says in one frame: what it lists, or that it does not answer. */
type Word = readonly Alert[] | 'silent';

interface World {
  /** Seconds since the last word. */
  readonly late?: number;
  readonly given?: typeof plan;
  readonly validated?: readonly string[];
  /** What fires by Prometheus' own word; it says nothing of alerts unless given. */
  readonly firing?: readonly Alert[];
}

/** The room after each member said these words, five seconds from one to the next. */
function roomOf(
  members: readonly (readonly Word[])[],
  { late = 0, given = plan, validated = ['ring2'], firing }: World = {},
): Room {
  const frames = Math.max(1, ...members.map(({ length }) => length));
  const history = new History(given);
  let now = millis(0);
  for (let i = 0; i < frames; i += 1) {
    const frame = frameAt(1000 + 5 * i, { errors: 0.001, deployed: 900 });
    now = frame.at;
    const latency = succeeded({ latency: seconds(0.01) });
    const words = members.map((said, at) => ({ id: `am-${at}`, word: said[i] ?? 'silent' }));
    history.extend({
      ...frame,
      ...(firing && wordOf(frame, firing)),
      sources: [
        { id: 'prometheus', kind: 'prometheus', outcome: latency },
        ...words.map(({ id, word }) => {
          return { id, kind: 'alertmanager' as const, outcome: word === 'silent' ? failed(DOWN) : latency };
        }),
      ],
      alertmanagers: Object.fromEntries(words.map(({ id, word }) => [id, viewOf(word, now)])),
    });
  }
  const records = Object.fromEntries(validated.map((id) => [id, { by: 'alice', at: millis(950_000) }]));
  return buildRoom(given, history, { records, error: null, journal: [] }, addSeconds(now, seconds(late)));
}

function wordOf({ at, queries }: Frame, firing: readonly Alert[]): Pick<Frame, 'queries' | 'raw'> {
  const { selector = '' } = plan.firing ?? {};
  const answer = succeeded({ samples: firing.map(({ labels }) => ({ labels, value: 1 })), warnings: [] });
  const series = firing.map(({ labels }) => ({ labels, points: [[at, 1] as const] }));
  const raw = [{ selector, since: at, from: at, to: at, outcome: succeeded({ series, warnings: [] }) }];
  return { queries: [...queries, { expr: promql(selector), outcome: answer }], raw };
}

function viewOf(word: Word, now: Frame['at']): Frame['alertmanagers'][string] {
  if (word === 'silent') return failed(DOWN);
  const times = { startsAt: addSeconds(now, seconds(-20)), endsAt: addSeconds(now, seconds(900)) };
  const silences = [silence({ ...times }), silence({ ...times, id: 's2', createdBy: 'bob', comment: 'maintenance' })];
  const alerts = word.map((one) => ({ ...one, startsAt: addSeconds(now, seconds(-240)), updatedAt: now }));
  return succeeded({ alerts, silences, clockOffset: 0 });
}

/** How each output takes a ring: the exit code, for the dialog whether it refuses. */
function outputs(room: Room, id: string) {
  const ring = room.rings.find((one) => one.id === id);
  if (!ring) throw new Error('the room has the ring');
  const validated = room.rings.flatMap((one) => (one.validated ? [[one.id, one.validated] as const] : []));
  const ledger = { records: Object.fromEntries(validated), journal: [] };
  const request = { ringId: id, by: OPERATOR, note: '', now: room.at };
  const kinds = ringReportRecord(room, ring, OPERATOR).refusals.map(({ kind }) => kind);
  return {
    deploy: answerGate(room, id, 'deploy').exit,
    validate: answerGate(room, id, 'validate').exit,
    act: exitOf(decideValidate(ledger, room, request).result),
    overridden: exitOf(decideValidate(ledger, room, { ...request, override: 'we know of this one' }).result),
    show: kinds.includes('fail') ? 1 : kinds.includes('missing') ? 3 : kinds.length,
    dialog: outlookOf(room, id, OPERATOR)?.kind,
  };
}

/** Every output gives this answer to both questions. */
const all = (exit: 0 | 1 | 3) => ({
  deploy: exit,
  validate: exit,
  act: exit,
  overridden: 0,
  show: exit,
  dialog: exit === 0 ? 'validation' : 'refused',
});

const SEVERITIES = { P0: 'critical', P1: 'warning' } as const;
const STATES = {
  firing: {},
  acknowledged: { silencedBy: ['s1'] },
  silenced: { silencedBy: ['s2'] },
  inhibited: { inhibitedBy: ['f9'] },
} as const;
const LABELS = {
  'the ring': { ring: 'ring1' },
  'another ring': { ring: 'ring2' },
  'the candidate': { version: 'v2' },
  'the baseline': { version: 'v1' },
  infrastructure: { instance: 'db-1:9100' },
  'nothing it names': {},
} as const;

/** An alert, what Alertmanager says of it, and whether it holds ring1 up. */
const CELLS = (Object.keys(SEVERITIES) as (keyof typeof SEVERITIES)[]).flatMap((tier) =>
  (Object.keys(STATES) as (keyof typeof STATES)[]).flatMap((state) =>
    (Object.keys(LABELS) as (keyof typeof LABELS)[]).map((about) => {
      const labels = { alertname: 'HighErrors', severity: SEVERITIES[tier], ...LABELS[about] };
      const one = alert({ labels, ...STATES[state] });
      return { tier, state, about, one, holds: tier === 'P0' && state === 'firing' && about !== 'another ring' };
    }),
  ),
);

interface Known {
  readonly what: string;
  /** The words of each member, about the alert of the cell. */
  readonly say: (listed: Word) => readonly (readonly Word[])[];
  /** Seconds that have passed since. */
  readonly late?: number;
  /** Whether the alert fires by Prometheus' own word, too; else that says nothing. */
  readonly fires?: true;
  /** The exit where the alert would hold the ring up if it were known, and where it would not. */
  readonly exits: readonly [holds: 0 | 1 | 3, other: 0 | 1 | 3];
}
const SILENT = ['silent', 'silent', 'silent', 'silent'] as const;
const KNOWN: readonly Known[] = [
  { what: 'every member lists it', say: (it) => [[it], [it]], exits: [1, 0] },
  { what: 'one of two lists it', say: (it) => [[it], [[]]], exits: [1, 0] },
  { what: 'one of two lists it and the other is silent', say: (it) => [[it], ['silent']], exits: [1, 3] },
  {
    what: 'one of two lists it, the other is silent, and Prometheus has nothing else firing',
    say: (it) => [[it], ['silent']],
    fires: true,
    exits: [1, 0],
  },
  {
    what: 'one of two lists nothing, the other is silent, and Prometheus has it firing',
    say: () => [[[]], ['silent']],
    fires: true,
    exits: [3, 3],
  },
  { what: 'all are silent, and Prometheus has it firing', say: () => [['silent']], fires: true, exits: [3, 3] },
  {
    what: 'the one that lists it just failed to answer',
    say: (it) => [
      [[], []],
      [it, 'silent'],
    ],
    exits: [3, 3],
  },
  {
    what: 'the one that lists it fell silent',
    say: (it) => [
      [[], [], [], [], []],
      [it, ...SILENT],
    ],
    exits: [3, 3],
  },
  { what: 'the only member just failed to answer', say: (it) => [[it, 'silent']], exits: [1, 0] },
  { what: 'the only member fell silent', say: (it) => [[it, ...SILENT]], exits: [3, 3] },
  { what: 'nothing was heard for long', say: (it) => [[it], [it]], late: 20, exits: [3, 3] },
  { what: 'no member ever answered', say: () => [['silent'], ['silent']], exits: [3, 3] },
  { what: 'no Alertmanager is set up', say: () => [], exits: [0, 0] },
];

describe.each(KNOWN)('where $what', ({ say, late = 0, fires, exits: [holding, other] }) => {
  it.each(CELLS)('$tier $state about $about', ({ one, holds }) => {
    const room = roomOf(say([one]), { late, ...(fires && { firing: [one] }) });
    expect(outputs(room, 'ring1')).toEqual(all(holds ? holding : other));
  });
});

const p0 = (name: string, labels: Record<string, string> = {}, more: Partial<Alert> = {}) =>
  alert({ fingerprint: name, labels: { alertname: name, severity: 'critical', ...labels }, ...more });

describe('a ring after another', () => {
  it('is held up by what fires on that one when it is deployed to, and not when it is validated', () => {
    const room = roomOf([[[p0('HighErrors', { ring: 'ring2' })]]]);
    expect(answerGate(room, 'ring3', 'deploy').exit).toBe(1);
    expect(answerGate(room, 'ring3', 'validate').exit).toBe(0);
    expect(outputs(room, 'ring1')).toEqual(all(0));
  });

  it('holds nothing up before it', () => {
    const room = roomOf([[[p0('HighErrors', { ring: 'ring3' })]]], { validated: [] });
    expect(outputs(room, 'ring2')).toEqual(all(0));
  });
});

describe('what is said of alerts', () => {
  const named = [
    p0('HighErrors', { ring: 'ring1' }),
    p0('Slow', { version: 'v2' }, { silencedBy: ['s1'] }),
    p0('Full', {}, { silencedBy: ['s2'] }),
    p0('Crash', { ring: 'ring2' }),
  ];

  it('by the gate: why each counts, why others do not', () => {
    const text = gateText(answerGate(roomOf([[named]]), 'ring1', 'validate'));
    expect(text).toBe(
      [
        'FAIL  ring1 may not be validated',
        '  - P0 HighErrors is firing (ring1, 4m) and nobody has acknowledged it',
        '  note: P0 Slow is acknowledged by alice (V2, 4m), P0 Full is silenced by bob (the whole system, 4m)',
        '  note: not about ring1: P0 Crash is firing (ring2, 4m)\n',
      ].join('\n'),
    );
    expect(answerGate(roomOf([[named]]), 'ring3', 'deploy').notes.at(-1)).toBe(
      'not about ring2 or ring3: P0 HighErrors is firing (ring1, 4m)',
    );
  });

  it('by the gate in few words, however many there are', () => {
    const many = Array.from({ length: 40 }, (_, i) => p0(`Crash${i}`, { ring: 'ring2' }));
    expect(answerGate(roomOf([[many]]), 'ring1', 'deploy').notes).toEqual([
      expect.stringMatching(/^not about ring1: (P0 Crash\d+ is firing \(ring2, 4m\), ){5}and 35 more$/),
    ]);
  });

  const shown = (room: Room) => {
    const [ring] = room.rings;
    if (!ring) throw new Error('the room has rings');
    return { text: ringReport(room, ring, OPERATOR), ring, record: ringReportRecord(room, ring, OPERATOR) };
  };

  it('by ring show: the same, with what each is about', () => {
    const room = roomOf([[named]]);
    const { text, ring } = shown(room);
    expect(ringReason(ring, room)).toBe('P0 HighErrors is firing; otherwise ready to be validated');
    expect(text).toContain('alerts      1 P0 or P1 firing, 1 acknowledged, 1 silenced or inhibited\n');
    expect(text).toMatch(/^P0 and P1 that concern ring1\n {2}P0 {2}HighErrors {2}firing +ring1 +4m\n/m);
    expect(text).toMatch(/^P0 that do not concern ring1\n {2}P0 {2}Crash {2}firing {2}ring2 {2}4m\n/m);
  });

  it.each([
    ['never answered', roomOf([['silent']]), 'no Alertmanager answers: connection refused'],
    [
      'fell silent',
      roomOf([[named, ...SILENT]]),
      'Alertmanager last answered 20s ago: connection refused; last known: P0 HighErrors was firing',
    ],
  ])('by ring show, where Alertmanager %s: that it is not known', (_, room, why) => {
    const { text, ring, record } = shown(room);
    expect(text).toContain(`alerts      not known: ${why}\n`);
    expect(text).not.toContain('firing,');
    expect(text).toContain(`  - alerts are not known: ${why}\n`);
    expect(ringReason(ring, room)).toBe('alerts are not known; otherwise ready to be validated');
    expect(record.evidence?.alerts).toMatchObject({ list: null, reason: why });
  });

  it('by ring show, where some members answer: that not all are known', () => {
    const { text } = shown(roomOf([[[]], ['silent']]));
    const why = '1 of 2 Alertmanager members answered: connection refused';
    expect(text).toContain(`alerts      not all known: ${why}; of those known 0 P0 or P1 firing\n`);
    expect(text).toContain(`  - not all alerts are known: ${why}\n`);
  });
});

it('the profile says which alerts without a ring concern every ring', () => {
  const given = planOf({ ...PROFILE, alerts: { concern_every_ring: ['candidate'] } });
  const exit = (labels: Record<string, string>) =>
    answerGate(roomOf([[[p0('HighErrors', labels)]]], { given }), 'ring1', 'validate').exit;
  expect([{ version: 'v2' }, { ring: 'ring1' }].map(exit)).toEqual([1, 1]);
  expect([{ version: 'v1' }, { instance: 'db-1' }, {}].map(exit)).toEqual([0, 0, 0]);
});

describe('over random alerts', () => {
  const labels = fc.record(
    { ring: fc.constantFrom('ring1', 'ring2', 'ring3', 'blue', ''), version: fc.constantFrom('v1', 'v2', 'v3', '') },
    { requiredKeys: [] },
  );
  const state = fc.constantFrom(...Object.values(STATES));
  const severity = fc.constantFrom('critical', 'warning');
  const alerts = fc
    .array(fc.tuple(labels, state, severity), { maxLength: 5 })
    .map((list) => list.map(([own, of, severity], i) => p0(`A${i}`, { severity, ...own }, of)));
  const answers = (listed: readonly Alert[], ...silent: readonly (readonly Word[])[]) => {
    const room = roomOf([[listed], ...silent], { validated: [] });
    return (['deploy', 'validate'] as const).map((purpose) => answerGate(room, 'ring1', purpose));
  };

  it('those of another ring change neither the answer nor its reasons', () => {
    fc.assert(
      fc.property(alerts, alerts, (own, others) => {
        const elsewhere = others.map((one) => ({
          ...one,
          fingerprint: `other-${one.fingerprint}`,
          labels: { ...one.labels, ring: 'ring2' },
        }));
        const reasons = (listed: readonly Alert[]) => answers(listed).map(({ exit, reasons }) => [exit, reasons]);
        expect(reasons([...own, ...elsewhere])).toEqual(reasons(own));
      }),
    );
  });

  it('one that fires, unacknowledged and not for certain of another ring, is never passed over', () => {
    fc.assert(
      fc.property(alerts, labels, fc.boolean(), (others, own, silent) => {
        fc.pre(own.ring !== 'ring2' && own.ring !== 'ring3');
        const heard = answers([...others, p0('HighErrors', own)], ...(silent ? [['silent'] as const] : []));
        expect(heard.map(({ exit }) => exit)).toEqual([1, 1]);
        for (const { reasons } of heard)
          expect(reasons.map(({ text }) => text).join()).toContain('P0 HighErrors is firing');
      }),
    );
  });
});
