import { instant, limit } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { option } from '../shared/takes.ts';
import { journalFile } from './takes.ts';

export const show = command({
  description: 'who did what, when, on which evidence; oldest first',
  takes: [
    journalFile,
    option('--ring <ring>', 'acts on this ring and its alerts'),
    option('--by <operator>', 'acts of one operator'),
    option('--act <act>', 'acts of one kind, e.g. validate'),
    option('--result <result>', 'acts with this result', { choices: ['done', 'refused', 'failed'] }),
    option('--fingerprint <fingerprint>', 'acts on one alert'),
    option('--since <time>', 'from this time on: a time, or -2h', { read: instant }),
    option('--until <time>', 'not after', { read: instant }),
    option('--limit <lines>', 'only the newest ones, at most this many', { read: limit, standard: 50 }),
    option('--format <format>', 'text, json, or jsonl: the lines unchanged', {
      choices: ['text', 'json', 'jsonl'],
      standard: 'text',
    }),
  ],
  async run(world, given) {
    const { requireAct, showLines } = await import('./lines.ts');
    const { openJournal } = await import('./source.ts');
    const { ring, by, act, result, fingerprint, since, until, limit, format } = given;
    requireAct(act);
    const source = await openJournal(world, given, given.file);
    return showLines(world.out, source, { ring, by, act, result, fingerprint, since, until }, limit, format);
  },
});
