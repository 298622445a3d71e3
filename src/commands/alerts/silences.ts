import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';

export const silences = command({
  description: 'silences not made by ringdeck: who, until when, what they cover now, and why',
  takes: [json],
  async run(world, given) {
    const { listSilences } = await import('./table.ts');
    return listSilences(world, given, given.format);
  },
});
