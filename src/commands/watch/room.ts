import { hostname } from 'node:os';
import { chartsOf } from '../../room/pages.ts';
import { openServers } from '../shared/context.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { openLiveSession } from '../shared/live.ts';
import { observeWith } from '../shared/observe.ts';
import { operatorOf } from '../shared/operator.ts';
import { openProfile } from '../shared/profile.ts';
import { show } from '../shared/show.ts';
import { printStill } from '../shared/still.ts';
import type { World } from '../shared/world.ts';

/** The live room; without a terminal, one frame of it. */
export async function watchRoom(world: World, options: GlobalOptions): Promise<number> {
  const { plan } = await openProfile(world, options);
  const servers = openServers(plan);
  try {
    if (!world.terminal) {
      const scene = await observeWith(world, plan, servers, undefined, { of: 'look', charts: chartsOf(plan) });
      await printStill(world, scene, options, { theme: plan.profile.theme, columns: world.out.columns });
      return 0;
    }
    // A room that cannot act is one on a wall, as far as others are concerned.
    const kind = options.readOnly ? 'wall' : 'terminal';
    const visitor = { by: operatorOf(world, options), host: hostname(), kind } as const;
    const session = await openLiveSession(world, plan, servers, options, { of: 'all' }, visitor);
    await show(world, world.terminal, session, plan.profile, options);
    return 0;
  } finally {
    await servers.close();
  }
}
