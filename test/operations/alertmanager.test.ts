import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import { Acknowledger } from '../../src/operations/acknowledge.ts';
import { datasource } from '../../src/profile/http-schema.ts';
import { alertmanagersOf } from '../../src/room/alertmanagers.ts';
import { alertsOf } from '../../src/room/alerts.ts';
import type { RoomAlert } from '../../src/room/room.ts';
import { createAlertmanager } from '../../src/sources/alertmanager.ts';
import type { AlertmanagerMember } from '../../src/sources/alertmanager-types.ts';
import { millis, seconds } from '../../src/units.ts';
import { requireProgram } from '../../stack/binaries.ts';
import { haveServers, type RunningAlertmanager, startAlertmanager } from '../stack/servers.ts';

const run = promisify(execFile);
const settings = {
  where: {},
  severity_label: 'severity',
  version_label: ['version'],
  ring_label: ['ring'],
  tiers: {},
  ack_duration: seconds(900),
  ack_max: seconds(28_800),
  ack_mark: 'ACK!',
};

const CHOSEN = { alertname: 'V2ErrorSpike', severity: 'critical', path: 'C:\\a "b" é' };
const OTHERS = [
  { alertname: 'V2ErrorSpike', severity: 'critical', path: 'other' },
  { alertname: 'V2ErrorSpike', severity: 'critical' },
  { ...CHOSEN, ring: 'ring1' },
];

let servers: RunningAlertmanager[] = [];

const urls = () => servers.map(({ url }) => url);
const memberAt = (url: string, id = url): AlertmanagerMember =>
  createAlertmanager(id, datasource.parse({ url, timeout: '2s' }));

/** Alerts as Prometheus sends them: to every member. */
async function fire(...labels: readonly object[]): Promise<void> {
  const body = JSON.stringify(labels.map((set) => ({ labels: set, annotations: { summary: 's' } })));
  const headers = { 'content-type': 'application/json' };
  await Promise.all(urls().map((url) => fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body })));
}

async function look(url: string) {
  const view = await memberAt(url).view();
  if (!view.ok) throw new Error(view.error.message);
  const now = systemClock.now();
  const feeds = { [url]: { state: 'ok', at: now, value: view.value } } as const;
  return alertsOf(alertmanagersOf(feeds, now, seconds(15)), settings, now);
}

async function chosen(url: string): Promise<RoomAlert> {
  const found = (await look(url)).list.find(({ labels }) => labels.path === CHOSEN.path && !labels.ring);
  if (!found) throw new Error('the alert is not listed');
  return found;
}

async function amtool(url: string): Promise<{ id: string; comment: string; matchers: object[] }[]> {
  const args = ['--alertmanager.url', url, 'silence', 'query', '-o', 'json'];
  return JSON.parse((await run(requireProgram('amtool'), args)).stdout);
}

const acknowledger = (
  members: readonly AlertmanagerMember[],
  settle?: () => Promise<unknown>,
  clock: Clock = systemClock,
) =>
  new Acknowledger({
    members,
    operator: 'alice',
    clock,
    life: { duration: settings.ack_duration, max: settings.ack_max },
    ...(settle && { settle }),
  });

/** Passes bytes on to `target`; from the first request to create a silence on, the answers are lost. */
async function losingAnswers(target: string): Promise<Server> {
  const { port, hostname } = new URL(target);
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    let losing = false;
    client.on('data', (bytes: Buffer) => {
      losing ||= bytes.toString('latin1').startsWith('POST');
      server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      if (losing) client.destroy();
      else client.write(bytes);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

describe.skipIf(!haveServers())('on a real cluster of two', () => {
  beforeAll(async () => {
    const first = await startAlertmanager({ peers: [] });
    servers = [first, await startAlertmanager({ peers: [first.clusterAddress ?? ''] })];
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  beforeEach(async () => {
    for (const { id } of await amtool(urls()[0] ?? '')) await memberAt(urls()[0] ?? '').expireSilence(id);
    await fire(CHOSEN, ...OTHERS);
    for (const url of urls())
      await expect.poll(async () => (await look(url)).counts).toMatchObject({ firing: 4, acknowledged: 0 });
  });

  it('an acknowledgement silences one alert, on both, and amtool sees it; taken back, it fires again', async () => {
    const [first = '', second = ''] = urls();
    const acks = acknowledger(urls().map((url) => memberAt(url)));
    const [outcome] = await acks.acknowledge([await chosen(first)], { note: 'on it' });
    if (!outcome?.ok) throw new Error(outcome?.error.message);
    const equal = { isEqual: true, isRegex: false };
    expect(await amtool(first)).toMatchObject([
      {
        id: outcome.value,
        comment: expect.stringMatching(/^ACK! \[ringdeck\] user=alice ring= fp=\w+ nonce=[0-9a-f]{8} – on it$/),
        matchers: ['alertname', 'path', 'ring', 'severity'].map((name) => ({ name, ...equal })),
      },
    ]);
    for (const url of urls()) {
      await expect.poll(async () => (await chosen(url)).ack?.silenceId).toBe(outcome.value);
      expect((await look(url)).counts).toMatchObject({ firing: 3, acknowledged: 1 });
    }
    // On the other member, which learned of it by gossip.
    expect(await acknowledger([memberAt(second)]).unacknowledge(await chosen(second))).toMatchObject({ ok: true });
    for (const url of urls()) await expect.poll(() => amtool(url)).toEqual([]);
    await expect.poll(async () => (await chosen(first)).state).toBe('firing');
  });

  it('a lost answer still leaves exactly one silence', async () => {
    const [first = '', second = ''] = urls();
    const proxy = await losingAnswers(first);
    const { port } = proxy.address() as AddressInfo;
    const members = [memberAt(`http://127.0.0.1:${port}`, 'first'), memberAt(second, 'second')];
    // The other member has heard of it once this has waited.
    const heard = () => expect.poll(() => amtool(second)).toHaveLength(1);
    const [outcome] = await acknowledger(members, async () => heard()).acknowledge([await chosen(first)], { note: '' });
    if (!outcome?.ok) throw new Error(outcome?.error.message);
    for (const url of urls()) expect((await amtool(url)).map(({ id }) => id)).toEqual([outcome.value]);
    proxy.close();
  });

  it('a member that is down is passed over', async () => {
    const [, second = ''] = urls();
    const dead = memberAt('http://127.0.0.1:9', 'dead');
    expect(
      await acknowledger([dead, memberAt(second)]).acknowledge([await chosen(second)], { note: '' }),
    ).toMatchObject({
      0: { ok: true },
    });
    expect(await amtool(second)).toHaveLength(1);
  });

  it('an extension keeps the silence’s id', async () => {
    const [first = ''] = urls();
    const short = new Acknowledger({
      members: [memberAt(first)],
      operator: 'alice',
      clock: systemClock,
      life: { duration: seconds(60), max: seconds(3600) },
    });
    const [outcome] = await short.acknowledge([await chosen(first)], { note: '' });
    const shown = await chosen(first);
    const { ack } = shown;
    if (!outcome?.ok || !ack) throw new Error('not acknowledged');
    // As it is 45 seconds later, to an operator who lets acknowledgements live longer.
    const later = { now: () => millis(ack.expiresAt - 15_000) };
    await acknowledger([memberAt(first)], undefined, later).tend(await look(first));
    const after = await chosen(first);
    expect(after.ack).toMatchObject({ silenceId: outcome.value, at: ack.at });
    expect((after.ack?.expiresAt ?? 0) - ack.expiresAt).toBeGreaterThan(800_000);
    expect(await amtool(first)).toHaveLength(1);
  });
});
