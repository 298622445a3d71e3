import { hostname } from 'node:os';
import { openLiveSession } from '../live.ts';
import { show } from '../show.ts';
import { openProfile, openServers } from './context.ts';
import { observeWith } from './observe.ts';
import { operatorOf } from './operator.ts';
import type { GlobalOptions } from './options.ts';
import { printStill } from './still.ts';
import type { World } from './world.ts';

/** The live room; without a terminal, one frame of it. */
export async function watch(world: World, options: GlobalOptions): Promise<number> {
  const { plan } = openProfile(world, options);
  const servers = openServers(plan);
  try {
    if (!world.terminal) {
      const scene = await observeWith(world, plan, servers, undefined, 'all');
      await printStill(world, scene, options, { theme: plan.profile.theme, columns: world.out.columns });
      return 0;
    }
    // A room that cannot act is one on a wall, as far as others are concerned.
    const kind = options.readOnly ? 'wall' : 'terminal';
    const visitor = { by: operatorOf(world, options), host: hostname(), kind } as const;
    const session = openLiveSession(world, plan, servers, options, visitor);
    await show(world, world.terminal, session, plan.profile, options);
    return 0;
  } finally {
    await servers.close();
  }
}
