import { describe, expect, it } from 'vitest';
import { evidenceRecord } from '../../../src/operations/rings/evidence.ts';
import { type Evidence, evidenceFor } from '../../../src/room/rings/evidence.ts';
import type { Reading, Room, RoomAlert, Soak } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { missingText } from '../../../src/wording/evidence.ts';
import { about, ago, alertsWith, check, NOW, ring, room, roomAlert } from '../fixtures.ts';

const stale: Reading = {
  known: false,
  reason: 'stale',
  at: ago(125),
  part: false,
  error: 'connection refused',
  last: { value: 1.9e8, at: ago(125) },
};

const of = (fields: Partial<Room> = {}): Evidence => {
  const evidence = evidenceFor(room(fields), 'ring0');
  if (!evidence) throw new Error('no such ring');
  return evidence;
};

describe('the evidence for a ring', () => {
  it('is none for a ring that does not exist', () => {
    expect(evidenceFor(room(), 'ring7')).toBeNull();
  });

  it('gives every check its value, its limit and its age, also of a value that no longer stands', () => {
    const reading = { known: true, value: 0.002, at: ago(3), aging: false } as const;
    const checks = [
      check({ id: 'errors', unit: 'ratio', limit: { kind: 'at-most', most: 0.01 }, reading }),
      check({ state: 'unknown', reading: stale }),
      check({ id: 'uptime', state: 'unknown', reading: { known: false, reason: 'no-series', warning: null } }),
    ];
    expect(of({ rings: [ring({ checks })] }).checks).toMatchObject([
      { id: 'errors', age: 3, limit: { most: 0.01 }, unit: 'ratio', reading: { value: 0.002 } },
      { id: 'memory', age: 125, reading: { known: false } },
      { id: 'uptime', age: null },
    ]);
  });

  it('lists the P0 and P1 alerts that concern it, whatever their state, and the P0 that fire elsewhere', () => {
    const rings = [ring(), ring({ id: 'ring1' })];
    const alert = (fingerprint: string, fields: Parameters<typeof roomAlert>[0]) =>
      roomAlert({ fingerprint, ...fields });
    const list = [
      alert('own', { concern: about('ring0') }),
      alert('everyone', { tier: 'P1' }),
      alert('acknowledged', { state: 'acknowledged' }),
      alert('small', { tier: 'P2' }),
      alert('silenced', { state: 'silenced' }),
      alert('of another ring', { concern: about('ring1') }),
      alert('of another ring, in hand', { concern: about('ring1'), state: 'acknowledged' }),
      alert('of another ring, P1', { concern: about('ring1'), tier: 'P1' }),
    ];
    const evidence = of({ rings, alerts: alertsWith(list) });
    const names = (alerts: readonly RoomAlert[] = []) => alerts.map(({ fingerprint }) => fingerprint);
    expect(names(evidence.alerts?.list)).toEqual(['own', 'everyone', 'acknowledged', 'silenced']);
    expect(names(evidence.alerts?.elsewhere)).toEqual(['of another ring']);
    expect(of({ rings, sources: [], alerts: alertsWith(list) }).alerts).toBeNull();
  });

  it('names all that is missing', () => {
    const error = { kind: 'unreachable', message: 'connection refused' } as const;
    const prometheus = { id: 'prometheus', kind: 'prometheus', state: 'failed', latency: null, error } as const;
    const alertmanager = { id: 'am-0', kind: 'alertmanager', state: 'ok', latency: null, error: null } as const;
    const checks = [check({ state: 'unknown', reading: stale })];
    const evidence = of({
      rings: [ring({ deployedAt: null, because: { kind: 'not-deployed', unmet: [] }, checks })],
      ringStoreError: 'rings.json: permission denied',
      sources: [
        { ...prometheus, answeredAt: ago(125) },
        { ...alertmanager, answeredAt: ago(1) },
      ],
      alerts: { ...alertsWith([], 'stale'), members: { is: 'last', at: ago(125), errors: [] } },
    });
    expect(evidence.missing.map((one) => missingText(one, evidence))).toEqual([
      'which rings are validated: rings.json: permission denied',
      'prometheus: it has not answered for 2m: connection refused',
      'the time of deployment: not deployed yet',
      'memory: last known 2m ago: connection refused',
      'alerts: Alertmanager last answered 2m ago',
    ]);
    expect(of().missing).toEqual([]);
  });

  it('keeps alerts that are not known apart from none, and those last known apart from those of now', () => {
    const last = roomAlert({ fingerprint: 'f9', concern: about('ring0') });
    const recorded = (freshness: 'ok' | 'partial' | 'stale' | 'unknown', list: readonly RoomAlert[]) =>
      evidenceRecord(of({ alerts: { ...alertsWith(list, freshness), members } })).alerts;
    const members = { is: 'silent', errors: [] } as const;
    expect(recorded('ok', [])).toEqual({ state: 'ok', detail: 'waiting for Alertmanager', list: [], elsewhere: [] });
    expect(recorded('partial', [last])).toMatchObject({
      state: 'partial',
      reason: 'waiting for Alertmanager',
      list: [{ fingerprint: 'f9', about: 'ring0' }],
    });
    expect(recorded('unknown', [])).toMatchObject({ state: 'unknown', reason: 'waiting for Alertmanager', list: null });
    expect(recorded('stale', [last])).toMatchObject({
      reason: 'waiting for Alertmanager; last known: P0 V2ErrorSpike was firing',
      list: null,
      elsewhere: null,
      last: { list: [{ fingerprint: 'f9' }] },
    });
  });

  it('is kept as plain JSON: numbers in base units, times as RFC 3339, what is not known as null with the reason', () => {
    const infinite = check({ id: 'rate', reading: { known: true, value: Infinity, at: NOW, aging: false } });
    const soak: Soak = {
      elapsed: seconds(30),
      required: seconds(60),
      pausedFor: seconds(240),
      paused: { since: ago(240), because: { kind: 'check', check: 'memory', silence: { since: ago(240) } } },
    };
    const checks = [check({ state: 'unknown', reading: stale }), infinite];
    const request = { by: 'alice', at: ago(60), expiresAt: ago(-3540), note: 'all green' };
    const evidence = of({ rings: [ring({ soak, checks, approvals: 2, approval: request })] });
    const record = evidenceRecord(evidence);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(record).toMatchObject({
      at: '2026-01-02T03:04:05.000Z',
      soak: {
        elapsedSeconds: 30,
        requiredSeconds: 60,
        pausedSeconds: 240,
        paused: 'paused 4m ago: memory unknown: Prometheus has not answered for 4m',
      },
      checks: [
        {
          id: 'memory',
          value: null,
          limit: 2e8,
          ageSeconds: 125,
          reason: 'stale: last known 2m ago: connection refused',
        },
        { id: 'rate', value: null },
      ],
      request: { by: 'alice', at: '2026-01-02T03:03:05.000Z', note: 'all green' },
      alerts: { state: 'ok', list: [] },
    });
  });
});
