import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server this program started, on a loopback port that stays the same over a restart. */
export interface RunningServer {
  /** Base URL, e.g. http://127.0.0.1:9090 */
  readonly url: string;
  /** Ends it in order and removes its data; doing so twice is harmless. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would; its data stays for `restart`. */
  kill(): Promise<void>;
  /** Ends it if it runs, and starts it again on the same port and data. */
  restart(): Promise<void>;
}

export interface ServerSpec {
  readonly name: string;
  readonly program: string;
  readonly port: number;
  /** Path that answers 200 once it is ready. */
  readonly readyPath: string;
  /** Command line, given the folder for its data; may write files there first. */
  readonly prepare: (folder: string) => Promise<string[]>;
}

const READY_MS = 30_000;
const POLL_MS = 50;
const LAST_WORDS = 4000;

/** Starts a server and resolves when it is ready; throws its last words when it gives up. */
export async function runServer(spec: ServerSpec): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), `ringdeck-${spec.name}-`));
  const url = `http://127.0.0.1:${spec.port}`;
  let child: ChildProcess | null = null;
  let removed = false;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = null;
    // Without a pid it never ran, and never exits.
    if (!running || running.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  }

  async function start(): Promise<void> {
    if (removed) throw new Error(`${spec.name} was stopped for good; its data is gone.`);
    const args = await spec.prepare(folder);
    const started = spawn(spec.program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    let words = '';
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-LAST_WORDS);
    });
    const failure = new Promise<string>((resolve) => {
      started.once('error', (error) => resolve(error.message));
      started.once('close', (code, signal) => resolve(`it exited with ${code ?? signal}:\n${words}`));
    });
    const settled = new AbortController();
    const failed = await Promise.race([failure, becomesReady(url + spec.readyPath, settled.signal)]);
    settled.abort();
    if (failed === null) return;
    await end('SIGKILL');
    throw new Error(`${spec.name} did not start: ${failed}`);
  }

  const server: RunningServer = {
    url,
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    stop: async () => {
      removed = true;
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Null once `url` answers 200; otherwise why not. */
async function becomesReady(url: string, settled: AbortSignal): Promise<string | null> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline && !settled.aborted) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
      await response.body?.cancel();
      if (response.ok) return null;
    } catch {
      // Not listening yet.
    }
    await sleep(POLL_MS);
  }
  return `it was not ready after ${READY_MS / 1000} s.`;
}
