import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/clock.ts';
import { Acknowledger } from '../../../src/operations/acks/acknowledge.ts';
import { datasource } from '../../../src/profile/schema/http.ts';
import { alertmanagersOf } from '../../../src/room/alerts/alertmanagers.ts';
import { alertsOf } from '../../../src/room/alerts/alerts.ts';
import { Moment } from '../../../src/room/moment.ts';
import type { RoomAlert } from '../../../src/room/room.ts';
import { foreignSilences } from '../../../src/room/silences/foreign-silences.ts';
import { exactMatchers } from '../../../src/room/silences/matchers.ts';
import { createAlertmanager } from '../../../src/sources/alertmanager/alertmanager.ts';
import type { AlertmanagerMember, AlertmanagerView } from '../../../src/sources/alertmanager/types.ts';
import type { Feed } from '../../../src/sources/feed.ts';
import { millis, seconds } from '../../../src/units.ts';
import { requireProgram } from '../../../stack/binaries.ts';
import { planOf } from '../../room/observe.ts';
import { haveServers, type RunningAlertmanager, startAlertmanager } from '../../stack/servers.ts';
import { type Fault, type FaultyProxy, faultyProxy } from '../fixtures/faulty-proxy.ts';

const run = promisify(execFile);
const { alerts: settings } = planOf({}).profile;

const CHOSEN = { alertname: 'V2ErrorSpike', severity: 'critical', path: 'C:\\a "b" é' };
const OTHERS = [
  { alertname: 'V2ErrorSpike', severity: 'critical', path: 'other' },
  { alertname: 'V2ErrorSpike', severity: 'critical' },
  { ...CHOSEN, ring: 'ring1' },
];
const EXACT = exactMatchers(CHOSEN, OTHERS);

let servers: RunningAlertmanager[] = [];
const proxies: FaultyProxy[] = [];

const urls = () => servers.map(({ url }) => url);
const memberAt = (url: string, clock: Clock = systemClock): AlertmanagerMember =>
  createAlertmanager(url, datasource.parse({ url, timeout: '5s' }), clock);

const fire = (...labels: readonly object[]) => send(labels.map((set) => ({ labels: set })));
const resolve = (labels: object) => send([{ labels, endsAt: new Date(Date.now() - 1000).toISOString() }]);

/** Alerts as Prometheus sends them: to every member. */
async function send(alerts: readonly object[]): Promise<void> {
  const body = JSON.stringify(alerts);
  const headers = { 'content-type': 'application/json' };
  await Promise.all(
    urls().map((url) => fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body }).catch(() => undefined)),
  );
}

/** What a room sees of some members, by a given clock. */
async function look(among: readonly string[] = urls(), clock: Clock = systemClock) {
  const feeds = await Promise.all(
    among.map(async (url): Promise<[string, Feed<AlertmanagerView>]> => {
      const view = await memberAt(url, clock).view();
      const at = clock.now();
      return [url, view.ok ? { state: 'ok', at, value: view.value } : { state: 'failed', error: view.error }];
    }),
  );
  const alertmanagers = alertmanagersOf(Object.fromEntries(feeds), new Moment(clock.now()), seconds(15));
  return {
    ...alertsOf(alertmanagers, settings, new Moment(clock.now())),
    silences: foreignSilences(alertmanagers, settings),
  };
}

const isChosen = ({ labels }: RoomAlert) => labels.path === CHOSEN.path && !labels.ring;

async function chosen(among: readonly string[] = urls(), clock: Clock = systemClock): Promise<RoomAlert> {
  const found = (await look(among, clock)).list.find(isChosen);
  if (!found) throw new Error('the alert is not listed');
  return found;
}

/** What the servers' own tool sees: active and pending silences. */
async function amtool(url: string): Promise<{ id: string; comment: string; matchers: object[] }[]> {
  const args = ['--alertmanager.url', url, 'silence', 'query', '-o', 'json'];
  return JSON.parse((await run(requireProgram('amtool'), args)).stdout);
}

const acknowledger = (members: readonly AlertmanagerMember[], clock: Clock = systemClock, life = seconds(900)) =>
  new Acknowledger({
    members,
    operator: 'alice',
    clock,
    life: { duration: life, max: seconds(28_800) },
    // Gossip of these members is four times as fast as usual.
    settle: () => sleep(250),
    pause: () => sleep(60),
  });

/** Acknowledges the chosen alert and gives the silence's id. */
async function acknowledge(acks: Acknowledger, note = '', clock: Clock = systemClock): Promise<string> {
  const { list } = await look(urls(), clock);
  const [outcome] = await acks.acknowledge(list.filter(isChosen), { note }, list);
  if (!outcome?.ok) throw new Error(outcome?.error.message);
  return outcome.value.id;
}

