import { Argument, type Command, Option } from 'commander';
import type { Lazy } from './shared/action.ts';
import { hash, instant, limit } from './shared/arguments.ts';
import { json } from './shared/shared-options.ts';

const journalFile = () => new Argument('[file]', "an exported journal, instead of the ring store's");

/** The commands of `ringdeck journal`, and what they take. */
export function withJournalCommands(journal: Command, lazy: Lazy): void {
  journal.description('the account of every act: verify, show, export');
  journal
    .command('verify')
    .addArgument(journalFile())
    .option('--head <hash>', 'hash of the last line as it was once told: it must still be there', hash)
    .addOption(json())
    .description(
      'does every line stand as it was written? Exit 0 yes, 1 no (names the lines), 3 nothing is chained; tells the head',
    )
    .action(lazy(() => import('./journal.ts'), 'verify'));
  journal
    .command('show')
    .addArgument(journalFile())
    .option('--ring <ring>', 'acts on this ring and its alerts')
    .option('--by <operator>', 'acts of one operator')
    .option('--act <act>', 'acts of one kind, e.g. validate')
    .addOption(new Option('--result <result>', 'what came of them').choices(['done', 'refused', 'failed']))
    .option('--fingerprint <fingerprint>', 'acts on one alert')
    .option('--since <time>', 'not before: a time, or -2h', instant)
    .option('--until <time>', 'not after', instant)
    .option('--limit <lines>', 'the newest so many', limit, 50)
    .addOption(
      new Option('--format <format>', 'text, json, or jsonl: the lines as they stand')
        .choices(['text', 'json', 'jsonl'])
        .default('text'),
    )
    .description('who did what, when, on which evidence; oldest first')
    .action(lazy(() => import('./journal.ts'), 'show'));
  journal
    .command('export')
    .description('every line as it stands, for an archive; an exported journal verifies')
    .action(lazy(() => import('./journal.ts'), 'exportJournal'));
}
