import { expect, it } from 'vitest';
import { ClosedGroups } from '../../../src/room/alerts/closed-groups.ts';
import { exactMatchers } from '../../../src/room/silences/matchers.ts';
import type { Route } from '../../../src/sources/alertmanager/types.ts';
import { seconds } from '../../../src/units.ts';
import { ago, silence } from '../fixtures.ts';

const PAGER: Route = {
  receiver: 'pager',
  matchers: [],
  continues: false,
  groupBy: ['group'],
  groupInterval: seconds(30),
  repeatInterval: seconds(3600),
  routes: [],
};

/** Calls `look` whenever a field is read, at whatever depth. */
const watched = <T extends object>(thing: T, look: () => void): T =>
  new Proxy(thing, {
    get(target, name, receiver) {
      look();
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof value === 'object' && value !== null ? watched(value, look) : value;
    },
  });

/** How often anything is looked at when so many alerts of one group ended at once, each acknowledged. */
function workFor(count: number): number {
  let looks = 0;
  const look = () => {
    looks += 1;
  };
  const all = Array.from({ length: count }, (_, i) => ({ alertname: 'Load', group: 'g', job: 'node', id: `${i}` }));
  const spells = all.map((labels) => ({
    labels,
    fingerprint: '',
    from: ago(990),
    to: ago(75),
    interval: seconds(15),
  }));
  const silences = all.map((labels, i) => ({
    ...silence({ id: `s${i}`, matchers: exactMatchers(labels, []), startsAt: ago(900), endsAt: ago(10) }),
    active: false,
    seenBy: [],
    offset: 0,
  }));
  const closed = new ClosedGroups(
    { spells: spells.map((spell) => ({ ...watched(spell, look), labels: spell.labels })), sender: null },
    silences.map((one) => watched(one, look)),
    PAGER,
  );
  for (const labels of all) {
    const end = { at: ago(60), interval: seconds(15), labels };
    const acked = { labels: { ...labels, dc: 'x' }, ackedAt: ago(900), mutedUntil: ago(10), destinations: [PAGER] };
    closed.has(end, acked);
  }
  return looks;
}

it('a thousand alerts that end at once are ten times the work of a hundred', () => {
  expect(workFor(1000) / workFor(100)).toBeLessThan(12);
});
