import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { Output } from './commands/shared/print.ts';
import { tellUnforeseen } from './commands/shared/unforeseen.ts';
import { canBeDrawnOn } from './terminal/capabilities.ts';

const { env, stdout, stderr } = process;
// In place of the variable stands, once it is built, what it was built of.
const built = process.env.RINGDECK_BUILD;
const program = built
  ? {
      id: `${built} ${process.version}`,
      user: process.geteuid?.(),
      profiles: join(import.meta.dirname, 'profiles'),
      start: startAgain,
    }
  : undefined;
const out = new Output(stdout, stderr);
tellUnforeseen(process, out);
// Standard input is opened for keys alone: a command may read it by its path.
const lines = stdout.isTTY && isatty(0) ? { process, stdin: process.stdin, stdout } : null;
const args = process.argv.slice(2);
// Bars ask for a line every few seconds: it is not to load what tells all other commands apart.
const { main } = await (args[0] === 'line' ? import('./commands/line/at-once.ts') : import('./commands/main.ts'));
process.exitCode = await main(args, {
  env,
  folder: process.cwd(),
  out,
  signals: process,
  terminal: canBeDrawnOn(env) ? lines : null,
  lines,
  ...(program && { program }),
});

/** Starts this program in a session of its own: a status bar ends what it started once it has its line. */
function startAgain(args: readonly string[]): void {
  const script = join(import.meta.dirname, '..', 'bin', 'ringdeck.mjs');
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], { detached: true, stdio: 'ignore' });
  // Where no process can be had, the next line tries again.
  child.on('error', () => {});
  child.unref();
}
