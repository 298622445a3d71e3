import { describe, expect, it } from 'vitest';
import { Acknowledger } from '../../../src/operations/acks/acknowledge.ts';
import { AlertActs } from '../../../src/operations/acks/alert-acts.ts';
import { inTurn } from '../../../src/operations/acks/alert-results.ts';
import type { ActResult } from '../../../src/operations/operations.ts';
import { MemoryJournal, MemoryRingStore } from '../../../src/operations/stores/memory-ring-store.ts';
import { claimOn, claimsOf } from '../../../src/room/acks/claims.ts';
import { alertmanagersOf } from '../../../src/room/alerts/alertmanagers.ts';
import { alertsOf } from '../../../src/room/alerts/alerts.ts';
import { Moment } from '../../../src/room/moment.ts';
import type { Room, RoomAlert } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { ago, alert as listed, NOW, room, roomAlert } from '../../room/fixtures.ts';
import { planOf } from '../../room/observe.ts';
import { fakeCluster, foreignSilence } from '../fixtures/cluster.ts';

const { alerts: settings } = planOf({}).profile;
const named = (fingerprint: string, alertname: string) =>
  listed({ fingerprint, labels: { alertname }, startsAt: ago(600) });

/** Operators who share one cluster and one journal. */
function setup() {
  const cluster = fakeCluster(['a'], NOW, NOW, [named('a1', 'One'), named('a2', 'Two'), named('a3', 'Three')]);
  const journal = new MemoryJournal();
  const ringStore = new MemoryRingStore(journal);
  const clock = { now: () => NOW };
  const life = { duration: seconds(900), max: seconds(28_800) };
  let shown: Room | undefined;
  const look = async () => {
    const view = await cluster.members[0]?.view();
    if (!view?.ok) throw new Error('no view');
    const alertmanagers = alertmanagersOf(
      { a: { state: 'ok', at: NOW, value: view.value } },
      new Moment(NOW),
      seconds(15),
    );
    const claims = claimsOf(await journal.tail(100), new Moment(NOW));
    const listing = alertsOf(alertmanagers, settings, new Moment(NOW));
    const alerts = { ...listing, list: listing.list.map((one) => ({ ...one, claim: claimOn(one, claims) })) };
    shown = room({ alerts });
    return alerts.list.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  };
  const acts = (operator: string) => {
    const pause = async () => undefined;
    const { members } = cluster;
    const acknowledger = new Acknowledger({ members, operator, clock, life, pause, settle: pause });
    return new AlertActs({ operator, acknowledger, journal, ringStore, clock, room: () => shown });
  };
  const lines = async () =>
    (await journal.tail(100)).map(({ by, act, fingerprint, result }) => [by, act, fingerprint, result]);
  const newest = () => shown ?? room();
  return { cluster, journal, acts, look, lines, newest };
}

describe('acknowledging several alerts', () => {
  it('says how many, which not and why, and writes a line for each that was tried', async () => {
    const { cluster, acts, look, lines, journal } = setup();
    const [one, two, three] = await look();
    if (!one || !two || !three) throw new Error('no alerts');
    await acts('bob').acknowledge([one], { note: '' });
    const all = await look();
    cluster.members[0]?.fates.push('answered', 'refused');
    const came = await acts('alice').acknowledge([...all, ...all], { note: 'on it' });
    expect(came).toMatchObject({
      result: 'failed',
      message: '1 of 3 alerts acknowledged; One is already acknowledged by bob; Three failed: end in the past',
      alerts: [
        { fingerprint: 'a1', name: 'One', result: 'refused' },
        { fingerprint: 'a2', name: 'Two', result: 'done', message: 'Two is acknowledged: on it', silence: 's2' },
        { fingerprint: 'a3', name: 'Three', result: 'failed', message: 'end in the past' },
      ],
    });
    expect(await lines()).toEqual([
      ['bob', 'acknowledge', 'a1', 'done'],
      ['alice', 'acknowledge', 'a2', 'done'],
      ['alice', 'acknowledge', 'a3', 'failed'],
    ]);
    expect((await journal.tail(2))[0]).toMatchObject({
      target: 'Two',
      note: 'on it',
      evidence: {
        fingerprint: 'a2',
        labels: { alertname: 'Two' },
        silence: 's2',
        startsAt: new Date(ago(600)).toISOString(),
      },
    });
  });

  it.each([59, 8 * 3600 + 1])('for %i s is refused', async (duration) => {
    const { cluster, acts, look } = setup();
    const came = await acts('alice').acknowledge(await look(), { note: '', duration: seconds(duration) });
    expect(came).toEqual({ result: 'refused', message: 'an acknowledgement lasts from 1m to 8h' });
    expect(cluster.silences.size).toBe(0);
  });

  it('leaves out those that are over', async () => {
    const { cluster, acts, look } = setup();
    const seen = await look();
    cluster.resolve('a1');
    await look();
    expect(await acts('alice').acknowledge(seen, { note: '' })).toMatchObject({
      result: 'done',
      message: '2 of 3 alerts acknowledged; One is no longer firing',
    });
    expect(cluster.active()).toHaveLength(2);
  });
});

