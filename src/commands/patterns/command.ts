import { seconds } from '../../units.ts';
import { duration, instant, limit } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';
import { option } from '../shared/takes.ts';

/** Lines of a busy hour, in 20 answers. */
const MOST_LINES = 20_000;

export const patterns = command({
  description:
    'what one version logs and the other does not, beyond chance. Exit 0 nothing serious, 1 an error is new or has grown, 3 server missing, 4 usage',
  takes: [
    option('--since <duration>', 'how far back', { read: duration, standard: seconds(3600), shown: '1h' }),
    option('--to <time>', 'before this time (default: now)', { read: instant }),
    option('--split <time>', 'compare what was logged before that time with what was since, instead of the versions', {
      read: instant,
    }),
    option('--ring <id>', 'the same, with the time at which that ring was deployed'),
    option('--limit <lines>', 'lines read of each side at most', { read: limit, standard: MOST_LINES }),
    json,
  ],
  async run(world, given) {
    const { comparePatterns } = await import('./difference.ts');
    const { since, to, split, ring, limit, format } = given;
    return comparePatterns(world, given, { since, to, split, ring, limit, format });
  },
});
