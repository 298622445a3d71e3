import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';
import { EXIT } from './failure.ts';
import type { Output } from './print.ts';
import { stackInSource } from './stack.ts';

/**
 * Has what no command foresees told like everything else it prints: an output that cannot be written, an error that
 * nobody caught, a warning of Node.
 */
export function tellUnforeseen(process: NodeJS.Process, out: Output): void {
  // A reader that has seen enough, as head has, is no failure: the exit code still tells. A full disk is one, but must not
  // pass for the answer of a gate.
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    out.say(`the output could not be written: ${sanitiseLine(error.message)}`);
    process.exit(EXIT.missing);
  });
  process.on('uncaughtException', (error: unknown) => {
    // While the screen is up, its guard gives the terminal back first.
    if (process.listenerCount('uncaughtException') > 1) return;
    out.say(sanitiseText(error instanceof Error ? stackInSource(error.stack ?? error.message) : String(error)));
    process.exit(EXIT.fail);
  });
  // Node's own listener would print it as it is.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    // Node 22 calls its SQLite experimental, in the middle of the screen.
    if (name !== 'ExperimentalWarning') out.say(sanitiseText(`${name}: ${message}`));
  });
}
