import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main } from '../src/commands/main.ts';
import { Output } from '../src/commands/shared/print.ts';
import { findProgram, type Program } from '../stack/binaries.ts';

// Before anything is timed: a command is read from hundreds of files, while servers in this process could not answer.
const commands = fileURLToPath(new URL('../src/commands', import.meta.url));
await Promise.all(globSync('**/*.ts', { cwd: commands }).map((file) => import(join(commands, file))));

const PROGRAM = fileURLToPath(new URL('../bin/ringdeck', import.meta.url));

/** What a program printed, and its exit code; null when a signal ended it. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export type Environment = Readonly<Record<string, string>>;

/** A command that runs in this process. */
export interface Running {
  /** What it printed so far. */
  readonly out: string;
  readonly err: string;
  readonly ended: Promise<Run>;
  /** As the system would send it. */
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void;
}

/** A folder of a test's own: where ringdeck is started, and its user's home. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'ringdeck-acceptance-'));
  /** Arguments every run gets first. */
  readonly #common: readonly string[];

  constructor(common: readonly string[] = []) {
    this.#common = common;
  }

  /** What `ringdeck` does without a terminal. It runs in this process: a start costs half a second of processor time. */
  ringdeck(args: readonly string[], env: Environment = {}): Promise<Run> {
    return this.run(args, env).ended;
  }

  /**
   * As `ringdeck`, for what goes on until it is told to end.
   * @param columns of the terminal that it prints to, if it is one
   */
  run(args: readonly string[], env: Environment = {}, columns?: number): Running {
    const [stdout, stderr, signals] = [new Printed(columns), new Printed(columns), new EventEmitter()];
    const out = new Output(stdout, stderr);
    const world = { env: this.#environment(env), folder: this.folder, out, signals, terminal: null };
    return {
      get out() {
        return stdout.text;
      },
      get err() {
        return stderr.text;
      },
      ended: main([...this.#common, ...args], world).then((code) => ({ code, out: stdout.text, err: stderr.text })),
      signal: (name) => void signals.emit(name),
    };
  }

  /** Starts `bin/ringdeck` as a user does: a process of its own. */
  start(args: readonly string[], env: Environment = {}) {
    const child = spawn(PROGRAM, [...this.#common, ...args], this.#options(env));
    return { child, ended: ended(child) };
  }

  /** Runs a shell line in which `$RINGDECK` is the program. */
  shell(line: string): Promise<Run> {
    const program = [PROGRAM, ...this.#common].map((word) => `'${word}'`).join(' ');
    return ended(spawn('bash', ['-c', line.replaceAll('$RINGDECK', program)], this.#options({})));
  }

  /** The JSON a run prints on stdout. */
  async json<T>(args: readonly string[], env: Environment = {}): Promise<T> {
    const { code, out, err } = await this.ringdeck([...args, '--format', 'json'], env);
    if (out === '') throw new Error(`ringdeck ${args.join(' ')} printed nothing and exited with ${code}: ${err}`);
    return JSON.parse(out) as T;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(env: Environment) {
    const { PATH = '' } = process.env;
    return { HOME: this.folder, USER: 'alice', PATH, LANG: 'C.UTF-8', TZ: 'UTC', ...env };
  }

  #options(env: Environment) {
    return {
      cwd: this.folder,
      env: this.#environment(env),
      stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    };
  }
}

/** Takes what is written to it. */
export class Printed extends Writable {
  text = '';
  readonly columns: number | undefined;

  /** @param columns of the terminal it is; undefined, it is none */
  constructor(columns: number | undefined) {
    super();
    this.columns = columns;
  }

  get isTTY(): boolean {
    return this.columns !== undefined;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** Runs one of the servers' own tools and returns what it printed. */
export async function tool(program: Program, ...args: string[]): Promise<string> {
  const run = await ended(spawn(findProgram(program) ?? program, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
  if (run.code !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${run.code}: ${run.err}`);
  return run.out;
}

async function ended(child: ReturnType<typeof spawn>): Promise<Run> {
  const printed = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...printed };
}
