import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';

export const list = command({
  description: 'every ring and how it stands; exit 3 when it is not known which are validated',
  takes: [json],
  async run(world, given) {
    const { listRings } = await import('./look.ts');
    return listRings(world, given, given.format);
  },
});
