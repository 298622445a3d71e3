import { command } from './shared/command.ts';
import { mostBytes } from './shared/common.ts';

export const demo = command({
  description: 'a recorded rollout: no server needed',
  takes: [mostBytes],
  async run(world, given) {
    const { playDemo } = await import('./shared/tape.ts');
    return playDemo(world, given);
  },
});
