import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActResult } from '../../../src/operations/operations.ts';
import type { Snapshot } from '../../../src/report/schema/snapshot.ts';
import { Desk } from '../../desk.ts';
import { haveServers, type RunningAlertmanager, startAlertmanager } from '../../stack/servers.ts';

const PROFILE = `
id: shop
name: Shop
datasources:
  prometheus: { url: http://127.0.0.1:9 }
  alertmanagers: [{ url: URL }]
alerts: { tiers: { P0: { severities: [critical] }, P1: { severities: [warning] } } }
`;

const ALERTS = [
  { alertname: 'ErrorSpike', severity: 'critical', ring: 'ring1' },
  { alertname: 'ErrorSpike', severity: 'critical', ring: 'ring2' },
  { alertname: 'MemoryHigh', severity: 'warning', ring: 'ring1' },
  { alertname: 'DiskFull', severity: 'critical' },
];

type Acted = ActResult & { readonly act: string; readonly exit: number };
interface Previewed {
  readonly silenced: readonly { readonly name: string; readonly matchers: string }[];
  readonly others: readonly object[];
}

let server: RunningAlertmanager;
let desk: Desk;

const post = (path: string, body: unknown) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

interface Made {
  readonly comment: string;
  readonly endsAt: string;
  readonly status: { readonly state: string };
}
const active = async () => {
  const all = (await (await fetch(`${server.url}/api/v2/silences`)).json()) as readonly Made[];
  return all.filter(({ status }) => status.state === 'active');
};

const run = (...args: string[]) => desk.ringdeck(['alerts', ...args]);
const json = <T>(...args: string[]) => desk.json<T>(['alerts', ...args]);