describe('taking an acknowledgement back', () => {
  it('says what else the same silence covered', async () => {
    const { cluster, acts, look } = setup();
    const group = { name: 'alertname', value: 'One|Two', isRegex: true, isEqual: true };
    const made = { ...foreignSilence('karma-1', {}, 'ACK! karma', NOW), matchers: [group] };
    cluster.silences.set(made.id, made);
    const [one] = await look();
    if (!one) throw new Error('no alert');
    expect(await acts('alice').unacknowledge(one)).toMatchObject({
      result: 'done',
      message: 'One is no longer acknowledged; nor are the other alerts of the same silence: Two',
    });
    expect(cluster.active()).toEqual([]);
  });
});

describe('a claim', () => {
  it('is a line of the journal that everybody sees, and silences nothing', async () => {
    const { cluster, acts, look, lines } = setup();
    const [one] = await look();
    if (!one) throw new Error('no alert');
    expect(await acts('alice').claim(one, 'looking')).toMatchObject({
      result: 'done',
      message: 'alice is on One: looking',
    });
    const [claimed] = await look();
    expect(claimed).toMatchObject({ state: 'firing', claim: { by: 'alice', at: NOW, note: 'looking' } });
    expect(cluster.silences.size).toBe(0);
    expect(await lines()).toEqual([['alice', 'claim', 'a1', 'done']]);
  });

  it('is made once, changes its note, is taken over, and only its owner releases it', async () => {
    const { acts, look, lines } = setup();
    const claim = async (by: string, note: string) => {
      const [one] = await look();
      if (!one) throw new Error('no alert');
      return (await acts(by).claim(one, note)).message;
    };
    const release = async (by: string) => {
      const [one] = await look();
      if (!one) throw new Error('no alert');
      return (await acts(by).release(one)).message;
    };
    expect(await release('alice')).toBe('nobody is on One');
    expect(await claim('alice', 'looking')).toBe('alice is on One: looking');
    expect(await claim('alice', '')).toBe('you are already on One');
    // The screen offers Alice to release it, not to take it over.
    expect(await claim('Alice', '')).toBe('you are already on One');
    expect(await claim('alice', 'found it')).toBe('alice is on One: found it');
    expect(await claim('bob', '')).toBe('bob is on One, taken over from alice');
    expect(await release('alice')).toBe('bob is on One: claim it to take it over');
    expect(await release('bob')).toBe('bob is no longer on One');
    expect((await look())[0]?.claim).toBeNull();
    expect((await lines()).map(([by, act]) => [by, act])).toEqual([
      ['alice', 'claim'],
      ['alice', 'claim'],
      ['bob', 'claim'],
      ['bob', 'release'],
    ]);
  });

  it('is refused once its alert is over', async () => {
    const { cluster, acts, look } = setup();
    const [one] = await look();
    if (!one) throw new Error('no alert');
    cluster.resolve('a1');
    await look();
    expect(await acts('alice').claim(one, '')).toMatchObject({ result: 'refused', message: 'One is no longer firing' });
  });
});

it('a narrower silence in place of another stands in the journal', async () => {
  const { cluster, acts, look, journal, newest } = setup();
  const [one] = await look();
  if (!one) throw new Error('no alert');
  await acts('alice').acknowledge([one], { note: 'on it' });
  cluster.fire(listed({ fingerprint: 'a9', labels: { alertname: 'One', zone: 'eu' }, startsAt: ago(10) }));
  await look();
  await acts('alice').tend(newest());
  expect(await journal.tail(1)).toMatchObject([
    {
      by: 'alice',
      act: 'acknowledge',
      fingerprint: 'a1',
      result: 'done',
      detail: 'One is now acknowledged by a narrower silence: the old one had begun to cover another alert',
      evidence: { silence: 's2' },
    },
  ]);
  expect(cluster.active().map(({ id }) => id)).toEqual(['s2']);
});

it('acts on several alerts one after the other, whatever became of the one before, and tells of all at once', async () => {
  const fates: Record<string, ActResult> = {
    One: { result: 'done', message: 'One is claimed' },
    Two: { result: 'refused', message: 'Two is no longer firing' },
    Three: { result: 'failed', message: 'the disk is full' },
    Four: { result: 'done', message: 'Four is claimed' },
  };
  const order: string[] = [];
  const alerts = Object.keys(fates).map((name) => roomAlert({ name, fingerprint: name }));
  const act = async ({ name }: RoomAlert) => {
    order.push(name);
    return fates[name] ?? { result: 'failed' as const, message: '' };
  };
  expect(await inTurn(alerts, act, 'claimed')).toMatchObject({
    result: 'failed',
    message: '2 of 4 alerts claimed; Two is no longer firing; Three failed: the disk is full',
    alerts: [{ result: 'done' }, { result: 'refused' }, { result: 'failed' }, { result: 'done' }],
  });
  expect(order).toEqual(['One', 'Two', 'Three', 'Four']);
  expect((await inTurn(alerts.slice(0, 2), act, 'claimed')).message).toBe(
    '1 of 2 alerts claimed; Two is no longer firing',
  );
});
