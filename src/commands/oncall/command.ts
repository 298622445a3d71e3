import { anyInstant } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';
import { option } from '../shared/takes.ts';

export const oncall = command({
  description: 'who is on call; exit 1 nobody, 3 not known',
  takes: [option('--at <time>', 'who is on call then: a time, or -15m for 15 minutes ago', { read: anyInstant }), json],
  async run(world, given) {
    const { sayWhoIsOnCall } = await import('./turn.ts');
    return sayWhoIsOnCall(world, given, given.format, given.at);
  },
});
