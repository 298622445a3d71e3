// The repository's tasks: sets up what is missing, then runs one task. Plain JavaScript that Node 20 understands,
// because it is what finds a newer Node. Its own words go to stderr: stdout belongs to the task.
import { spawnSync } from 'node:child_process';
import { modernNode } from './node.mjs';
import { ensureBuild, ensureDependencies, root } from './setup.mjs';

/** @param {string} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
function run(command, args, env = process.env) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (error) throw error;
  return signal ? 1 : (status ?? 1);
}

/** A program from node_modules, on the modern Node. @param {string} path @param {readonly string[]} args */
const node = (path, args = []) => run(modernNode(), [path, ...args]);
const biome = 'node_modules/@biomejs/biome/bin/biome';

/** @type {Record<string, (args: string[]) => number>} */
const tasks = {
  start(args) {
    ensureBuild();
    return node('bin/ringdeck', ['demo', ...args]);
  },
  test(args) {
    ensureBuild();
    return node('node_modules/vitest/vitest.mjs', ['run', ...args]);
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
    return node('bench/main.ts', args);
  },
  docs() {
    return node('scripts/docs.ts');
  },
  check() {
    return (
      node('node_modules/typescript/bin/tsc', ['-p', '.']) ||
      node(biome, ['ci', '--error-on-warnings', '.']) ||
      node('scripts/docs.ts', ['--check'])
    );
  },
  format() {
    return node(biome, ['check', '--write', '.']);
  },
};

const [name = '', ...args] = process.argv.slice(2);
const task = tasks[name];
if (!task) {
  console.error(`scripts/run.mjs: no task "${name}"; there are ${Object.keys(tasks).join(', ')}`);
  process.exit(4);
}
ensureDependencies();
process.exitCode = task(args);
