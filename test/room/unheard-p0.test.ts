import { describe, expect, test } from 'vitest';
import { summarise } from '../../src/room/findings.ts';
import type { Room } from '../../src/room/room.ts';
import { brief } from '../../src/wording/brief.ts';
import { headline } from '../../src/wording/headline.ts';
import { ago, alert, alertsOf, infraItem, known, source } from '../screen/room-parts.ts';
import { healthy } from '../screen/rooms.ts';

const found = (parts: Partial<Room>): Room => {
  const room = { ...healthy, ...parts };
  return { ...room, ...summarise(room, room.unanswered) };
};

const failing = [infraItem('host', 'cpu', 'cpu', 'ratio', 'bar', known(0.95), 0.8, 'fail')];
const members = { is: 'last', at: ago(14), errors: ['connection refused'] } as const;
const stale = (...list: readonly ReturnType<typeof alert>[]) =>
  alertsOf(list, { freshness: 'stale', complete: false, members });
const unlisted = (names: readonly string[], ...list: readonly ReturnType<typeof alert>[]) =>
  alertsOf(list, { complete: false, doubt: { unlisted: names, startedOfLate: [], silent: [], members: false } });
const p1 = alert('Slow', { tier: 'P1' });

describe('a P0 that cannot be followed any more', () => {
  test('leads when Alertmanager is silent, whatever else fails', () => {
    const room = found({ alerts: stale(alert('Down'), p1), infra: failing });
    expect(room.state).toBe('fail');
    expect(headline(room)).toBe('P0 Down was firing 14s ago; Alertmanager does not answer: connection refused');
    expect(brief(room)).toBe('Down was firing');
    expect(found({ alerts: stale(alert('Down')) }).state).toBe('unknown');
  });

  test('leads when Prometheus has it firing and no Alertmanager lists it', () => {
    for (const parts of [
      { infra: failing },
      { sources: [{ ...source('am', 'alertmanager'), state: 'failed' as const }] },
      {},
    ]) {
      const room = found({ alerts: unlisted(['Down'], p1), ...parts });
      expect(headline(room)).toMatch(/Prometheus has P0 Down firing, but no Alertmanager lists it/);
      expect(brief(room)).toBe('Down not listed');
    }
  });

  test('comes after one that is known to fire, and after a Prometheus that tells nothing', () => {
    expect(found({ alerts: unlisted(['Down'], alert('Crash')) }).finding).toMatchObject({ alert: { name: 'Crash' } });
    const blind = [{ ...source('prometheus', 'prometheus'), state: 'failed' as const }];
    const silent = [...blind, source('am', 'alertmanager')];
    expect(found({ alerts: stale(alert('Down')), sources: silent }).finding.kind).toBe('source');
  });

  test('is no other alert, and no list that merely may lack some', () => {
    expect(found({ alerts: stale(p1), infra: failing }).finding.kind).toBe('infra');
    expect(found({ alerts: unlisted([]), infra: failing }).finding.kind).toBe('infra');
    expect(headline(found({ alerts: stale(p1) }))).toMatch(/^P1 Slow was firing 14s ago; /);
  });
});
