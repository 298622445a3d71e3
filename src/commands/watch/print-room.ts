import type { Plan } from '../../profile/plan/plan.ts';
import { chartsOf } from '../../room/pages.ts';
import { openServers } from '../shared/context.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { observeWith } from '../shared/observe.ts';
import { printStill, sayStill } from '../shared/still.ts';
import type { World } from '../shared/world.ts';

/** One frame of the room. */
export async function printRoom(world: World, plan: Plan, options: GlobalOptions): Promise<number> {
  const servers = openServers(plan);
  try {
    const scene = await observeWith(world, plan, servers, undefined, { of: 'look', charts: chartsOf(plan) });
    await printStill(world, scene, options, { theme: plan.profile.theme, columns: world.out.columns });
    sayStill(world, 'room');
    return 0;
  } finally {
    await servers.close();
  }
}
