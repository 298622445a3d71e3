import { toSnapshot } from '../src/report/snapshot.ts';
import { previewAck } from '../src/room/acks/preview.ts';
import { RoomBuilder } from '../src/room/build.ts';
import { distinguishing } from '../src/room/silences/distinguishing.ts';
import { addSeconds, seconds } from '../src/units.ts';
import { median } from './figure.ts';
import { Hands } from './growth/hands.ts';
import { grownWorld, type Size } from './growth/worlds.ts';

/*
 * npm run bench -- growth: what a room costs by how much there is, in milliseconds of processor time, and how that grows.
 * Ten times as much may cost ten times as much where something came, and the same where a key or a second went by.
 */

const RUNS = 5;
const SMALL = 1000;
const LARGE = 10_000;
/** How much there is of everything, by one number. */
const WORLDS: Readonly<Record<string, (n: number) => Size>> = {
  'alerts that fire': (alerts) => ({ alerts }),
  'alerts, half of them acknowledged': (alerts) => ({ alerts, acked: alerts / 2 }),
  'alerts and silences of others': (alerts) => ({ alerts, silences: alerts }),
  'alerts of one name': (alerts) => ({ alerts, names: 1 }),
  'lines of the journal': (journal) => ({ alerts: 100, journal }),
  'series of a query, a fifth': (n) => ({ series: n / 5 }),
  'checks of all rings, a twentieth': (n) => ({ rings: 10, checks: Math.ceil(n / 200) }),
};

/** Processor time of what is done, each time after a part that is not counted. */
function costOf(run: (i: number) => void, before: (i: number) => void = () => {}): number {
  const values = Array.from({ length: RUNS }, (_, i) => {
    before(i);
    const start = process.cpuUsage();
    run(i);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return median(values);
}

function costsOf(size: Size): Readonly<Record<string, number>> {
  const { plan, history, ledger, now, frame } = grownWorld(size);
  const rooms = new RoomBuilder(plan);
  const at = (later: number) => rooms.build(history, ledger, addSeconds(now, seconds(later)));
  const room = at(0);
  const { list } = room.alerts;
  const hands = new Hands(room);
  const keys = (...pressed: string[]) =>
    costOf(() => {
      for (const key of pressed) hands.press(key);
    }) / pressed.length;
  return {
    'a refresh': costOf(
      () => at(0),
      () => history.extend(frame),
    ),
    'a second': costOf((i) => at(i + 1)),
    'a second, drawn': costOf((i) => hands.show(at(10 + i))),
    'a key: down, up': keys('tab', 'down', 'down', 'up'),
    'a key of a filter': keys('/', 'h', 'o', 's', 't', 'esc'),
    'a key: mark all, none': keys('*', '*'),
    'a key: acknowledge all': keys('*', 'a', 'x', 'esc', '*'),
    'a key: enter, back': keys('enter', 'esc'),
    'preview of one': costOf(() => previewAck(room, list.slice(0, 1))),
    'preview of all': costOf(() => previewAck(room, list)),
    'a list as text': costOf(() => list.map((alert) => distinguishing(alert, list)).join('\n')),
    'a snapshot': costOf(() => JSON.stringify(toSnapshot(room))),
  };
}

const cell = (value: number): string => value.toFixed(value < 10 ? 2 : 0).padStart(9);

for (const [name, sizeOf] of Object.entries(WORLDS)) {
  costsOf(sizeOf(SMALL / 10));
  const [small, large] = [costsOf(sizeOf(SMALL)), costsOf(sizeOf(LARGE))];
  process.stdout.write(`\n${name}\n${''.padEnd(26)}${`${SMALL}`.padStart(9)}${`${LARGE}`.padStart(9)}    ratio\n`);
  const costsBefore = new Map(Object.entries(small));
  for (const [what, cost] of Object.entries(large)) {
    const before = costsBefore.get(what) ?? Number.NaN;
    process.stdout.write(`  ${what.padEnd(24)}${cell(before)}${cell(cost)}${cell(cost / before)}\n`);
  }
}
