import { describe, expect, it } from 'vitest';
import { Acknowledger } from '../../../src/operations/acks/acknowledge.ts';
import { alertmanagersOf } from '../../../src/room/alerts/alertmanagers.ts';
import { alertsOf } from '../../../src/room/alerts/alerts.ts';
import { Moment } from '../../../src/room/moment.ts';
import type { Alerts } from '../../../src/room/room.ts';
import type { AlertmanagerView, Silence } from '../../../src/sources/alertmanager/types.ts';
import type { Feed } from '../../../src/sources/feed.ts';
import { addSeconds, millis, seconds } from '../../../src/units.ts';
import { ago, alert as listed, NOW } from '../../room/fixtures.ts';
import { planOf } from '../../room/observe.ts';
import { fakeCluster } from '../fixtures/cluster.ts';

const life = { duration: seconds(900), max: seconds(8 * 3600) };
const AHEAD = millis(NOW + 20 * 60_000);
const labels = { alertname: 'X', ring: 'ring1' };
const inServerClock = (s: number) => addSeconds(AHEAD, seconds(-s));
const { alerts: settings } = planOf({}).profile;

/** Two rooms of one operator over one cluster; an alert has fired for an hour. */
function setup() {
  const cluster = fakeCluster(['a', 'b', 'c'], NOW, AHEAD, [
    listed({ labels, fingerprint: 'abc1', startsAt: inServerClock(3600) }),
  ]);
  let nonces = 0;
  const room = () =>
    new Acknowledger({
      members: cluster.members,
      operator: 'alice',
      clock: { now: () => NOW },
      life,
      nonce: () => (++nonces).toString(16).padStart(8, '0'),
      settle: async () => undefined,
      pause: async () => undefined,
    });
  const look = async (): Promise<Alerts> => {
    const views = await Promise.all(cluster.members.map(async (member) => [member.id, await member.view()] as const));
    const feeds = views.map(([id, view]): [string, Feed<AlertmanagerView>] => [
      id,
      view.ok ? { state: 'ok', at: NOW, value: view.value } : { state: 'failed', error: view.error },
    ]);
    return alertsOf(
      alertmanagersOf(Object.fromEntries(feeds), new Moment(NOW), seconds(15)),
      settings,
      new Moment(NOW),
    );
  };
  return { cluster, room, look };
}

/** The alert is acknowledged, and that was so many seconds ago. */
async function acked(age: number, left: number) {
  const { cluster, room, look } = setup();
  await room().acknowledge((await look()).list, { note: 'on it' });
  const [created] = cluster.active();
  if (!created) throw new Error('no silence');
  const silence: Silence = { ...created, startsAt: inServerClock(age), endsAt: inServerClock(-left) };
  cluster.silences.set(silence.id, silence);
  return { cluster, room, look, silence };
}

const more = listed({ labels: { ...labels, job: 'api' }, fingerprint: 'abc2', startsAt: inServerClock(30) });

describe('an acknowledgement that is about to end', () => {
  it.each([
    ['is extended', 600, 200, 900],
    ['is left alone while there is time', 300, 600, 600],
    ['is extended no further than its greatest age', 8 * 3600 - 300, 200, 300],
    ['is left alone at its greatest age', 8 * 3600 - 100, 100, 100],
  ])('%s', async (_, age, left, then) => {
    const { cluster, room, look, silence } = await acked(age, left);
    cluster.resolve('abc1');
    cluster.fire(listed({ labels, fingerprint: 'abc1', startsAt: inServerClock(9 * 3600) }));
    await room().tend(await look());
    expect(cluster.active()).toEqual([{ ...silence, endsAt: inServerClock(-then) }]);
  });

  it('is extended by two rooms at once without a second silence', async () => {
    const { cluster, room, look, silence } = await acked(600, 200);
    const seen = await look();
    await Promise.all([room().tend(seen), room().tend(seen)]);
    expect(cluster.active()).toEqual([{ ...silence, endsAt: inServerClock(-900) }]);
  });

  it('ends with its alert', async () => {
    const { cluster, room, look } = await acked(600, 200);
    cluster.resolve('abc1');
    await room().tend(await look());
    expect(cluster.active()).toEqual([]);
  });

  it('is not revived by an extension that was already on its way when it was taken back', async () => {
    const { cluster, room, look, silence } = await acked(600, 200);
    const seen = await look();
    const [member] = cluster.members;
    const create = member?.createSilence.bind(member);
    if (!member || !create) throw new Error('no member');
    member.createSilence = async (longer) => {
      await member.expireSilence(silence.id);
      return create(longer);
    };
    await room().tend(seen);
    expect(cluster.silences.size).toBe(2);
    expect(cluster.active()).toEqual([]);
  });

  it('is not revived either when the answer to that extension is lost', async () => {
    const { cluster, room, look, silence } = await acked(600, 200);
    const seen = await look();
    const [member] = cluster.members;
    const create = member?.createSilence.bind(member);
    if (!member || !create) throw new Error('no member');
    member.fates.push('lost');
    member.createSilence = async (longer) => {
      await member.expireSilence(silence.id);
      return create(longer);
    };
    await room().tend(seen);
    expect(cluster.silences.size).toBe(2);
    expect(cluster.active()).toEqual([]);
  });

  it('is found by its comment, by a ringdeck that was started since', async () => {
    const { cluster, room, look, silence } = await acked(600, 200);
    await room().tend(await look());
    expect(cluster.active()[0]?.endsAt).toBeGreaterThan(silence.endsAt);
  });
});

