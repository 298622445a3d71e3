import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { concernOf } from '../../src/room/concern.ts';
import { type AttributionContext, attributionContext } from '../../src/room/versions/attribution.ts';
import { concernText } from '../../src/wording/alerts.ts';
import { ring } from './fixtures.ts';
import { planOf } from './observe.ts';

const RINGS = ['ring1', 'ring10', 'eu', 'eu-west'];
const EVERY = RINGS;

function contextOf(alerts: Record<string, unknown> = {}, versions = true): AttributionContext {
  const { profile } = planOf({
    ...(versions && { versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } } }),
    infra: [
      {
        id: 'host',
        label: 'Host',
        items: [{ id: 'cache', label: 'cache', query: 'min(up{job="redis"})', unit: 'count', show: 'up' }],
      },
    ],
    alerts,
  });
  const plan = buildPlan(profile);
  const rings = RINGS.map((id) => ring({ id }));
  return { ...attributionContext(plan, rings), settings: profile.alerts };
}

describe('an alert concerns', () => {
  test.each([
    ['the ring it names', { ring: 'ring1' }, 'ring', ['ring1'], 'ring1'],
    ['that ring, whatever else it names', { ring: 'eu', version: 'v2', job: 'redis' }, 'ring', ['eu'], 'eu'],
    ['no ring whose name is only part of a word', { ring: 'ring10' }, 'ring', ['ring10'], 'ring10'],
    ['the ring of just that name, not that of one of its words', { ring: 'eu-west' }, 'ring', ['eu-west'], 'eu-west'],
    ['a ring named among other words', { ring: 'fleet/ring1' }, 'ring', ['ring1'], 'ring1'],
    ['every ring that a label names', { ring: 'ring10,ring1' }, 'ring', ['ring1', 'ring10'], 'ring1, ring10'],
    ['every ring, if it is about the candidate', { version: 'v2' }, 'candidate', EVERY, 'V2'],
    ['every ring, if it is about the baseline', { version: 'matcher-v1' }, 'baseline', EVERY, 'V1'],
    ['every ring, if it names both versions', { version: 'v1-v2' }, 'both', EVERY, 'V1 and V2'],
    ['every ring, if it is about infrastructure', { job: 'redis' }, 'infrastructure', EVERY, 'infrastructure'],
    ['every ring, if it names none of them', { alertname: 'Down' }, 'system', EVERY, 'the whole system'],
    ['every ring, if it names a version nobody knows', { version: 'v3' }, 'system', EVERY, 'the whole system'],
    ['every ring, if it names an empty one', { ring: '' }, 'system', EVERY, 'the whole system'],
    [
      'every ring, if it names a ring nobody knows, and says so',
      { ring: 'blue' },
      'system',
      EVERY,
      'the whole system, there is no ring blue',
    ],
    [
      'every ring as well, if that ring nobody knows has a version',
      { ring: 'blue', version: 'v2' },
      'candidate',
      EVERY,
      'V2, there is no ring blue',
    ],
  ])('%s', (_, labels, about, rings, text) => {
    const concern = concernOf(labels as Record<string, string>, contextOf());
    expect(concern).toMatchObject({ about, rings });
    expect(concernText(concern)).toBe(text);
  });

  const SUBJECTS = {
    candidate: { version: 'v2' },
    baseline: { version: 'v1' },
    infrastructure: { instance: 'host:9100' },
    system: { alertname: 'Down' },
  };
  test.each(Object.keys(SUBJECTS))('every ring or none, as the profile says of what is about %s', (subject) => {
    const others = Object.keys(SUBJECTS).filter((other) => other !== subject);
    const labels: Record<string, string> = SUBJECTS[subject as keyof typeof SUBJECTS];
    expect(concernOf(labels, contextOf({ concern_every_ring: [subject] })).rings).toEqual(EVERY);
    expect(concernOf(labels, contextOf({ concern_every_ring: others })).rings).toEqual([]);
    expect(concernOf({ ...labels, ring: 'eu' }, contextOf({ concern_every_ring: [] })).rings).toEqual(['eu']);
  });

  test('every ring for both versions while either of them does', () => {
    const both = { version: 'v1-v2' };
    expect(concernOf(both, contextOf({ concern_every_ring: ['baseline'] })).rings).toEqual(EVERY);
    expect(concernOf(both, contextOf({ concern_every_ring: ['system'] })).rings).toEqual([]);
  });

  test('what the labels say that the profile names', () => {
    const context = contextOf({ ring_label: ['stage', 'ring'], version_label: 'app' });
    expect(concernOf({ stage: 'eu', ring: 'ring1' }, context).rings).toEqual(['eu']);
    expect(concernOf({ stage: 'blue', ring: 'ring1' }, context).rings).toEqual(['ring1']);
    expect(concernOf({ version: 'v2' }, context).about).toBe('system');
    expect(concernOf({ app: 'v2' }, context).about).toBe('candidate');
    expect(concernOf({ version: 'v2' }, contextOf({}, false)).about).toBe('system');
  });

  test('some ring of the profile always, unless the profile says otherwise', () => {
    const value = fc.oneof(fc.constantFrom(...RINGS, 'v1', 'v2', 'redis', ''), fc.string());
    const labels = fc.dictionary(fc.constantFrom('ring', 'version', 'job', 'instance', 'alertname'), value);
    fc.assert(
      fc.property(labels, (any) => {
        const { about, rings } = concernOf(any, contextOf());
        expect(rings.length > 0 && rings.every((id) => RINGS.includes(id))).toBe(true);
        expect(about === 'ring' || rings.length === RINGS.length).toBe(true);
      }),
    );
  });
});
