import { type Command, Option } from 'commander';
import { duration, instant, limit } from './shared/arguments.ts';

const lines = (text: string) => (text === 'all' ? Number.POSITIVE_INFINITY : limit(text));

const names = (text: string) => text.split(',').map((name) => name.trim());

/** What `ringdeck logs` takes. */
export const withLogOptions = (command: Command): Command =>
  command
    .argument('[query]', 'LogQL, e.g. \'{job="api"} |= "error"\'')
    .option('--saved <id>', "one of the profile's searches, instead of a query")
    .option('--since <duration>', 'how far back (default: 1h)', duration)
    .option('--from <time>', 'not before: a time, or -2h', instant)
    .option('--to <time>', 'before that time (default: now)', instant)
    .addOption(new Option('--limit <lines>', 'no more lines than so many, or "all"').argParser(lines).default(100))
    .option('-f, --follow', 'go on with lines as they come; connects again when the server was away')
    .addOption(
      new Option(
        '--direction <direction>',
        'oldest or newest first; without it, the newest lines, oldest first',
      ).choices(['forward', 'backward']),
    )
    .addOption(
      new Option('--format <format>', 'text, or jsonl: one JSON object a line, with the exact text')
        .choices(['text', 'jsonl'])
        .default('text'),
    )
    .option('--labels <names>', 'labels and fields shown with each line, e.g. job,pod', names, [])
    .option('--no-check', 'send the query without checking it first')
    .description('log lines of Loki. Exit 0 lines, 1 none, 3 server missing, 4 usage or a wrong query');
