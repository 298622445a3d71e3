import { expect, test } from 'vitest';
import { distinguishing } from '../../../src/room/silences/distinguishing.ts';
import { alert } from '../../screen/rooms.ts';

const host = (instance: string, more: Record<string, string> = {}) =>
  alert('HostDown', {
    fingerprint: JSON.stringify({ instance, ...more }),
    labels: { alertname: 'HostDown', severity: 'critical', job: 'node', instance, ...more },
  });

test('alerts of one name are told apart by the labels in which they differ', () => {
  const hosts = [host('db0'), host('db1')];
  expect(hosts.map((one) => distinguishing(one, hosts))).toEqual(['db0', 'db1']);
  const zones = [host('db0', { zone: 'a' }), host('db0', { zone: 'b' }), host('db1', { zone: 'a' })];
  expect(zones.map((one) => distinguishing(one, zones))).toEqual(['db0 zone=a', 'db0 zone=b', 'db1 zone=a']);
});

test('an alert that is alone with its name shows where it comes from', () => {
  const only = host('db0');
  expect(distinguishing(only, [only, alert('Other')])).toBe('db0');
  const bare = alert('Bare', { labels: { alertname: 'Bare' } });
  expect(distinguishing(bare, [bare])).toBe('');
});
