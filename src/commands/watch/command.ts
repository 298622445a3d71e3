import { command } from '../shared/command.ts';

export const watch = command({
  description: 'the live room; without a terminal it prints one frame and exits',
  takes: [],
  async run(world, given) {
    const { watchRoom } = await import('./room.ts');
    return watchRoom(world, given);
  },
});
