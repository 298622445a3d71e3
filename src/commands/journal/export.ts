import { command } from '../shared/command.ts';
import { EXIT } from '../shared/failure.ts';

/** The whole journal, byte for byte: an exported file verifies like the journal itself. */
export const exportJournal = command({
  description: 'every line unchanged, for an archive; an exported journal can be verified',
  takes: [],
  async run(world, given) {
    const { openJournal } = await import('./source.ts');
    const { printLine } = await import('./lines.ts');
    for await (const line of (await openJournal(world, given)).lines()) printLine(world.out, line);
    return EXIT.ok;
  },
});
