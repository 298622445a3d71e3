import { command } from '../shared/command.ts';
import { lasting } from '../shared/common.ts';
import { flag, option } from '../shared/takes.ts';
import { FORMATS, STANDARD } from './standard.ts';

export const line = command({
  description: 'the room in one line for a status bar, from a cache that is renewed in the background',
  takes: [
    option('--format <format>', 'for which bar', {
      choices: FORMATS,
      standard: STANDARD.format,
    }),
    option('--name <name>', "in place of the profile's name"),
    lasting('--every <duration>', 'how often to ask the servers', STANDARD.every),
    lasting('--stale-after <duration>', 'an older answer counts as unknown', STANDARD.staleAfter),
    flag('--ask', 'ask the servers now and wait, unless another run is asking'),
  ],
  async run(world, given) {
    const { tellLine } = await import('./tell.ts');
    const { format, name, every, staleAfter, ask = false } = given;
    return tellLine(world, given, { format, name, every, staleAfter, ask });
  },
});
