import { type Command, Option } from 'commander';
import { seconds } from '../units.ts';
import { duration, instant, limit } from './shared/arguments.ts';

/** Lines of a busy hour, in 20 answers. */
const MOST_LINES = 20_000;

/** What `ringdeck patterns` takes. */
export const withPatternOptions = (command: Command): Command =>
  command
    .addOption(new Option('--since <duration>', 'how far back').argParser(duration).default(seconds(3600), '1h'))
    .option('--to <time>', 'before that time (default: now)', instant)
    .option(
      '--split <time>',
      'compare what was logged before that time with what was since, instead of the versions',
      instant,
    )
    .option('--ring <id>', 'the same, with the time at which that ring was deployed')
    .addOption(new Option('--limit <lines>', 'lines read of each side at most').argParser(limit).default(MOST_LINES))
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'))
    .description(
      'what one version logs and the other does not, beyond chance. Exit 0 nothing grave, 1 an error is new or has grown, 3 server missing, 4 usage',
    );
