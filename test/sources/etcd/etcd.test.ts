import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type EtcdSettings, etcdSettings } from '../../../src/profile/schema/ring-store.ts';
import { createEtcd } from '../../../src/sources/etcd/etcd.ts';
import { below, type Etcd, type Transaction } from '../../../src/sources/etcd/types.ts';
import {
  CERTIFICATE,
  gateway,
  haveEtcd,
  type RunningEtcd,
  settingsOf,
  startEtcd,
} from '../../operations/fixtures/etcd.ts';
import { eventually, RELEASES } from '../../stack/servers.ts';

const addressOf = (server: Server | HttpServer) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A transaction that cannot succeed twice. */
const create = (key: string, value: string): Transaction => ({
  conditions: [{ key, modRevision: 0, is: 'equal' }],
  changes: [{ put: { key, value } }],
  otherwise: [{ key }],
});

async function valuesBelow(etcd: Etcd, prefix: string): Promise<Record<string, string>> {
  const answer = await etcd.read([below(prefix)]);
  if (!answer.ok) throw new Error(answer.error.message);
  const pairs = answer.value.ranges[0] ?? [];
  return Object.fromEntries(pairs.map(({ key, value }) => [key, Buffer.from(value).toString()]));
}

/** Passes requests on to `target`; of the first transactions it loses the request, or the answer. */
async function lossy(target: string, fates: ('request' | 'answer')[]): Promise<string> {
  const proxy = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fate = fates.shift();
    if (fate === 'request') {
      request.socket.destroy();
      return;
    }
    const answer = await fetch(target + request.url, { method: 'POST', body: Buffer.concat(chunks) });
    if (fate === 'answer') request.socket.destroy();
    else response.end(await answer.text());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  return addressOf(proxy);
}

