import { command } from '../shared/command.ts';
import { lasting, mostBytes } from '../shared/common.ts';
import { option } from '../shared/takes.ts';

export const wall = command({
  description: 'rooms for a screen that hangs on a wall: large, in turns, no key but quit; -c once for each profile',
  takes: [
    lasting('--every <duration>', 'how long a page is shown', '20s'),
    option('--tape <tape>', 'instead of live rooms a tape, or a demo by its name', { repeated: true }),
    mostBytes,
  ],
  async run(world, given) {
    const { showWall } = await import('./show-wall.ts');
    return showWall(world, given, given.every, given.tape ?? []);
  },
});
