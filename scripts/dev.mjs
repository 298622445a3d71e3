// The demo, or the command given, opened anew whenever the program changes: npm run dev -- watch --profile my.yml
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { bundleOptions } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.length > 2 ? process.argv.slice(2) : ['demo'];

/** @type {import('node:child_process').ChildProcess | null} */
let open = null;

/** Ends what is open, so that the terminal is as it was. */
async function close() {
  const child = open;
  open = null;
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await new Promise((ended) => child.once('exit', ended));
}

function reopen() {
  const child = spawn(process.execPath, [join(root, 'bin/ringdeck.mjs'), ...args], { cwd: root, stdio: 'inherit' });
  open = child;
  // Whoever leaves the room leaves this too; a crash stays to be read until the next change.
  child.once('exit', (status) => {
    if (open === child && status === 0) process.exit(0);
  });
}

/** @type {import('esbuild').Plugin} */
const reopens = {
  name: 'reopens',
  setup(build) {
    build.onStart(close);
    build.onEnd(({ errors }) => {
      if (errors.length === 0) reopen();
    });
  },
};

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => close().then(() => process.exit(1)));
const watching = await context({ ...bundleOptions, plugins: [...bundleOptions.plugins, reopens] });
await watching.watch();
