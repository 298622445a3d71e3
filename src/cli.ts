import { main } from './commands/main.ts';
import { Output } from './commands/print.ts';
import { tellUnforeseen } from './commands/unforeseen.ts';
import { canBeDrawnOn } from './terminal/capabilities.ts';

const { env, stdin, stdout, stderr } = process;
const out = new Output(stdout, stderr);
tellUnforeseen(process, out);
const drawn = stdin.isTTY === true && stdout.isTTY === true && canBeDrawnOn(env);
const terminal = drawn ? { process, stdin, stdout } : null;
process.exitCode = await main(process.argv.slice(2), { env, folder: process.cwd(), out, signals: process, terminal });
