import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildPlan } from '../../../src/profile/plan/plan.ts';
import type { Ring } from '../../../src/room/room.ts';
import {
  type AttributionContext,
  attribute,
  attributionContext,
  namedVersions,
} from '../../../src/room/versions/attribution.ts';
import { attributionText } from '../../../src/wording/alerts.ts';
import { ago, alert, NOW, ring } from '../fixtures.ts';
import { planOf } from '../observe.ts';

const PROFILE = {
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  checks: { errors: { label: 'errors', query: 'x', unit: 'ratio', at_most: 1 } },
  rings: ['ring0', 'ring1'].map((id) => ({ id, name: id, checks: ['errors'], deployed: `deployed_${id}` })),
  infra: [
    {
      id: 'host',
      label: 'Host',
      items: [{ id: 'cache', label: 'cache', query: 'min(up{job="redis"})', unit: 'count', show: 'up' }],
    },
  ],
};

const RINGS: readonly Ring[] = [
  ring({ id: 'ring0', deployedAt: ago(7200), state: 'validated', validated: { by: 'alice', at: ago(4000) } }),
  ring({ id: 'ring1', deployedAt: ago(600), state: 'soaking' }),
];

function contextOf(
  rings: readonly Ring[] = RINGS,
  alerts: Record<string, unknown> = {},
  profile = PROFILE,
): AttributionContext {
  const plan = buildPlan(planOf({ ...profile, alerts }).profile);
  return { ...attributionContext(plan, rings), settings: plan.profile.alerts };
}

interface Given {
  readonly labels?: Record<string, string>;
  readonly age?: number;
}
const attributions = (given: readonly Given[], context = contextOf()) =>
  attribute(
    given.map(({ labels = {}, age = 60 }) => ({
      ...alert({ startsAt: ago(age), labels }),
      name: 'x',
      state: 'firing' as const,
    })),
    context,
  ).map(({ attribution }) => ({ ...attribution, text: attributionText(attribution) }));
const textOf = (given: Given, context?: AttributionContext) => attributions([given], context)[0]?.text;

describe('since when an alert is there', () => {
  test.each([
    ['after the ring that rolls out was deployed', { age: 60 }, 'new since ring1'],
    ['at that very instant', { age: 600 }, 'new since ring1'],
    ['before', { age: 601 }, 'before ring1'],
    ['before, but after the ring it is about', { age: 7000, labels: { ring: 'ring0' } }, 'new since ring0'],
    ['before the ring it is about', { age: 7300, labels: { ring: 'ring0' } }, 'before ring0'],
  ])('%s', (_, given, text) => {
    expect(textOf(given)).toBe(text);
  });

  const undeployed = RINGS.map((r) => ({ ...r, deployedAt: null }));
  test('is not said without a deployment, nor while the time of that is not known', () => {
    expect(attributions([{}], contextOf(undeployed))[0]).toMatchObject({ since: 'unknown', ring: null, text: '' });
    expect(attributions([{ labels: { ring: 'ring1' } }], contextOf(undeployed))[0]).toMatchObject({
      since: 'unknown',
      ring: 'ring1',
      text: '',
    });
  });

  test('is measured against the last ring once all are validated', () => {
    const done = RINGS.map((r) => ({ ...r, validated: { by: 'alice', at: NOW } }));
    expect(textOf({ age: 60 }, contextOf(done))).toBe('new since ring1');
  });

  test('where nothing tells when a ring was deployed, an older alert may be either', () => {
    const profile = { ...PROFILE, rings: PROFILE.rings.map(({ deployed: _, ...r }) => r) } as typeof PROFILE;
    expect(textOf({ age: 60 }, contextOf(RINGS, {}, profile))).toBe('new since ring1');
    expect(attributions([{ age: 900 }], contextOf(RINGS, {}, profile))[0]).toMatchObject({
      since: 'unknown',
      text: '',
    });
  });
});

