import { duration, instant, limit } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { UsageError } from '../shared/failure.ts';
import { stopSignal } from '../shared/stop.ts';
import { argument, flag, option } from '../shared/takes.ts';

const lines = (text: string) => (text === 'all' ? Number.POSITIVE_INFINITY : limit(text));

const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

export const logs = command({
  description: 'log lines of Loki. Exit 0 lines, 1 none, 3 server missing, 4 usage or a wrong query',
  takes: [
    argument('[query]', 'LogQL, e.g. \'{job="api"} |= "error"\''),
    option('--saved <id>', "one of the profile's searches, instead of a query"),
    option('--since <duration>', 'how far back (default: 1h)', { read: duration }),
    option('--from <time>', 'from this time on: a time, or -2h', { read: instant }),
    option('--to <time>', 'before this time (default: now)', { read: instant }),
    option('--limit <lines>', 'at most this many lines, or "all"', { read: lines, standard: 100 }),
    flag('-f, --follow', 'print new lines as they arrive; reconnects when the server was away'),
    option('--direction <direction>', 'oldest or newest first; without it, the newest lines, oldest first', {
      choices: ['forward', 'backward'],
    }),
    option('--format <format>', 'text, or jsonl: one JSON object a line, with the exact text', {
      choices: ['text', 'jsonl'],
      standard: 'text',
    }),
    option('--labels <names>', 'labels and fields shown with each line, e.g. job,pod', { read: names, standard: [] }),
    flag('--no-check', 'send the query without checking it first'),
  ],
  async run(world, given) {
    const { chooseLogs, printLogs, Printer } = await import('./lines.ts');
    const { query, saved, check, since, from, to, limit, follow = false, direction, format, labels } = given;
    const chosen = await chooseLogs(world, given, { query, saved, check });
    if (follow && (to !== undefined || direction))
      throw new UsageError('--follow has no end: leave out --to and --direction.');
    if (since !== undefined && from !== undefined) throw new UsageError('Give either --since or --from, not both.');
    const signal = AbortSignal.any([stopSignal(world), world.out.gone]);
    const printer = new Printer(world, { format, labels, color: given.color }, signal);
    return printLogs(chosen, { since, from, to, limit, follow, direction }, printer, signal);
  },
});
