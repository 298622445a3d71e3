import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, haveServers } from './servers.ts';

const MAIN = fileURLToPath(new URL('../../stack/main.ts', import.meta.url));
const ANY_PORT = ['prometheus', 'alertmanager', 'node-exporter', 'control', 'loki'].flatMap((s) => [
  `--${s}-port`,
  '0',
]);

const running = new Set<ReturnType<typeof run>>();

// Also when an assertion failed before the test ended what it started.
afterEach(async () => {
  for (const { child } of running) child.kill('SIGTERM');
  await Promise.all([...running].map(({ exited }) => exited));
});

/** Runs the program with a folder of its own for temporary files, and keeps what it prints. */
function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ringdeck-main-'));
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, TMPDIR: folder, ...env } });
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  const exited = once(child, 'close').then(([code]) => {
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    running.delete(started);
    return { code: code as number | null, left };
  });
  const started = { child, printed, exited };
  running.add(started);
  return started;
}

describe('npm run stack', () => {
  it('says what to install when the servers are missing', async () => {
    const { printed, exited } = run([], { PATH: '/nowhere' });
    expect((await exited).code).toBe(1);
    expect(printed.err).toMatch(/^Not found on PATH: .* sudo apt-get install .*\n$/);
  });

  it('says so when no stack runs to switch', async () => {
    const { printed, exited } = run(['scenario', 'no-such', '--control-port', '1']);
    expect((await exited).code).toBe(1);
    expect(printed.err).toBe('No stack answers on port 1; start one with: npm run stack\n');
  });
});

describe.skipIf(!haveServers())('npm run stack, with the servers there', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves no server and no data behind on %s', async (signal) => {
    const { child, printed, exited } = run(ANY_PORT);
    const url = await eventually(async () => /Prometheus +(http\S+)/.exec(printed.out)?.[1]);
    child.stdin.write('v2-slow\nno-such\n');
    await eventually(async () => (printed.out.includes('There is no scenario "no-such"') ? true : undefined));
    expect(printed.out).toContain('The stack plays v2-slow.');
    child.kill(signal);
    expect(await exited).toEqual({ code: 0, left: [] });
    expect(printed.err).toBe('');
    await expect(fetch(url)).rejects.toThrow();
  });

  it('is switched from another terminal', async () => {
    const { printed } = run([...ANY_PORT, '--script', 'rollout']);
    const port = await eventually(async () => /control +http:\/\/127\.0\.0\.1:(\d+)/.exec(printed.out)?.[1]);
    expect(printed.out).toContain('V2 takes 5 %');
    const other = run(['scenario', 'ring-memory', '--control-port', port]);
    expect((await other.exited).code).toBe(0);
    expect(other.printed.out).toBe('The stack plays ring-memory.\n');
    const response = await fetch(`http://127.0.0.1:${port}/scenario`);
    expect(await response.json()).toMatchObject({ scenario: 'ring-memory' });
  });
});
