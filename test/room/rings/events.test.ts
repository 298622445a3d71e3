import { describe, expect, it, test } from 'vitest';
import { eventAlert, isRingEvent, type RingEvent, RingProgress } from '../../../src/room/rings/events.ts';
import type { RingState } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { eventText } from '../../../src/wording/events.ts';
import { ago, ring, room } from '../fixtures.ts';

const scope = { profile: 'vault', environment: 'production', labels: { team: 'release' } };

describe('the alert of an event', () => {
  const validated: RingEvent = {
    kind: 'validated',
    ring: 'ring0',
    by: 'alice',
    at: ago(0),
    validation: { by: 'alice' },
    note: 'all green',
  };

  it('says what, where and by whom in labels to route by, and the words in annotations', () => {
    expect(eventAlert(validated, eventText(validated), scope)).toEqual({
      labels: {
        team: 'release',
        alertname: 'RingValidated',
        severity: 'info',
        source: 'ringdeck',
        profile: 'vault',
        environment: 'production',
        ring: 'ring0',
        by: 'alice',
        at: '2026-01-02T03:04:05.000Z',
      },
      annotations: { summary: 'ring0 was validated by alice', note: 'all green' },
    });
  });

  it('of a progress is the same whoever saw it, and when', () => {
    const of = (elapsed: number) => {
      const soak = { elapsed: seconds(elapsed), required: seconds(86_400), pausedFor: seconds(0) };
      const soaking = ring({ id: 'ring1', state: 'soaking', because: { kind: 'soak', unmet: [] }, soak });
      const event = { kind: 'progressed', ring: soaking, state: 'soaking', room: room() } as const;
      return { told: eventText(event), labels: eventAlert(event, eventText(event), scope).labels };
    };
    expect([of(0).told, of(60).told]).toEqual([
      'ring1 is soaking: 1d of soak left',
      'ring1 is soaking: 23h59 of soak left',
    ]);
    expect(of(0).labels).toEqual(of(60).labels);
    expect(of(0).labels).toMatchObject({ alertname: 'RingProgressed', ring: 'ring1', state: 'soaking' });
  });

  it('holds nothing a terminal would obey, and cannot be passed for another by labels of the profile', () => {
    const hostile = eventAlert({ ...validated, by: 'a\u001b[2Jlice' }, '', { ...scope, labels: { alertname: 'Fire' } });
    expect(JSON.stringify(hostile)).not.toContain('\\u001b');
    expect(hostile.labels.alertname).toBe('RingValidated');
  });

  it('is known again, and no other alert is taken for one', () => {
    expect(isRingEvent(eventAlert(validated, '', scope).labels)).toBe(true);
    expect(isRingEvent({ alertname: 'RingValidated' })).toBe(false);
    expect(isRingEvent({ alertname: 'RingMemoryHigh', source: 'ringdeck' })).toBe(false);
  });
});

describe('the progress of a ring', () => {
  const walk = (...states: RingState[]) => {
    const progress = new RingProgress();
    return states.map((state) =>
      progress
        .observe(room({ rings: [ring({ state })] }))
        .map((event) => (event.kind === 'progressed' ? event.state : '')),
    );
  };

  test.each<[string, RingState[], string[]]>([
    ['is told stage by stage', ['waiting', 'deploying', 'soaking', 'ready'], ['deploying', 'soaking', 'ready']],
    ['is none when it is seen first', ['soaking', 'soaking'], []],
    ['is told once', ['waiting', 'soaking', 'soaking'], ['soaking']],
    ['is not told again after a failure or silence', ['soaking', 'failing', 'unknown', 'soaking'], []],
    ['is told across a failure', ['deploying', 'failing', 'ready'], ['ready']],
    ['leaves the validation to whoever validates', ['ready', 'validated', 'ready'], []],
    ['begins again with a new deployment', ['validated', 'deploying', 'soaking'], ['deploying', 'soaking']],
    ['is not told of a soak that falls back', ['ready', 'soaking', 'ready'], ['ready']],
  ])('%s', (_, states, told) => {
    expect(walk(...states).flat()).toEqual(told);
  });
});