describe.each(RELEASES.filter((release) => haveEtcd(release)))('the client of etcd: %s', (release) => {
  let servers: RunningEtcd[] = [];
  beforeAll(async () => {
    servers = await startEtcd(1, { release });
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const clientOf = (settings: EtcdSettings): Etcd => {
    const etcd = createEtcd(settings);
    onTestFinished(() => etcd.close());
    return etcd;
  };
  const at = (...endpoints: string[]) => clientOf(etcdSettings.parse({ endpoints, timeout: '500ms' }));

  it.each([
    ['request', ['request']],
    ['answer', ['answer']],
    ['request, then the answer', ['request', 'answer']],
  ] as const)('carries a transaction out once when the %s is lost', async (name, fates) => {
    const [server] = servers;
    const etcd = at(await lossy(server?.plain ?? '', [...fates]), server?.plain ?? '');
    const answer = await etcd.commit(create(`/lost/${name}`, 'mine'));
    // That it was carried out can be told either way: it succeeded, or what stands there is its own.
    expect(answer.ok && (answer.value.succeeded || answer.value.ranges[0]?.[0]?.value.toString())).toBeTruthy();
    expect(await valuesBelow(etcd, `/lost/${name}`)).toEqual({ [`/lost/${name}`]: 'mine' });
  });

  it('reads several ranges at one revision, in the order of their keys', async () => {
    const etcd = at(servers[0]?.plain ?? '');
    for (const key of ['/r/b', '/r/a', '/s/ü']) await etcd.commit(create(key, `${key} \u0000 é`));
    const answer = await etcd.read([below('/r/'), { ...below('/r/'), limit: 1 }, { key: '/s/ü' }, { key: '/none' }]);
    expect(answer.ok && answer.value.ranges.map((range) => range.map(({ key }) => key))).toEqual([
      ['/r/a', '/r/b'],
      ['/r/a'],
      ['/s/ü'],
      [],
    ]);
    expect(await valuesBelow(etcd, '/s/')).toEqual({ '/s/ü': '/s/ü \u0000 é' });
  });

  it('asks another member when one is dead or silent, and stays with it', async () => {
    let asked = 0;
    const silent = createServer(() => asked++);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const etcd = at('http://127.0.0.1:1', addressOf(silent), servers[0]?.plain ?? '');
    for (let i = 0; i < 3; i++) expect(await etcd.read([{ key: 'x' }])).toMatchObject({ ok: true });
    expect(asked).toBe(1);
  });

  it('says in one sentence when no member answers, or something else does', async () => {
    const [dead, other] = [at('http://127.0.0.1:1'), at(await lossy('data:text/html,', []))];
    expect(await dead.read([{ key: 'x' }])).toMatchObject({ error: { kind: 'unreachable' } });
    expect(await dead.commit(create('x', ''))).toMatchObject({ ok: false, sent: false });
    expect(await other.read([{ key: 'x' }])).toMatchObject({ ok: false, error: { kind: 'bad-body' } });
  });

  it.each([
    ['no revision', { header: {}, succeeded: true, responses: [{ response_range: {} }] }],
    ['no range', { header: { revision: '5' }, succeeded: true }],
    ['conditions that fail though there were none', { header: { revision: '5' }, responses: [{ response_range: {} }] }],
    [
      'a revision that is no number',
      { header: { revision: '0x5' }, succeeded: true, responses: [{ response_range: {} }] },
    ],
    [
      'a value that is not packed',
      {
        header: { revision: '5' },
        succeeded: true,
        responses: [{ response_range: { kvs: [{ key: 'eA==', value: '{}', mod_revision: '5' }] } }],
      },
    ],
  ])('takes an answer with %s for none, and not for an empty store', async (_, body) => {
    const garbled = createHttpServer((_, response) => response.end(JSON.stringify(body)));
    garbled.listen(0, '127.0.0.1');
    await once(garbled, 'listening');
    onTestFinished(() => garbled.closeAllConnections());
    const etcd = createEtcd(etcdSettings.parse({ endpoints: [addressOf(garbled)] }), 0);
    onTestFinished(() => etcd.close());
    expect(await etcd.read([{ key: 'x' }])).toMatchObject({ ok: false, error: { kind: 'bad-body' } });
  });

  it('begins a watch anew that has not heard of what was written', async () => {
    // Answers as a member does that has lost the others: it begins to watch and says nothing more.
    let watches = 0;
    const deaf = createHttpServer((_, response) => {
      watches++;
      response.write('{"result":{"header":{"revision":"5"},"created":true}}\n');
    });
    deaf.listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    onTestFinished(() => deaf.closeAllConnections());
    /** Watches there were when each began to be told. */
    const told: number[] = [];
    const watching = at(addressOf(deaf)).watch(below('/w/'), () => told.push(watches));
    onTestFinished(() => watching.stop());
    await eventually(async () => (told.length === 1 ? true : undefined));
    for (const revision of [5, 5, 6, 6]) watching.expect(revision);
    await eventually(async () => (told.length > 1 ? true : undefined));
    // It stays deaf, and so is watched anew after a while again.
    expect(told.slice(0, 2)).toEqual([1, 2]);
  });

  describe('with TLS and users', () => {
    const PASSWORD = 'correct horse battery';
    let secured: RunningEtcd | undefined;
    let directory = '';
    let token = '';
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const settings = (changed: object = {}) =>
      settingsOf(secured ? [secured] : [], {
        timeout: '5s',
        tls_config: { ca_file: CERTIFICATE },
        username: 'ringdeck',
        password: PASSWORD,
        ...changed,
      });

    beforeAll(async () => {
      [secured] = await startEtcd(1, { release, tls: true, args: ['--bcrypt-cost', '4'] });
      directory = await mkdtemp(join(tmpdir(), 'ringdeck-'));
      const admin = (path: string, message: object) => gateway(secured, `auth/${path}`, message, token);
      await admin('user/add', { name: 'root', password: 'root' });
      await admin('user/grant', { user: 'root', role: 'root' });
      await admin('user/add', { name: 'ringdeck', password: PASSWORD });
      await admin('role/add', { name: 'ringdeck' });
      const perm = { permType: 'READWRITE', key: base64('/ringdeck/'), range_end: base64('/ringdeck0') };
      await admin('role/grant', { name: 'ringdeck', perm });
      await admin('user/grant', { user: 'ringdeck', role: 'ringdeck' });
      await admin('enable', {});
      token = ((await admin('authenticate', { name: 'root', password: 'root' })) as { token: string }).token;
    });
    afterAll(async () => {
      await secured?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    it('logs in and watches, and does so again after a restart, when its token is none any more', async () => {
      const etcd = clientOf(settings());
      let calls = 0;
      const watching = etcd.watch(below('/ringdeck/'), () => calls++);
      onTestFinished(() => watching.stop());
      await eventually(async () => (calls >= 1 ? true : undefined));
      expect(await etcd.commit(create('/ringdeck/1', ''))).toMatchObject({ value: { succeeded: true } });
      await eventually(async () => (calls >= 2 ? true : undefined));
      // A member forgets all tokens when it restarts.
      await secured?.restart();
      expect(await etcd.commit(create('/ringdeck/2', ''))).toMatchObject({ value: { succeeded: true } });
      await eventually(async () => (calls >= 3 ? true : undefined));
      const lease = await etcd.grant(5);
      expect(lease.ok && (await etcd.keepAlive(lease.value))).toEqual({ ok: true, value: true });
      token = ((await gateway(secured, 'auth/authenticate', { name: 'root', password: 'root' })) as { token: string })
        .token;
    });

    it('reads a new password from its file when the old one is refused', async () => {
      const file = join(directory, 'password');
      await writeFile(file, `${PASSWORD}\n`);
      const etcd = clientOf(settings({ password: undefined, password_file: file }));
      expect(await etcd.read([below('/ringdeck/')])).toMatchObject({ ok: true });
      await gateway(secured, 'auth/user/changepw', { name: 'ringdeck', password: 'another' }, token);
      await writeFile(file, 'another');
      expect(await etcd.read([below('/ringdeck/')])).toMatchObject({ ok: true });
      await gateway(secured, 'auth/user/changepw', { name: 'ringdeck', password: PASSWORD }, token);
    });

    it.each([
      ['a wrong password', { password: 'wrong battery' }, 'authentication failed, invalid user ID or password'],
      ['no user', { username: undefined, password: undefined }, 'user name is empty'],
      ['a certificate nobody trusts', { tls_config: {}, timeout: '500ms' }, 'the certificate of https://localhost:'],
      ['a file that is not there', { password: undefined, password_file: '/none' }, 'cannot read password_file /none'],
    ])('says what is wrong with %s, and no secret', async (_, changed, words) => {
      const etcd = clientOf(settings(changed));
      const answer = await etcd.read([below('/ringdeck/')]);
      expect(answer).toMatchObject({ ok: false, error: { message: expect.stringContaining(words) } });
      expect(JSON.stringify(answer)).not.toContain('battery');
    });

    it('says what the user may not do', async () => {
      const etcd = clientOf(settings());
      const refused = {
        ok: false,
        error: { kind: 'unauthorized', message: expect.stringContaining('permission denied') },
      };
      expect(await etcd.read([below('/other/')])).toMatchObject(refused);
      expect(await etcd.commit(create('/other/1', ''))).toMatchObject({ ...refused, sent: false });
    });
  });
});