describe('what an alert is about', () => {
  const onOf = (given: readonly Record<string, string>[], alerts?: Record<string, unknown>) =>
    attributions(
      given.map((labels) => ({ labels })),
      contextOf(RINGS, alerts),
    ).map(({ on }) => on);

  test.each([
    ['the version a label names', [{ version: 'v2' }], ['candidate']],
    ['the other version', [{ version: 'v1' }], ['baseline']],
    ['a version that is none of the two', [{ version: 'v3' }], ['unknown']],
    ['a version named among other words', [{ version: 'matcher-v2' }], ['candidate']],
    ['no version by half a word', [{ version: 'v21' }], ['unknown']],
    ['both named at once', [{ version: 'v1-v2' }], ['unknown']],
    [
      'both when the same fires for each',
      [
        { alertname: 'A', version: 'v1' },
        { alertname: 'A', version: 'v2' },
      ],
      ['both', 'both'],
    ],
    [
      'both, also where they run in other places',
      [
        { alertname: 'A', version: 'v1', instance: 'a:80', pod: 'a' },
        { alertname: 'A', version: 'v2', instance: 'b:80' },
      ],
      ['both', 'both'],
    ],
    [
      'each for itself when something else fires',
      [
        { alertname: 'A', version: 'v1' },
        { alertname: 'B', version: 'v2' },
      ],
      ['baseline', 'candidate'],
    ],
    [
      'each for itself in another segment',
      [
        { alertname: 'A', version: 'v1', segment: 'x' },
        { alertname: 'A', version: 'v2', segment: 'y' },
      ],
      ['baseline', 'candidate'],
    ],
    ['infrastructure by a job that infra asks about', [{ job: 'redis' }], ['infrastructure']],
    ['infrastructure by a machine', [{ instance: 'host:9100' }], ['infrastructure']],
    ['a version before the machine it runs on', [{ instance: 'host:9100', version: 'v2' }], ['candidate']],
    ['unknown with a ring alone', [{ instance: 'host:9100', ring: 'ring1' }], ['unknown']],
    ['unknown with nothing', [{ alertname: 'A' }], ['unknown']],
  ])('is %s', (_, given, on) => {
    expect(onOf(given)).toEqual(on);
  });

  test('goes by the labels the profile names', () => {
    expect(
      onOf([{ alertname: 'A', job: 'shop-v2' }, { alertname: 'B', app_version: 'v1' }, { version: 'v2' }], {
        version_label: ['app_version', 'job'],
      }),
    ).toEqual(['candidate', 'baseline', 'unknown']);
    expect(onOf([{ team: 'ops' }, { instance: 'host' }], { infrastructure: { team: ['ops'] } })).toEqual([
      'infrastructure',
      'unknown',
    ]);
    expect(textOf({ labels: { stage: 'ring0' }, age: 7000 }, contextOf(RINGS, { ring_label: 'stage' }))).toBe(
      'new since ring0',
    );
  });

  test.each([
    [{ version: 'v2' }, 'new since ring1 · V2 only'],
    [{ version: 'v1' }, 'new since ring1 · V1 only'],
    [{ job: 'redis' }, 'new since ring1 · infrastructure'],
    [{ alertname: 'A' }, 'new since ring1'],
  ])('%j reads "%s"', (labels, text) => {
    expect(textOf({ labels })).toBe(text);
  });

  test('an alert alone is never on both, and the order of alerts changes nothing', () => {
    const labels = fc.record({
      alertname: fc.constantFrom('A', 'B'),
      version: fc.constantFrom('v1', 'v2', ''),
      instance: fc.constantFrom('a', 'b', ''),
    });
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 6 }), (list) => {
        const given = list.map((one) => ({ labels: one }));
        const found = attributions(given);
        expect(attributions(given.toReversed()).toReversed()).toEqual(found);
        const both = list.filter((_, i) => found[i]?.on === 'both');
        for (const name of new Set(both.map(({ alertname }) => alertname))) {
          const versions = new Set(list.filter(({ alertname }) => alertname === name).map(({ version }) => version));
          expect(versions.has('v1') && versions.has('v2')).toBe(true);
        }
      }),
    );
  });
});

test('a profile without versions says nothing of them', () => {
  const { versions: _, ...profile } = PROFILE;
  const plan = planOf(profile);
  const context = { ...attributionContext(plan, RINGS), settings: plan.profile.alerts };
  expect(textOf({ labels: { version: 'v2', ring: 'ring1' } }, context)).toBe('new since ring1');
});

test.each([
  ['1.4.1', 'shop-1.4.1', true],
  ['1.4.1', '1.4.1.2', false],
  ['1.4', 'shop-1.4.1', false],
  ['4.1', 'shop-1.4.1', false],
  ['5d8f7c6b9', 'shop-5d8f7c6b9-x7', true],
  ['sha256:ab', 'img@sha256:ab', true],
  ['sha256:ab', 'sha256:abc', false],
  ['0', '10', false],
  ['', '', false],
  ['', 'anything', false],
])('the version %j in a label that says %j: %s', (id, value, named) => {
  const versions = {
    baseline: { id: 'other', label: 'A', variables: {} },
    candidate: { id, label: 'B', variables: {} },
  };
  expect(namedVersions({ version: value }, { ...contextOf(RINGS), versions }).includes('candidate')).toBe(named);
});
