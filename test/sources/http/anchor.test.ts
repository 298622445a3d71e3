import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpClient } from '../../../src/sources/http/http.ts';
import { source } from '../serve.ts';

/** A root, an intermediate below it, and another root with the intermediate's name; of the first two the server has its chain. */
const folder = mkdtempSync(join(tmpdir(), 'ringdeck-anchor-'));
const file = (name: string) => join(folder, name);
const pem = (name: string) => readFileSync(file(name), 'utf8');

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const root = (name: string, subject: string) =>
  openssl('req', '-x509', ...KEY, '-subj', subject, '-days', '2', '-keyout', `${name}.key`, '-out', `${name}.pem`);
function signed(name: string, subject: string, by: string, extension: string): void {
  writeFileSync(file(`${name}.ext`), extension);
  openssl('req', ...KEY, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
  const issuer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial'];
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    ...issuer,
    '-days',
    '2',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.pem`,
  );
}

let url = '';
const stop: (() => void)[] = [];

beforeAll(async () => {
  root('root', '/CN=root');
  signed('intermediate', '/CN=intermediate', 'root', 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign');
  signed('leaf', '/CN=server', 'intermediate', 'subjectAltName=DNS:localhost');
  root('impostor', '/CN=intermediate');
  const cert = `${pem('leaf.pem')}${pem('intermediate.pem')}`;
  const server = createServer({ cert, key: pem('leaf.key') }, (_, response) => void response.end('hi'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop.push(() => {
    server.closeAllConnections();
    server.close();
  });
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const end of stop) end();
  rmSync(folder, { recursive: true });
});

const ask = async (ca_file: string) => {
  const client = createHttpClient(source({ url, tls_config: { ca_file: file(ca_file) } }));
  const outcome = await client.request({ method: 'GET', path: '/' });
  await client.close();
  return outcome.ok ? outcome.value.body : outcome.error.kind;
};

test.each([
  ['root.pem', 'hi'],
  ['intermediate.pem', 'hi'],
  ['impostor.pem', 'tls'],
])('who signed the server, its root or an intermediate, is a trust anchor: %s gives %s', async (ca_file, answer) => {
  expect(await ask(ca_file)).toBe(answer);
});
