import { command } from './shared/command.ts';
import { mostBytes } from './shared/common.ts';
import { argument } from './shared/takes.ts';

export const replay = command({
  description: 'play a tape in the room',
  takes: [argument('<tape>', 'a file made by "ringdeck record"'), mostBytes],
  async run(world, given) {
    const { playTape } = await import('./shared/tape.ts');
    return playTape(world, given, given.tape);
  },
});
