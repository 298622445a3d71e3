import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { Desk, type Run } from '../../desk.ts';

/** Each stands for one way to give ringdeck a secret. */
const SECRETS = {
  token: 'tok-4f1c-from-the-environment',
  password: 'pw-9b2e-from-a-file',
  header: 'hdr-77d0-in-the-profile',
  url: 'url-31aa-in-an-address',
};
const BASIC = Buffer.from(`ringdeck:${SECRETS.password}`).toString('base64');
const FORBIDDEN = [...Object.values(SECRETS), BASIC];

/** Answers every request with 401, and with everything it was sent: the worst a proxy's error page can do. */
async function startTelltale(): Promise<{ server: Server; url: string; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    const told = JSON.stringify(request.headers);
    heard.push(told);
    response.writeHead(401, { 'Content-Type': 'text/plain', 'X-Told': encodeURIComponent(told) }).end(`no: ${told}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const profile = (url: string) => `
id: secret
name: Secret
refresh: 1s
datasources:
  prometheus:
    url: ${url.replace('//', `//someone:${SECRETS.url}@`)}
    authorization: { credentials: "\${TOKEN}" }
    http_headers: { X-Key: { secrets: [${SECRETS.header}] } }
  alertmanagers:
    - url: ${url}
      basic_auth: { username: ringdeck, password_file: password.txt }
checks:
  up: { label: up, query: up, unit: count, at_least: 1 }
rings:
  - { id: ring0, name: Ring 0, checks: [up] }
ring_store: { file: rings.json }
`;

const COMMANDS: readonly (readonly string[])[] = [
  ['watch'],
  ['snapshot', '--format', 'json'],
  ['snapshot', '--at', '-5m'],
  ['gate', 'ring0'],
  ['gate', 'ring0', '--for', 'validate', '--format', 'json'],
  ['alerts', 'list'],
  ['ring', 'validate', 'ring0'],
  ['record', '-o', 'room.tape', '--for', '1s'],
];

describe.each(['a server that tells all it was sent', 'a dead server'])('a secret, and %s', (kind) => {
  let telltale: Awaited<ReturnType<typeof startTelltale>>;
  let desk: Desk;
  const runs: Run[] = [];

  beforeAll(async () => {
    telltale = await startTelltale();
    desk = new Desk(['-c', 'ringdeck.yaml']);
    desk.write('ringdeck.yaml', profile(kind === 'a dead server' ? 'http://127.0.0.1:1' : telltale.url));
    desk.write('password.txt', `${SECRETS.password}\n`);
    for (const command of COMMANDS) runs.push(await desk.ringdeck(command, { TOKEN: SECRETS.token }));
  });
  afterAll(() => {
    telltale.server.close();
    desk.remove();
  });

  it('reaches the server it is for, and what every command says of it is that it does not answer', () => {
    const heard = telltale.heard.join('\n');
    if (kind === 'a dead server') expect(heard).toBe('');
    else for (const secret of [SECRETS.token, SECRETS.header, BASIC]) expect(heard).toContain(secret);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 3, 3, 3, 3, 0]);
    expect(runs[3]?.out).toMatch(kind === 'a dead server' ? /connection refused/ : /answered 401: no: /);
  });

  it('is in nothing that was printed', () => {
    for (const { out, err } of runs) for (const secret of FORBIDDEN) expect(out + err).not.toContain(secret);
  });

  it('is in no file: neither journal nor tape', async () => {
    const written = readdirSync(desk.folder).filter((name) => !['ringdeck.yaml', 'password.txt'].includes(name));
    expect(written.toSorted()).toEqual([
      'rings.json.journal.jsonl',
      'rings.json.journal.jsonl.head',
      'rings.json.lock',
      'room.tape',
    ]);
    const tape = JSON.stringify(await unpackTape(readFileSync(desk.path('room.tape')), 'room.tape'));
    const texts = written.map((name) => readFileSync(join(desk.folder, name), 'utf8'));
    for (const text of [tape, ...texts]) for (const secret of FORBIDDEN) expect(text).not.toContain(secret);
  });

  it('is not in the complaint about the profile that holds it', async () => {
    const broken = profile('http://127.0.0.1:1').replace('authorization: {', 'authorization: { typ: x,');
    desk.write('ringdeck.yaml', broken);
    const { code, err } = await desk.ringdeck(['watch'], { TOKEN: SECRETS.token });
    expect([code, err]).toEqual([4, expect.stringMatching(/ringdeck\.yaml:\d+:\d+: .*unknown key "typ"/)]);
    desk.write('ringdeck.yaml', broken.replace('http:', 'htp:'));
    const wrong = await desk.ringdeck(['watch'], { TOKEN: SECRETS.token });
    expect(wrong.code).toBe(4);
    desk.write('ringdeck.yaml', profile('http://127.0.0.1:1').replace('{ X-Key: {', '{ X-Key: { ['));
    const torn = await desk.ringdeck(['watch'], { TOKEN: SECRETS.token });
    expect(torn.code).toBe(4);
    for (const secret of FORBIDDEN) expect(err + wrong.err + torn.err).not.toContain(secret);
  });
});
