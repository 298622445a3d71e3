import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { answerGate } from '../../src/commands/gate/answer.ts';
import { expose } from '../../src/exposition/text.ts';
import { canonicalJson } from '../../src/operations/journal/canonical-json.ts';
import { decideRevoke, decideValidate } from '../../src/operations/rings/decisions.ts';
import { readRings, writeRing } from '../../src/operations/stores/ring-file.ts';
import { parseProfile } from '../../src/profile/parse.ts';
import type { Plan } from '../../src/profile/plan/plan.ts';
import { roomFamilies } from '../../src/report/metrics.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { buildRoom } from '../../src/room/build.ts';
import type { RingRecords } from '../../src/room/room.ts';
import { succeeded } from '../../src/sources/error.ts';
import { millis, seconds } from '../../src/units.ts';
import { INHERITED } from '../names.ts';
import { alert } from './fixtures.ts';
import { frameAt, observe } from './observe.ts';

/** Whatever has a name of its own in a profile, and in what servers answer about it. */
const IDS = [
  'ring0',
  'ring1',
  'check0',
  'v1',
  'v2',
  'metric0',
  'variable0',
  'variable1',
  'page0',
  'group0',
  'item0',
] as const;
const LABELS = ['label0', 'label1', 'label2', 'label3', 'label4'] as const;
const WORDS = ['operator0', 'severity0', 'value0', 'each0', 'gauge0'] as const;
type Names = Readonly<Record<(typeof IDS | typeof LABELS | typeof WORDS)[number], string>>;

const each = (names: readonly string[]) => names.map((name) => [name, name] as const);
/** Names that no object inherits, and that stand nowhere else in any output. */
const PLAIN = Object.fromEntries(each([...IDS, ...LABELS, ...WORDS])) as Names;

const profileOf = (name: Names) => ({
  id: 'shop',
  name: 'Shop',
  datasources: { prometheus: { url: 'http://127.0.0.1:1' }, alertmanagers: [{ url: 'http://127.0.0.1:2' }] },
  variables: { [name.variable0]: 'x' },
  checks: {
    [name.check0]: {
      label: 'c',
      query: `${name.gauge0}{a="$${name.variable0}",b="\${${name.variable1}}",ring="$ring"}`,
      unit: 'ratio',
      at_most: 0.01,
    },
  },
  rings: [
    { id: name.ring0, name: 'First', soak: '30s', checks: [name.check0], variables: { [name.variable1]: 'y' } },
    {
      id: name.ring1,
      name: 'Second',
      after: [name.ring0],
      checks: [name.check0],
      variables: { [name.variable1]: 'y' },
    },
  ],
  versions: { baseline: { id: name.v1, label: 'V1' }, candidate: { id: name.v2, label: 'V2' } },
  comparison: [
    {
      id: name.metric0,
      label: 'p95',
      query: 'p95{v="$version"}',
      unit: 'seconds',
      better: 'lower',
      limit: { at_most: 0.1 },
    },
  ],
  traffic: { requests: 'rate{v="$version"}' },
  infra: [
    {
      id: name.group0,
      label: 'Host',
      items: [{ id: name.item0, label: `{{${name.label4}}}`, query: 'cpu', unit: 'ratio', each: name.label4 }],
    },
  ],
  pages: [{ id: name.page0, title: 'P', panels: ['infra'], infra: [name.group0] }],
  alerts: {
    where: { [name.label0]: name.value0 },
    severity_label: name.label1,
    version_label: name.label2,
    ring_label: [name.label3],
    tiers: { P0: { severities: [name.severity0] } },
  },
});

const START = 1_767_323_000;
const NOW = START + 60;