describe('a surplus silence', () => {
  it('that came back with a member which had been away is ended, by whichever room is first', async () => {
    const { cluster, room, look, silence } = await acked(60, 840);
    cluster.silences.set('late', { ...silence, id: 'late' });
    const seen = await look();
    await Promise.all([room().tend(seen), room().tend(seen)]);
    expect(cluster.active().map(({ id }) => id)).toEqual(['late']);
    expect((await look()).list[0]?.state).toBe('acknowledged');
  });

  it('is left alone while the other cannot be seen to be there', async () => {
    const { cluster, room, look, silence } = await acked(60, 840);
    cluster.silences.set('late', { ...silence, id: 'late' });
    const seen = await look();
    cluster.silences.set('late', { ...silence, id: 'late', state: 'expired' });
    await room().tend(seen);
    expect(cluster.active().map(({ id }) => id)).toEqual(['s1']);
  });
});

describe('an acknowledgement that came to cover another alert', () => {
  it('gives way to a narrower one; the age of the first counts on', async () => {
    const { cluster, room, look, silence } = await acked(3000, 840);
    cluster.fire(more);
    expect((await look()).list.map(({ fingerprint, state }) => [fingerprint, state])).toEqual([
      ['abc2', 'firing'],
      ['abc1', 'acknowledged'],
    ]);
    expect(await room().tend(await look())).toMatchObject([
      { act: 'narrow', alert: { fingerprint: 'abc1' }, silence: 's2' },
    ]);
    expect(cluster.active()).toMatchObject([
      {
        id: 's2',
        endsAt: silence.endsAt,
        createdBy: 'alice',
        comment: expect.stringMatching(/ fp=abc1 nonce=00000002 since=\S+ began=\S+ – on it$/),
      },
    ]);
    const { list } = await look();
    expect(list.map(({ ack, lapsed }) => [ack?.at ?? null, lapsed])).toEqual([
      [null, null],
      [ago(3000), null],
    ]);
  });

  it('gives way only once the narrower one is there', async () => {
    const { cluster, room, look } = await acked(60, 840);
    cluster.fire(more);
    for (const member of cluster.members) member.fates.push('refused');
    await room().tend(await look());
    expect(cluster.active().map(({ id }) => id)).toEqual(['s1']);
  });

  it('gives way with the next room when the answer was lost', async () => {
    const { cluster, room, look } = await acked(60, 840);
    cluster.fire(more);
    cluster.members[0]?.fates.push('lost');
    await room().tend(await look());
    expect(cluster.active().map(({ id }) => id)).toEqual(['s1', 's2']);
    await room().tend(await look());
    expect(cluster.active().map(({ id }) => id)).toEqual(['s2']);
  });

  it('is one in the end when two rooms see to it at once', async () => {
    const { cluster, room, look } = await acked(60, 840);
    cluster.fire(more);
    const seen = await look();
    await Promise.all([room().tend(seen), room().tend(seen)]);
    const again = await look();
    await Promise.all([room().tend(again), room().tend(again)]);
    expect(cluster.active()).toHaveLength(1);
    expect((await look()).counts).toMatchObject({ firing: 1, acknowledged: 1 });
  });

  it('is ended once its own alert is over', async () => {
    const { cluster, room, look } = await acked(60, 840);
    cluster.fire(more);
    cluster.resolve('abc1');
    await room().tend(await look());
    expect(cluster.active()).toEqual([]);
  });
});