describe.skipIf(!haveServers())('ringdeck alerts', () => {
  beforeAll(async () => {
    server = await startAlertmanager();
    desk = new Desk(['-c', 'shop.yaml']);
    desk.write('shop.yaml', PROFILE.replace('URL', server.url));
    await post(
      '/api/v2/alerts',
      ALERTS.map((labels) => ({ labels })),
    );
  });
  afterAll(async () => {
    desk.remove();
    await server.stop();
  });

  it('says what is wrong with how it was called, exit 4, and why an act is refused, exit 1', async () => {
    const usage = await run('ack');
    expect([usage.code, usage.out]).toEqual([4, '']);
    expect(usage.err).toMatch(/^ringdeck: Say which alerts: .*--matching\.\n$/);
    const refused = { code: 1, out: '', err: 'refused: an acknowledgement lasts from 1m to 8h\n' };
    expect(await run('ack', 'DiskFull', '--duration', '30s')).toEqual(refused);
  });

  it('ack --dry-run says which alerts would be silenced, and silences none', async () => {
    const { silenced, others } = await json<Previewed>('ack', '--matching', 'ring="ring1"', '--dry-run');
    expect(silenced.map(({ name, matchers }) => [name, matchers])).toEqual([
      ['ErrorSpike', 'alertname="ErrorSpike", ring="ring1", severity="critical"'],
      ['MemoryHigh', 'alertname="MemoryHigh", ring="ring1", severity="warning"'],
    ]);
    expect(others).toEqual([]);
    expect(await active()).toEqual([]);
  });

  it('ack acknowledges all that fit in one call, each by a silence of its own; a second time is refused', async () => {
    const chosen = ['ack', '--matching', 'ring="ring1"', '--matching', 'severity!=""'];
    const acted = await json<Acted>(...chosen, '--note', 'on \u001b[31mit', '--duration', '2h');
    expect(acted).toMatchObject({ act: 'acknowledge', exit: 0, result: 'done', message: '2 of 2 alerts acknowledged' });
    const made = await active();
    expect(new Set(acted.alerts?.map(({ silence }) => silence)).size).toBe(2);
    expect(made.map(({ comment }) => comment)).toEqual([
      expect.stringMatching(/ ring=ring1 .* for=7200s began=\S+ – on it$/),
      expect.stringMatching(/ ring=ring1 .* for=7200s began=\S+ – on it$/),
    ]);
    expect(await json<Acted>(...chosen)).toMatchObject({
      exit: 1,
      result: 'refused',
      message: 'ErrorSpike is already acknowledged by alice; MemoryHigh is already acknowledged by alice',
      alerts: [{ result: 'refused' }, { result: 'refused' }],
    });
    expect(await active()).toHaveLength(2);
  });

  it('claim tells everybody who is on it, is taken over by another, and silences nothing', async () => {
    const claim = (by: string, ...args: string[]) => desk.ringdeck(['--operator', by, 'alerts', ...args, 'DiskFull']);
    expect((await claim('alice', 'claim', '--note', 'looking')).out).toBe('alice is on DiskFull: looking\n');
    expect((await claim('bob', 'claim')).out).toBe('bob is on DiskFull, taken over from alice\n');
    expect((await claim('alice', 'release')).err).toBe('refused: bob is on DiskFull: claim it to take it over\n');
    const [disk] = (await json<Snapshot['alerts']>('list')).filter(({ name }) => name === 'DiskFull');
    expect(disk).toMatchObject({ state: 'firing', ack: null, claim: { by: 'bob', takenFrom: 'alice' } });
    expect(await active()).toHaveLength(2);
  });

  it('unack takes several back in one call', async () => {
    expect(await run('unack', '--matching', 'ring="ring1"')).toEqual({
      code: 0,
      out: '2 of 2 alerts taken back\n',
      err: '',
    });
    expect(await active()).toEqual([]);
  });

  const resolve = (labels: object) =>
    post('/api/v2/alerts', [{ labels, endsAt: new Date(Date.now() - 1000).toISOString() }]);
  const disk = ALERTS[3] ?? {};

  it('ack says for how long nobody has to stay, and unack ends what acknowledged an alert that is over', async () => {
    expect((await run('ack', 'DiskFull')).out).toBe(
      'DiskFull is acknowledged. It ends in 15m; an open ringdeck of yours, or --follow, would extend it while the alert fires\n',
    );
    await resolve(disk);
    expect((await run('list')).out).toMatch(
      /^ +DiskFull +resolved +\S+ +\S+ +resolved \S+ ago, still acknowledged by alice: /m,
    );
    const { code, out } = await run('unack', 'DiskFull');
    expect([code, out]).toEqual([0, expect.stringMatching(/^DiskFull is no longer acknowledged: /)]);
    expect(await active()).toEqual([]);
    await post('/api/v2/alerts', [{ labels: disk }]);
  });

  it('any command on alerts clears away what its operator left behind, and no other’s', async () => {
    await run('ack', 'DiskFull');
    await resolve(disk);
    await desk.ringdeck(['--operator', 'bob', 'alerts', 'ack', 'NoSuchAlert']);
    expect(await active()).toHaveLength(1);
    await run('ack', 'NoSuchAlert');
    expect(await active()).toEqual([]);
    await post('/api/v2/alerts', [{ labels: disk }]);
  });

  /** Acknowledges and stays; given once that is said. */
  const followed = async () => {
    const running = desk.run(['alerts', 'ack', 'DiskFull', '--follow']);
    await expect.poll(() => running.out).not.toBe('');
    return running;
  };

  it('ack --follow stays until the alert is over, tells what became of it, and leaves nothing behind', async () => {
    const { ended } = await followed();
    expect(await active()).toHaveLength(1);
    await resolve(disk);
    const { code, out, err } = await ended;
    expect([code, out]).toEqual([0, 'DiskFull is acknowledged\n']);
    expect(err).toMatch(/^It stays, .* Ctrl-C leaves; .*\nDiskFull (resolved|is listed no more)/);
    expect(await active()).toEqual([]);
    await post('/api/v2/alerts', [{ labels: disk }]);
  });

  it('ack --follow that is interrupted says how long its acknowledgement lasts', async () => {
    const { ended, signal } = await followed();
    await expect.poll(async () => (await run('list')).out).toContain('acknowledged by alice');
    signal('SIGINT');
    const { code, err } = await ended;
    expect([code, err]).toEqual([0, expect.stringMatching(/^It stays, .*\nDiskFull stays acknowledged for 1[45]m/)]);
    await run('unack', 'DiskFull');
  });

  it('silences lists what ringdeck did not make, with what it covers', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    await post('/api/v2/silences', {
      matchers: [{ name: 'ring', value: 'ring.*', isRegex: true, isEqual: true }],
      startsAt: at(0),
      endsAt: at(30),
      createdBy: 'karma',
      comment: 'ACK! acknowledged using karma',
    });
    expect((await run('silences')).out).toMatch(
      /^ack {2}karma {2}ends in 29m\d\d {2}covers ErrorSpike, MemoryHigh {2}ring=~"ring.\*" {2}ACK! acknowledged using karma$/m,
    );
  });
});