/** Exactly one silence with exact matchers on every member, and a room that says so. */
async function expectOneSilence(clock: Clock = systemClock): Promise<void> {
  const held = async (url: string) => {
    const view = await memberAt(url).view();
    if (!view.ok) throw new Error(view.error.message);
    return view.value.silences.filter(({ state }) => state !== 'expired');
  };
  const all = () => Promise.all(urls().map(held));
  await expect
    .poll(all, { interval: 40 })
    .toMatchObject(urls().map(() => [{ state: 'active', matchers: EXACT, createdBy: 'alice' }]));
  expect(new Set((await all()).flat().map(({ id }) => id)).size).toBe(1);
  const { counts, list } = await look(urls(), clock);
  expect(counts).toMatchObject({ firing: 3, acknowledged: 1 });
  const { ack } = list.find(isChosen) ?? {};
  expect(ack).toMatchObject({ by: 'alice', ours: true, propagating: false });
  const left = ((ack?.expiresAt ?? 0) - clock.now()) / 1000;
  expect(left).toBeGreaterThan(880);
  expect(left).toBeLessThan(905);
}

describe.skipIf(!haveServers())('on a real cluster of three', () => {
  beforeAll(async () => {
    const first = await startAlertmanager({ peers: [] });
    const peers = [first.clusterAddress ?? ''];
    servers = [first, ...(await Promise.all([startAlertmanager({ peers }), startAlertmanager({ peers })]))];
  });
  afterAll(async () => {
    // Told to leave, the last members would wait for each other.
    await Promise.all(servers.map((server) => server.kill()));
    await Promise.all(servers.map((server) => server.stop()));
  });

  beforeEach(async () => {
    for (const url of urls())
      for (const { id } of await amtool(url)) await Promise.all(urls().map((each) => memberAt(each).expireSilence(id)));
    await fire(CHOSEN, ...OTHERS);
    for (const url of urls())
      await expect.poll(async () => (await look([url])).counts).toMatchObject({ firing: 4, acknowledged: 0 });
  });
  afterEach(() => {
    for (const proxy of proxies.splice(0)) proxy.close();
  });

  /** The member that is written to first. It is told of a peer at its start, so that it is back soon. */
  const victim = (): RunningAlertmanager => {
    const server = servers.at(-1);
    if (!server) throw new Error('no server');
    return server;
  };
  const others = () => urls().slice(0, -1);
  const members = () => [victim().url, ...others()].map((url) => memberAt(url));

  /** Members of which the victim is reached through a proxy with a fault. */
  async function faulty(fault: Fault): Promise<AlertmanagerMember[]> {
    const proxy = await faultyProxy(victim().url, fault);
    proxies.push(proxy);
    return [proxy.url, ...others()].map((url) => memberAt(url));
  }

  it('an acknowledgement silences one alert, on all, and amtool sees it; taken back, it fires again', async () => {
    const [one = '', , third = ''] = urls();
    const id = await acknowledge(acknowledger(members()), 'on it');
    const equal = { isEqual: true, isRegex: false };
    expect(await amtool(one)).toMatchObject([
      {
        id,
        comment: expect.stringMatching(
          /^ACK! \[ringdeck\] user=alice ring= fp=\w+ nonce=[0-9a-f]{8} began=\S+ – on it$/,
        ),
        matchers: ['alertname', 'path', 'ring', 'severity'].map((name) => ({ name, ...equal })),
      },
    ]);
    await expectOneSilence();
    // On another member, which learned of it by gossip.
    expect(await acknowledger([memberAt(third)]).unacknowledge(await chosen([third]))).toMatchObject({ ok: true });
    for (const url of urls()) await expect.poll(() => amtool(url)).toEqual([]);
    await expect.poll(async () => (await chosen()).state).toBe('firing');
  });

  describe('leaves exactly one silence, and a room that tells the truth, when the member written to', () => {
    it('dies right after it answered', async () => {
      const all = members();
      const [taker] = all;
      const create = taker?.createSilence.bind(taker);
      if (!taker || !create) throw new Error('no member');
      taker.createSilence = async (silence) => {
        const answer = await create(silence);
        await victim().kill();
        return answer;
      };
      await acknowledge(acknowledger(all));
      await expect.poll(async () => (await look(others())).counts).toMatchObject({ firing: 3, acknowledged: 1 });
      await victim().restart();
      await fire(CHOSEN, ...OTHERS);
      await expectOneSilence();
    });

    it('dies in the middle of the request', async () => {
      const dead = Promise.withResolvers<void>();
      const cut = () => void victim().kill().then(dead.resolve);
      await acknowledge(acknowledger(await faulty({ cut })));
      await dead.promise;
      await victim().restart();
      await fire(CHOSEN, ...OTHERS);
      await expectOneSilence();
    });

    it('dies after it carried out the request and before its answer arrives', async () => {
      const dead = Promise.withResolvers<void>();
      const lose = () => void victim().kill().then(dead.resolve);
      await acknowledge(acknowledger(await faulty({ lose })));
      await dead.promise;
      await victim().restart();
      await fire(CHOSEN, ...OTHERS);
      await expectOneSilence();
    });

    it('was dead before', async () => {
      await victim().kill();
      await acknowledge(acknowledger(members()));
      await victim().restart();
      await fire(CHOSEN, ...OTHERS);
      await expectOneSilence();
    });

    it('carries it out and its answer is lost', async () => {
      await acknowledge(acknowledger(await faulty({ lose: () => {} })));
      await expectOneSilence();
    });

    it('gets the request only after the acknowledgement was made anew: the surplus is ended with the next room', async () => {
      const late = Promise.withResolvers<void>();
      const all = await faulty({ hold: late.promise });
      const acks = acknowledger(all);
      await acknowledge(acks);
      late.resolve();
      await expect.poll(async () => (await look()).acks.length).toBe(2);
      // Another room of the same operator sees to it at the same time. Both wait until every member has the one to keep.
      const another = acknowledger(members());
      await expect
        .poll(async () => {
          const seen = await look();
          await Promise.all([acks.tend(seen), another.tend(seen)]);
          return (await look()).acks.length;
        })
        .toBe(1);
      await expectOneSilence();
    });
  });

  it('one more member that hangs delays neither an acknowledgement nor its end by its timeout', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const hung = createAlertmanager(url, datasource.parse({ url, timeout: '20s' }));
    onTestFinished(() => hung.close());
    const acks = acknowledger([hung, ...members()]);
    const begun = performance.now();
    await acknowledge(acks);
    await expectOneSilence();
    expect(await acks.unacknowledge(await chosen())).toMatchObject({ ok: true });
    for (const url of urls()) await expect.poll(() => amtool(url)).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  it.each([20, -20])(
    'a client clock that is %i minutes off makes an active silence of the usual length',
    async (by) => {
      const clock = { now: () => millis(Date.now() + by * 60_000) };
      const all = urls().map((url) => memberAt(url, clock));
      await acknowledge(acknowledger(all, clock), '', clock);
      await expectOneSilence(clock);
    },
  );

  it('several alerts get one silence each, and the others go on firing', async () => {
    const { list } = await look();
    const some = list.filter(({ labels }) => labels.path !== 'other');
    const outcomes = await acknowledger(members()).acknowledge(some, { note: '' }, list);
    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.value)).size).toBe(3);
    await expect.poll(async () => (await look()).counts).toMatchObject({ firing: 1, acknowledged: 3 });
    expect((await look()).list.find(({ state }) => state === 'firing')?.labels.path).toBe('other');
  });

  it('an extension keeps the silence’s id', async () => {
    const [one = ''] = urls();
    const id = await acknowledge(acknowledger([memberAt(one)], systemClock, seconds(60)));
    const { ack } = await chosen([one]);
    if (!ack) throw new Error('not acknowledged');
    // As it is 45 seconds later, to an operator who lets acknowledgements live longer.
    const later = { now: () => millis(ack.expiresAt - 15_000) };
    await acknowledger([memberAt(one)], later).tend(await look([one]));
    const after = await chosen([one]);
    expect(after.ack).toMatchObject({ silenceId: id, at: ack.at });
    expect((after.ack?.expiresAt ?? 0) - ack.expiresAt).toBeGreaterThan(800_000);
    expect(await amtool(one)).toHaveLength(1);
  });

  it('an alert that comes later with all labels and more is not taken for acknowledged, and soon pages again', async () => {
    const acks = acknowledger(members());
    await acknowledge(acks);
    await expectOneSilence();
    const late = { ...CHOSEN, zone: 'eu' };
    await fire(late);
    const lateOne = async () => (await look()).list.find(({ labels }) => labels.zone === 'eu');
    await expect.poll(async () => (await lateOne())?.lapsed).toMatchObject({ why: 'too-wide', silences: true });
    expect((await look()).counts).toMatchObject({ firing: 4, acknowledged: 1 });
    // The narrower silence is everywhere before the other is ended, perhaps only with the next room.
    await expect
      .poll(async () => {
        await acks.tend(await look());
        return (await lateOne())?.lapsed;
      })
      .toBeNull();
    expect((await look()).counts).toMatchObject({ firing: 4, acknowledged: 1 });
    for (const url of urls()) {
      await expect
        .poll(async () => (await amtool(url)).map(({ matchers }) => matchers.length))
        .toEqual([EXACT.length + 1]);
    }
    await resolve(late);
  });

  it('what karma and others silenced is told, with what it covers', async () => {
    const [one = ''] = urls();
    const member = memberAt(one);
    const now = Date.now();
    const words = { startsAt: millis(now - 60_000), endsAt: millis(now + 600_000), createdBy: 'karma@example' };
    const group = [
      { name: 'alertname', value: 'V2.*', isRegex: true, isEqual: true },
      { name: 'path', value: '', isRegex: false, isEqual: false },
    ];
    await member.createSilence({ ...words, matchers: group, comment: 'ACK! This alert was acknowledged using karma' });
    await expect.poll(async () => (await look()).counts.acknowledged).toBeGreaterThanOrEqual(3);
    const { silences, list } = await look();
    const covered = list.filter(({ labels }) => labels.path !== undefined).map(({ fingerprint }) => fingerprint);
    expect(silences).toMatchObject([
      { kind: 'ack', by: 'karma@example', matchers: 'alertname=~"V2.*", path!=""', elsewhere: 0 },
    ]);
    expect([...(silences[0]?.covers ?? [])].sort()).toEqual(covered.sort());
  });
});
