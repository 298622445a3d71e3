import { command } from '../shared/command.ts';
import { mostBytes } from '../shared/common.ts';

export const watch = command({
  description: 'the live room; without a terminal it prints it once and exits',
  takes: [mostBytes],
  async run(world, given) {
    const { watchRoom } = await import('./room.ts');
    return watchRoom(world, given);
  },
});
