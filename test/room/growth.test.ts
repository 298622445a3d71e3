import { describe, expect, test } from 'vitest';
import { grownWorld, type Size } from '../../bench/growth/worlds.ts';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { previewAck } from '../../src/room/acks/preview.ts';
import { buildRoom, RoomBuilder } from '../../src/room/build.ts';
import type { Room } from '../../src/room/shown.ts';
import { addSeconds, seconds } from '../../src/units.ts';

/** Plain data that counts each look at it, at whatever depth. */
function counted<T>(thing: T, look: () => void): T {
  if (typeof thing !== 'object' || thing === null) return thing;
  const seen = new Map<PropertyKey, unknown>();
  return new Proxy(thing, {
    get(target, name, receiver) {
      look();
      const known = seen.get(name) ?? counted(Reflect.get(target, name, receiver), look);
      seen.set(name, known);
      return known;
    },
    ownKeys(target) {
      look();
      return Reflect.ownKeys(target);
    },
  });
}

/** How often servers' answers and the journal are looked at to build a room of that size. */
function looksAt(size: Size): number {
  let looks = 0;
  const look = () => {
    looks += 1;
  };
  const { plan, ledger, now, first } = grownWorld(size);
  const history = new History(plan);
  const watched: Frame = {
    ...first,
    queries: first.queries.map((query) => counted(query, look)),
    alertmanagers: counted(first.alertmanagers, look),
  };
  history.extend(watched);
  looks = 0;
  buildRoom(plan, history, { ...ledger, journal: ledger.journal.map((line) => counted(line, look)) }, now);
  return looks;
}

const N = 40;
const TIMES = 4;

describe('what it costs to build a room grows with what there is, and no faster:', () => {
  test.each<[string, (n: number) => Size]>([
    ['alerts', (alerts) => ({ alerts })],
    ['alerts of one name', (alerts) => ({ alerts, names: 1 })],
    ['acknowledged alerts', (alerts) => ({ alerts, acked: alerts })],
    ['acknowledged alerts of one name', (alerts) => ({ alerts, acked: alerts, names: 1 })],
    ['silences of others', (alerts) => ({ alerts, silences: alerts })],
    ['silences of others that cover alerts of one name', (alerts) => ({ alerts, silences: alerts, names: 1 })],
    ['lines of the journal', (journal) => ({ alerts: 5, journal })],
    ['series of a query', (series) => ({ series })],
    ['checks of a ring', (checks) => ({ rings: 1, checks })],
    ['rings', (rings) => ({ rings: rings / 4, checks: 2 })],
  ])('%s', (_, sizeOf) => {
    // A sort takes a little more.
    expect(looksAt(sizeOf(N * TIMES)) / looksAt(sizeOf(N))).toBeLessThan(TIMES * 1.3);
  });
});

test('a second looks at none of what came with the last frame', () => {
  const { plan, history, ledger, now } = grownWorld({ alerts: 200, acked: 100, silences: 50, series: 100 });
  const rooms = new RoomBuilder(plan);
  const before = rooms.build(history, ledger, now);
  const after: Room = rooms.build(history, ledger, addSeconds(now, seconds(1)));
  for (const key of ['alerts', 'silences', 'infra', 'incidents', 'journal'] as const)
    expect(after[key], key).toBe(before[key]);
});

test('where the clock of one alert runs out, the others are the same objects', () => {
  const { plan, history, ledger, now } = grownWorld({ alerts: 400 });
  const rooms = new RoomBuilder(plan);
  const at = (later: number) => rooms.build(history, ledger, addSeconds(now, seconds(later))).alerts.list;
  let [changed, list] = [0, at(0)];
  for (let later = 1; later <= 10; later++) {
    const next = at(later);
    changed += next.filter((alert, i) => alert !== list[i]).length;
    list = next;
  }
  expect(changed).toBeGreaterThan(0);
  expect(changed).toBeLessThan(40);
});

test('the preview of acknowledging all holds no alert against every other', () => {
  const looksOf = (alerts: number): number => {
    const { plan, history, ledger, now } = grownWorld({ alerts, names: 1 });
    const { list } = buildRoom(plan, history, ledger, now).alerts;
    let looks = 0;
    const look = () => {
      looks += 1;
    };
    const watched = list.map((alert) => ({ ...alert, exactLabels: counted(alert.exactLabels, look) }));
    expect(previewAck({ alerts: { list: watched } }, watched).silenced).toHaveLength(alerts);
    return looks;
  };
  expect(looksOf(N * TIMES) / looksOf(N)).toBeLessThan(TIMES * 1.1);
});
