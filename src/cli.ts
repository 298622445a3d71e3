import { join } from 'node:path';
import { isatty } from 'node:tty';
import { main } from './commands/main.ts';
import { Output } from './commands/shared/print.ts';
import { tellUnforeseen } from './commands/shared/unforeseen.ts';
import { canBeDrawnOn } from './terminal/capabilities.ts';

const { env, stdout, stderr } = process;
// In place of the variable stands, once it is built, what it was built of.
const built = process.env.RINGDECK_BUILD;
const program = built
  ? { id: `${built} ${process.version}`, user: process.geteuid?.(), profiles: join(import.meta.dirname, 'profiles') }
  : undefined;
const out = new Output(stdout, stderr);
tellUnforeseen(process, out);
// Standard input is opened for keys alone: a command may read it by its path.
const hasPerson = stdout.isTTY && isatty(0) && canBeDrawnOn(env);
const terminal = hasPerson ? { process, stdin: process.stdin, stdout } : null;
process.exitCode = await main(process.argv.slice(2), {
  env,
  folder: process.cwd(),
  out,
  signals: process,
  terminal,
  ...(program && { program }),
});
