import { hash } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';
import { option } from '../shared/takes.ts';
import { journalFile } from './takes.ts';

export const verify = command({
  description:
    'is every line as it was written? Exit 0 yes, 1 no (names the lines), 3 nothing is chained; prints the hash of the last line',
  takes: [
    journalFile,
    option('--head <hash>', 'hash of the last line, as printed earlier: it must still be there', { read: hash }),
    json,
  ],
  async run(world, given) {
    const { openJournal } = await import('./source.ts');
    const { audit } = await import('./audit.ts');
    return audit(world.out, await openJournal(world, given, given.file), given.head, given.format);
  },
});
