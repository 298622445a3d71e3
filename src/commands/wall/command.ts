import { command } from '../shared/command.ts';
import { lasting, mostBytes } from '../shared/common.ts';
import { option } from '../shared/takes.ts';

export const wall = command({
  description: 'for a screen on a wall: rooms in large letters, in turns; only q works; -c once for each profile',
  takes: [
    lasting('--every <duration>', 'how long each page is shown', '20s'),
    option('--tape <tape>', 'a tape, or a demo by its name, instead of live rooms', { repeated: true }),
    mostBytes,
  ],
  async run(world, given) {
    const { showWall } = await import('./show-wall.ts');
    return showWall(world, given, given.every, given.tape ?? []);
  },
});
