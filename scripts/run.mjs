// The repository's tasks: sets up what is missing, then runs one task. Plain JavaScript that Node 20 understands,
// because it is what finds a newer Node. Its own words go to stderr: stdout belongs to the task.
import { spawn, spawnSync } from 'node:child_process';
import { modernNode } from './node.mjs';
import { ensureBuild, ensureDependencies, root } from './setup.mjs';

/**
 * Runs a program and gives its exit code. Signals meant for the task reach it, so that it can clean up after itself.
 * @param {string} command @param {readonly string[]} args @returns {Promise<number>}
 */
const run = (command, args) => ended(spawn(command, args, { cwd: root, stdio: 'inherit' }));

/**
 * As `run`, for what draws on the terminal: it must not outlive this process, which holds a channel to it, nor npm.
 * @param {string} command @param {readonly string[]} args
 */
function show(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const parent = process.ppid;
  // npm has a shell in between, which outlives it.
  const above = parentOf(parent);
  const look = () => (process.ppid === parent && isAlive(above)) || child.kill('SIGHUP');
  setInterval(look, 500).unref();
  return ended(child);
}

/** @param {number} pid */
const parentOf = (pid) => Number(spawnSync('ps', ['-o', 'ppid=', '-p', `${pid}`], { encoding: 'utf8' }).stdout);

/** Of a number that is no process: true, there is nothing to wait for. @param {number} pid */
function isAlive(pid) {
  if (!(pid > 1)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} */
function ended(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status, signal) => resolve(signal ? 1 : (status ?? 1)));
  });
}

/** A program from node_modules, on the modern Node. @param {string} path @param {readonly string[]} args */
const node = (path, args = []) => run(modernNode(), [path, ...args]);
const biome = 'node_modules/@biomejs/biome/bin/biome';

/** Tests that need neither a server nor a terminal nor another process, and no worlds of statistics. */
const PURE = [
  'frames',
  'limits',
  'logs',
  'patterns',
  'profile',
  'report',
  'room',
  'screen',
  'session',
  'text',
  'verdict',
  'wording',
].map((folder) => `test/${folder}/`);

/** Tests that run on each of the releases that test/stack/servers.ts names. */
const COMPATIBILITY = ['test/compatibility/'];

/**
 * What else is measured than ringdeck beside other tools.
 * @type {Record<string, string>}
 */
const BENCHES = {
  inside: 'bench/main.ts',
  cells: 'bench/cells.ts',
  rooms: 'bench/rooms.ts',
  acks: 'bench/acks/main.ts',
  growth: 'bench/growth.ts',
  line: 'bench/line.ts',
  loghub: 'bench/loghub.ts',
};

/** @type {Record<string, (args: string[]) => number | Promise<number>>} */
const tasks = {
  start(args) {
    ensureBuild();
    // As bin/ringdeck starts Node.
    return show(modernNode(), ['--max-semi-space-size=2', 'bin/ringdeck.mjs', 'demo', ...args]);
  },
  test(args) {
    ensureBuild();
    return node('node_modules/vitest/vitest.mjs', ['run', ...args]);
  },
  'test:pure'(args) {
    return node('node_modules/vitest/vitest.mjs', ['run', ...(args.length > 0 ? args : PURE)]);
  },
  dev(args) {
    ensureBuild();
    return show(modernNode(), ['scripts/dev.mjs', ...args]);
  },
  servers(args) {
    return node('scripts/servers.ts', args);
  },
  async 'test:newest'(args) {
    ensureBuild();
    const status = await node('scripts/servers.ts', ['sid']);
    if (status !== 0) return status;
    process.env.RINGDECK_RELEASES = 'sid';
    process.env.RINGDECK_REQUIRE_SERVERS = '1';
    return node('node_modules/vitest/vitest.mjs', ['run', ...(args.length > 0 ? args : COMPATIBILITY)]);
  },
  build() {
    ensureBuild({ force: true });
    return 0;
  },
  stack(args) {
    ensureBuild();
    return node('stack/main.ts', args);
  },
  bench(args) {
    ensureBuild();
    const [which = '', ...rest] = args;
    const bench = Object.hasOwn(BENCHES, which) ? BENCHES[which] : undefined;
    return bench === undefined ? node('bench/beside/main.ts', args) : node(bench, rest);
  },
  docs() {
    return node('scripts/docs.ts');
  },
  demos(args) {
    ensureBuild();
    return node('scripts/record-demos.ts', args);
  },
  cast() {
    ensureBuild();
    return node('scripts/cast/main.ts');
  },
  screens() {
    return node('scripts/screens/main.ts');
  },
  async check() {
    return (
      (await node('node_modules/typescript/bin/tsc', ['-p', '.'])) ||
      (await node(biome, ['ci', '--error-on-warnings', '.'])) ||
      (await node('scripts/names.ts')) ||
      (await node('scripts/docs.ts', ['--check']))
    );
  },
  format() {
    return node(biome, ['check', '--write', '.']);
  },
};

const [name = '', ...args] = process.argv.slice(2);
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
if (!task) {
  console.error(`scripts/run.mjs: no task "${name}"; there are ${Object.keys(tasks).join(', ')}`);
  process.exit(4);
}
ensureDependencies();
process.exitCode = await task(args);