/** All that is said and done of a rollout under these names, once nothing is validated and once by the record of its file. */
async function everything(name: Names): Promise<unknown> {
  const { plan } = parseProfile(stringify(profileOf(name)), 'shop.yaml', {});
  const said = (records: RingRecords) => sayAll(plan, name, records);
  const none = await said({});
  const ledger = { records: {}, journal: [] };
  const request = { ringId: name.ring0, by: name.operator0, note: '', now: millis(NOW * 1000) };
  const { act, result } = decideValidate(ledger, none.room, request);
  const { validation = null } = act.change ?? {};
  const file = writeRing('{"rings":{}}', 'f.json', name.ring0, validation);
  const records = readRings(file, 'f.json');
  const revoked = decideRevoke({ records, journal: [] }, request);
  const twice = decideRevoke(
    { records: readRings(writeRing(file, 'f.json', name.ring0, null), 'f.json'), journal: [] },
    request,
  );
  return { none, act, result, file: JSON.parse(file), records, some: await said(records), revoked, twice };
}

async function sayAll(plan: Plan, name: Names, records: RingRecords) {
  const answers = Object.fromEntries([
    ...plan.rings.flatMap(({ sites }) => sites[0].checks.map(({ expr }) => [expr.text, 0.002] as const)),
    ...[name.v1, name.v2].flatMap((v) => [[`p95{v="${v}"}`, 0.05] as const, [`rate{v="${v}"}`, 10] as const]),
    [
      'cpu',
      [
        { labels: { [name.label4]: name.each0 }, value: 0.3 },
        { labels: {}, value: 0.4 },
      ],
    ] as const,
  ]);
  const labels = {
    alertname: 'A',
    [name.label0]: name.value0,
    [name.label1]: name.severity0,
    [name.label2]: name.v2,
    [name.label3]: name.ring1,
  };
  const view = succeeded({
    alerts: [alert({ labels }), alert({ fingerprint: 'f2', labels: { alertname: 'B' } })],
    silences: [],
    clockOffset: 0,
  });
  const latency = succeeded({ latency: seconds(0.01) });
  const frames = [0, 15, 30, 45, 60].map((after) => ({
    ...frameAt(START + after, answers),
    alertmanagers: { am: view },
    sources: [
      { id: 'prometheus', kind: 'prometheus' as const, outcome: latency },
      { id: 'am', kind: 'alertmanager' as const, outcome: latency },
    ],
  }));
  const { history } = observe(plan, frames, NOW);
  const room = buildRoom(plan, history, { records, error: null, journal: [] }, millis(NOW * 1000));
  return {
    exprs: plan.instant,
    room,
    snapshot: toSnapshot(room),
    metrics: await expose(roomFamilies(room, { profile: 'shop', version: '1' }), 'text'),
    gates: [name.ring0, name.ring1].flatMap((id) => [answerGate(room, id, 'deploy'), answerGate(room, id, 'validate')]),
  };
}

describe('a rollout whose parts are named as what every object inherits', () => {
  const some = <Key extends string>(keys: readonly Key[], names: fc.Arbitrary<string>) =>
    fc
      .uniqueArray(names, { minLength: keys.length, maxLength: keys.length })
      .map((chosen) => keys.map((key, i) => [key, chosen[i] ?? '']));
  const inherited = fc.constantFrom(...INHERITED);
  // Ids begin with a letter.
  const id = fc
    .tuple(
      inherited.filter((name) => !name.startsWith('_')),
      fc.constantFrom('', '2'),
    )
    .map((parts) => parts.join(''));
  const names = fc
    .tuple(some(IDS, id), some(LABELS, inherited), some(WORDS, inherited))
    .map((parts) => Object.fromEntries(parts.flat()) as Names);

  it('stands, in every output and for every act, as it does under any other names', async () => {
    const plain = canonicalJson(await everything(PLAIN));
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const expected = Object.entries(name).reduce((text, [key, other]) => text.replaceAll(key, other), plain);
        expect(canonicalJson(await everything(name))).toBe(canonicalJson(JSON.parse(expected)));
      }),
      { numRuns: 40 },
    );
  });
});
