import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapshotJsonSchema } from '../../src/report/schema/snapshot.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { buildRoom } from '../../src/room/build.ts';
import { succeeded } from '../../src/sources/error.ts';
import { millis, seconds } from '../../src/units.ts';
import { alert, silence } from '../room/fixtures.ts';
import { type Answer, DOWN, frameAt, observe, planOf } from '../room/observe.ts';

const plan = planOf({
  refresh: '5s',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  checks: { errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.01, critical: true } },
  rings: [{ id: 'ring0', name: 'Internal', soak: '1m', checks: ['errors'] }],
  comparison: [
    { id: 'p95', label: 'p95', query: 'p95_$version', unit: 'seconds', better: 'lower', limit: { at_most: 0.1 } },
  ],
  traffic: { requests: 'rate_$version', planned: 0.3 },
  infra: [
    {
      id: 'host',
      label: 'Host',
      items: [{ id: 'cpu', label: 'cpu', query: 'cpu', unit: 'ratio', show: 'bar', at_most: 0.8 }],
    },
  ],
  alerts: { tiers: { P0: { severities: ['critical'], respond: '5m' } } },
});

const START = 1_767_323_000;
const NOW = START + 45;
const validate = new Ajv2020({ formats: { 'date-time': true } }).compile(snapshotJsonSchema());

function snapshot(answers: Record<string, Answer>) {
  const frames = [0, 15, 30, 45].map((after) => ({
    ...frameAt(START + after, answers),
    sources: [
      { id: 'prometheus', kind: 'prometheus' as const, outcome: succeeded({ latency: seconds(0.012) }) },
      { id: 'alertmanager-1', kind: 'alertmanager' as const, outcome: succeeded({ latency: seconds(0.004) }) },
    ],
    alertmanagers: {
      'alertmanager-1': succeeded({
        alerts: [
          alert({
            fingerprint: 'aa',
            startsAt: millis((NOW - 60) * 1000),
            annotations: { summary: 'V2 errors are high' },
          }),
          alert({ fingerprint: 'bb', startsAt: millis((NOW - 90) * 1000), silencedBy: ['s1'] }),
        ],
        silences: [silence({ startsAt: millis((NOW - 30) * 1000), endsAt: millis((NOW + 870) * 1000) })],
        clockOffset: 0,
      }),
    },
  }));
  const { history } = observe(plan, frames, NOW);
  const ledger = { records: { ring0: { by: 'alice', at: millis(START * 1000) } }, error: null, journal: [] };
  return toSnapshot(buildRoom(plan, history, ledger, millis(NOW * 1000)));
}

const ANSWERS = { errors: 0.002, p95_v1: 0.052, p95_v2: 0.045, rate_v1: 141, rate_v2: 61, cpu: 0.35 };

test('a known room gives exactly the published snapshot', async () => {
  await expect(`${JSON.stringify(snapshot(ANSWERS), null, 2)}\n`).toMatchFileSnapshot(
    '../../fixtures/snapshot/known.json',
  );
});

test('whatever the servers answer, the snapshot keeps to its schema and never says 0 for unknown', () => {
  const given = fc.oneof(fc.double(), fc.constantFrom<Answer>([], Number.NaN, Infinity, -Infinity, DOWN));
  const answers = fc.record({
    errors: given,
    p95_v1: given,
    p95_v2: given,
    rate_v1: given,
    rate_v2: given,
    cpu: given,
  });
  fc.assert(
    fc.property(answers, (every) => {
      const taken: unknown = JSON.parse(JSON.stringify(snapshot(every)));
      expect(validate(taken), JSON.stringify(validate.errors)).toBe(true);
      const check = snapshot(every).rings[0]?.checks[0];
      if (typeof every.errors !== 'number' || Number.isNaN(every.errors))
        expect(check).toMatchObject({ value: null, state: 'unknown' });
    }),
    { numRuns: 200 },
  );
});

test('the published schema is the one the program prints', () => {
  expect(JSON.parse(readFileSync('docs/snapshot.schema.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(snapshotJsonSchema())),
  );
});
