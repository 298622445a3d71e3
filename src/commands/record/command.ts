import { duration } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { flag, option } from '../shared/takes.ts';

export const record = command({
  description: 'record the live room to a tape, with its logs',
  takes: [
    option('-o, --output <file>', 'the tape to write', { required: true }),
    option('--for <duration>', 'how long; without it, until Ctrl-C', { read: duration }),
    flag('--no-logs', 'leave log lines out: those of both versions and of saved searches, where there is a Loki'),
  ],
  async run(world, given) {
    const { recordRoom } = await import('./recording.ts');
    return recordRoom(world, given, { output: given.output, logs: given.logs, lasts: given.for });
  },
});
