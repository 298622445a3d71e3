import { expect, it } from 'vitest';
import { Hosts } from '../../src/bridge/hosts.ts';
import type { Report } from '../../src/bridge/report.ts';
import { rollouts, type TargetList } from '../../src/bridge/rollout.ts';
import { millis, seconds } from '../../src/units.ts';
import { INHERITED } from '../names.ts';

const at = (second: number) => millis(second * 1000);
const report = (hostname: string, fields: Partial<Report> = {}): Report => ({ ring: 'ring0', hostname, ...fields });
const some = (maxHosts = 10) => new Hosts({ staleAfter: seconds(900), forgetAfter: seconds(3600), maxHosts });

it('keeps the newest report of each host of each ring, in whatever order they come', () => {
  const hosts = some();
  hosts.accept(report('A', { errorCount: 2 }), at(20), at(30));
  hosts.accept(report('A', { errorCount: 1 }), at(10), at(30));
  hosts.accept(report('A', { ring: 'ring1', errorCount: 7 }), at(10), at(30));
  hosts.accept(report('B'), at(10), at(30));
  expect(hosts.all(at(30)).map(({ report: { ring, hostname, errorCount } }) => [ring, hostname, errorCount])).toEqual([
    ['ring0', 'A', 2],
    ['ring1', 'A', 7],
    ['ring0', 'B', undefined],
  ]);
});

const listing = (rings: Readonly<Record<string, readonly string[]>>): TargetList =>
  new Map(Object.entries(rings).map(([ring, hosts]) => [ring, new Set(hosts)]));

it('takes a name in upper and in lower case for one host: no ring has more hosts deployed to than it has', () => {
  const hosts = some();
  for (const name of ['PC1', 'pc1']) hosts.accept(report(name, { version: '2' }), at(10), at(30));
  expect(rollouts(hosts.all(at(30)), listing({ ring0: ['pc1'] }))).toMatchObject([
    { ring: 'ring0', targets: 1, reached: 1 },
  ]);
});

it.each(INHERITED)(
  'counts the hosts of a ring named %s as those of any other, whether targets are told or not',
  (ring) => {
    const hosts = some();
    hosts.accept(report('A', { ring, version: '2' }), at(10), at(30));
    const told = (targets: TargetList) => rollouts(hosts.all(at(30)), targets).map((one) => [one.ring, one.targets]);
    expect(told(listing({ ring0: [] }))).toEqual([
      [ring, 1],
      ['ring0', 0],
    ]);
    expect(told(listing(Object.fromEntries([[ring, ['a', 'b']]])))).toEqual([[ring, 2]]);
  },
);

it('takes a silent host for stale, and forgets it in the end', () => {
  const hosts = some();
  hosts.accept(report('A'), at(0), at(0));
  const [host] = hosts.all(at(900));
  if (!host) throw new Error('it is gone');
  expect([hosts.isStale(host, at(900)), hosts.isStale(host, at(901))]).toEqual([false, true]);
  expect([hosts.all(at(3600)).length, hosts.all(at(3601)).length]).toEqual([1, 0]);
});

it('takes no more hosts than it may, but another for one that it forgets', () => {
  const hosts = some(2);
  expect(hosts.accept(report('A'), at(0), at(0))).toBe(true);
  expect(hosts.accept(report('B'), at(0), at(0))).toBe(true);
  expect(hosts.accept(report('C'), at(0), at(0))).toBe(false);
  expect(hosts.accept(report('A'), at(5), at(5))).toBe(true);
  expect(hosts.accept(report('C'), at(3602), at(3602))).toBe(true);
});

/** What is known of a rollout after reports of [second, ring, host, version]. */
function after(
  reports: readonly (readonly [number, string, string, string | null])[],
  targets: TargetList = 'reported',
) {
  const hosts = new Hosts({ staleAfter: seconds(900), forgetAfter: seconds(1e6), maxHosts: 100 });
  for (const [second, ring, hostname, version] of reports)
    hosts.accept(report(hostname, { ring, version }), at(second), at(second));
  return Object.fromEntries(
    rollouts(hosts.all(at(1000)), targets).map(({ ring, targets, reached, deployed }) => [
      ring,
      [reached, targets, deployed?.version, deployed && deployed.at / 1000],
    ]),
  );
}

const BEFORE = [
  [1, 'ring0', 'A', '1.0'],
  [1, 'ring0', 'B', '1.0'],
  [1, 'ring1', 'P', '1.0'],
] as const;

it('a ring is deployed since its first host runs the version that came last', () => {
  expect(after(BEFORE)).toEqual({ ring0: [2, 2, '1.0', 1], ring1: [1, 1, '1.0', 1] });
  expect(after([...BEFORE, [50, 'ring0', 'B', '2.0'], [60, 'ring0', 'B', '2.0']])).toEqual({
    ring0: [1, 2, '2.0', 50],
    ring1: [0, 1, undefined, null],
  });
  expect(after([...BEFORE, [50, 'ring0', 'B', '2.0'], [70, 'ring0', 'A', '2.0']])).toMatchObject({
    ring0: [2, 2, '2.0', 50],
  });
});

it('a version that was rolled back everywhere is no rollout any more', () => {
  const back = after([...BEFORE, [50, 'ring0', 'B', '2.0'], [60, 'ring0', 'B', '1.0']]);
  expect(back).toEqual({ ring0: [2, 2, '1.0', 1], ring1: [1, 1, '1.0', 1] });
});

it('the targets say how many hosts a ring is to have, and which', () => {
  const targets = listing({ ring0: ['a', 'b', 'c', 'd'], ga: ['x'] });
  expect(after([...BEFORE, [9, 'ring0', 'STRANGER', '1.0']], targets)).toEqual({
    ring0: [2, 4, '1.0', 1],
    ring1: [1, 1, '1.0', 1],
    ga: [0, 1, undefined, null],
  });
});

it('a host that tells no version runs no newest one', () => {
  expect(after([[1, 'ring0', 'A', null]])).toEqual({ ring0: [0, 1, undefined, null] });
});
