import { command } from './shared/command.ts';

export const demo = command({
  description: 'a recorded rollout: no server needed',
  takes: [],
  async run(world, given) {
    const { playDemo } = await import('./shared/tape.ts');
    return playDemo(world, given);
  },
});
