import { command } from './shared/command.ts';
import { mostBytes } from './shared/common.ts';
import { DEMOS, isDemo } from './shared/demos.ts';
import { UsageError } from './shared/failure.ts';
import { argument } from './shared/takes.ts';

export const demo = command({
  description: `a recorded system, no server needed: ${DEMOS.join(', ')}`,
  takes: [argument('[system]', 'the system that is shown', DEMOS[0]), mostBytes],
  async run(world, given) {
    const { system } = given;
    if (!isDemo(system)) throw new UsageError(`There is no demo "${system}"; there are ${DEMOS.join(', ')}.`);
    const { playDemo } = await import('./shared/tape.ts');
    return playDemo(world, given, system);
  },
});
