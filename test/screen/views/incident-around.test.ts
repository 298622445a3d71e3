import { describe, expect, test } from 'vitest';
import type { Room } from '../../../src/room/room.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { ringInStage } from '../../../src/screen/views/incident/stage.ts';
import { incidentView } from '../../../src/screen/views/incident/state.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { acked, ago, alert, alertsOf, ring } from '../room-parts.ts';
import { healthy, sceneOf, spike } from '../rooms.ts';
import { TROUBLES } from './trouble-rooms.ts';

const seen = (room: Room, about: Parameters<typeof incidentView>[0]): string => {
  const safe = makeSafe<Room>(room);
  return picture(sceneOf(safe), { ...hands(safe).state(), views: [incidentView(about)] }).replaceAll(/\s*│\n│ /g, ' ');
};
const withAlerts = (list: readonly ReturnType<typeof alert>[], more = {}): Room => ({
  ...spike,
  alerts: alertsOf(list, more),
});
const page = (room: Room) => seen(room, { kind: 'alert', fingerprint: room.alerts.list[0]?.fingerprint ?? '' });

describe('who is on an alert', () => {
  test('is told in a sentence where it is acknowledged, silenced or kept quiet by another', () => {
    expect(page(withAlerts([acked]))).toContain('alice acknowledged it 6m ago, for 9m more: looking at the heap');
    const silence = { id: 's', by: 'bob', endsAt: ago(-3600), comment: 'rebuilding' };
    const silenced = alert('DiskFull', { state: 'silenced', silence });
    expect(page(withAlerts([silenced]))).toContain('bob silenced it for 1h more: rebuilding');
    const inhibited = alert('DiskFull', { state: 'inhibited' });
    expect(page(withAlerts([inhibited]))).toContain('another alert keeps it quiet (inhibited)');
  });

  test('is what was last known where alerts are not known', () => {
    const fires = alert('V2ErrorSpike');
    expect(page(withAlerts([fires]))).not.toContain('last known');
    const stale = { freshness: 'stale', members: { is: 'silent', errors: ['no route'] } };
    expect(page(withAlerts([fires], stale))).toContain('last known: ');
  });
});

test('an alert that fires for several machines names the others', () => {
  const on = (instance: string) => alert('HostDown', { fingerprint: instance, labels: { instance } });
  const text = page(withAlerts(['db-1', 'db-2', 'db-3', 'db-4', 'db-5'].map(on)));
  expect(text).toContain('The same alert fires 4 times more: instance db-2, instance db-3, instance db-4, 1 more');
  expect(page(withAlerts([on('db-1')]))).not.toContain('The same alert');
});

test('a metric is told of the ring that was rolled back, while V2 may run there still', () => {
  const gone = { state: 'rolled-back', because: { kind: 'rolled-back', at: ago(60) }, deployedAt: null } as const;
  const room = { ...spike, rings: [ring('canary', 'Canary', gone), ring('half', 'Half', gone)] };
  expect(ringInStage(makeSafe<Room>(room))).toBe('half');
  const [metric] = spike.comparison?.metrics ?? [];
  expect(seen(room, { kind: 'metric', metric: metric?.id ?? '' })).toContain('half was rolled back 1m ago');
  expect(
    ringInStage({ ...makeSafe<Room>(room), rings: [...makeSafe<Room>(room).rings, ring('full', 'Full', {})] }),
  ).toBe('full');
});

test('below the chart of a metric nothing repeats the limits that its row tells', () => {
  const [metric] = spike.comparison?.metrics ?? [];
  expect(seen(spike, { kind: 'metric', metric: metric?.id ?? '' })).not.toContain('The verdict');
});

test('an objective says how much was good, and draws no past that nobody keeps', () => {
  const { room } = TROUBLES.slo;
  const [slo] = room.slos;
  if (slo === undefined) throw new Error('there is no objective');
  const about = { kind: 'slo', slo: slo.id } as const;
  expect(seen(room, about)).toContain('the objective is at least 99.9 %');
  expect(seen(room, about)).toMatch(/100 %┤/);
  const unkept = seen({ ...room, slos: [{ ...slo, recorded: false }] }, about);
  expect(unkept).toContain('Its past is not kept');
  expect(unkept).not.toMatch(/100 %┤/);
});

test('keys on the page of a ring are about the alert that holds it up', () => {
  const h = hands(spike);
  h.press('1', 'enter');
  expect(h.state().views).toMatchObject([{ kind: 'ring', ring: 'ring1' }]);
  expect(h.press('a').dialog).toMatchObject({ kind: 'acknowledge' });
  expect(hands(healthy).press('1', 'enter', 'a').dialog).toBeNull();
});
