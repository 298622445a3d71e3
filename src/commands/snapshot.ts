import { columns } from './shared/arguments.ts';
import { command } from './shared/command.ts';
import { at } from './shared/common.ts';
import { option } from './shared/takes.ts';

/** What is missing is part of the answer, so the exit code is 0: the gate is there to judge. */
export const snapshot = command({
  description: 'print the room once, for CI',
  takes: [
    option('--format <format>', 'text, ansi or json', { choices: ['text', 'ansi', 'json'], standard: 'text' }),
    at,
    option('--page <page>', 'page of the room, by id'),
    option('--width <columns>', 'columns of text and ansi', { read: columns, standard: 140 }),
  ],
  async run(world, given) {
    const { observe } = await import('./shared/observe.ts');
    const { chartsOf } = await import('../room/pages.ts');
    const isData = given.format === 'json';
    const { scene, plan } = await observe(
      world,
      given,
      (all) => ({ of: 'look', charts: isData ? [] : chartsOf(all, given.page) }),
      given.at,
    );
    if (isData) {
      const { toSnapshot } = await import('../report/snapshot.ts');
      world.out.printJson(toSnapshot(scene.room));
      return 0;
    }
    const { printStill } = await import('./shared/still.ts');
    await printStill(world, scene, given, {
      theme: plan.profile.theme,
      colour: given.format === 'ansi',
      columns: given.width,
      page: given.page,
    });
    return 0;
  },
});
