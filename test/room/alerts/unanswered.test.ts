import { describe, expect, test } from 'vitest';
import { buildRoom } from '../../../src/room/build.ts';
import { deployRefusals } from '../../../src/room/rings/validation.ts';
import type { SourceErrorKind } from '../../../src/sources/error.ts';
import { millis } from '../../../src/units.ts';
import { headline } from '../../../src/wording/headline.ts';
import { type Answer, frameAt, observe, planOf } from '../observe.ts';

/* A query that is refused, or answered with garbage, is not one that is answered with nothing: of each there is, the room says so. */

const plan = planOf({
  refresh: '5s',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  checks: { errors: { label: 'error rate', query: 'errors', unit: 'ratio', at_most: 0.01 } },
  rings: [
    { id: 'ring0', name: 'Internal', deployed: 'deployed', progress: 'progress', checks: ['errors'] },
    { id: 'ring1', name: 'Pilots', checks: ['errors'] },
    { id: 'ring2', name: 'None yet', deployed: 'nothing', progress: 'progress2', checks: ['errors'] },
  ],
  comparison: [{ id: 'p95', label: 'p95', baseline: 'p95_v1', candidate: 'p95_v2', unit: 'seconds', better: 'lower' }],
  traffic: { requests: 'requests_$version', planned: 'planned', tolerance: 0.5 },
  verdict: { requests: 'r{v="$version"}', errors: 'e{v="$version"}', up: 'up{v="$version"}', start: 'began' },
  infra: [
    {
      id: 'host',
      label: 'Host',
      items: [
        { id: 'cpu', label: 'CPU', query: 'cpu', unit: 'ratio', at_most: 1 },
        { id: 'disk', label: 'disk {{mount}}', query: 'disk', unit: 'ratio', each: 'mount', at_most: 1 },
      ],
    },
  ],
});
const ANSWERS: Readonly<Record<string, Answer>> = {
  errors: 0,
  deployed: 900,
  progress: 1,
  nothing: [],
  progress2: 1,
  p95_v1: 1,
  p95_v2: 1,
  requests_v1: 1,
  requests_v2: 1,
  planned: 0.5,
  'up{v="v2"}': [{ labels: { pod: 'a' }, value: 1 }],
  began: [],
  cpu: 0.1,
  disk: [{ labels: { mount: '/' }, value: 0.1 }],
};
const KINDS: readonly SourceErrorKind[] = ['bad-query', 'server', 'bad-body', 'timeout', 'unauthorized', 'too-large'];
const LEDGER = { records: {}, error: null, journal: [] };

const roomAfter = (rounds: readonly Readonly<Record<string, Answer>>[]) => {
  const last = 1000 + 5 * (rounds.length - 1);
  const frames = rounds.map((answers, i) => ({
    ...frameAt(1000 + 5 * i, { ...ANSWERS, ...answers }),
    sources: [
      {
        id: 'prometheus',
        kind: 'prometheus' as const,
        outcome: { ok: true as const, value: { latency: 0.01 as never } },
      },
    ],
  }));
  return buildRoom(plan, observe(plan, frames, last).history, LEDGER, millis(last * 1000));
};
const refused = (kind: SourceErrorKind): Answer => ({ kind, message: 'it says no' });

test('every query of the profile is answered in this world, and nothing is unknown but what was not counted yet', () => {
  expect(Object.keys(ANSWERS).sort()).toEqual(plan.instant.map(({ text }) => text).sort());
  expect(headline(roomAfter([{}]))).not.toContain('it says no');
});

describe.each(Object.keys(ANSWERS))('when %s has no answer', (query) => {
  test.each(KINDS)('of the kind %s, the room is not well and says why', (kind) => {
    const room = roomAfter([{ [query]: refused(kind) }]);
    expect(room.state).toBe('unknown');
    expect(JSON.stringify(room)).toContain('it says no');
    expect(headline(room)).not.toMatch(/All is well/);
  });

  test.each([[[]], [1], [[{ labels: { a: 'b' }, value: 1 }]]])(
    'any more, after it answered %j, the room is not well once that is too old',
    (before) => {
      const room = roomAfter([
        { [query]: before },
        ...Array.from({ length: 5 }, () => ({ [query]: refused('bad-query') })),
      ]);
      expect(room.state).toBe('unknown');
      expect(headline(room)).not.toMatch(/All is well/);
    },
  );
});

describe('the gate does not let a ring be deployed to', () => {
  test.each(['errors', 'deployed', 'progress'])('whose %s cannot be asked', (query) => {
    const room = roomAfter([{ [query]: refused('bad-query') }]);
    expect(deployRefusals(room, 'ring0')).toContainEqual(expect.objectContaining({ kind: 'missing' }));
  });

  test('but one that has no data yet may be', () => {
    const room = roomAfter([{ errors: [], deployed: [], progress: [], p95_v2: [] }]);
    expect(deployRefusals(room, 'ring0')).toEqual([]);
  });
});

test('a check that answers several series does not tell that its ring is not deployed', () => {
  const several = [1, 2].map((value) => ({ labels: { pod: `${value}` }, value }));
  expect(roomAfter([{ errors: several }]).rings[1]).toMatchObject({ state: 'unknown' });
});
