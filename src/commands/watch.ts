import { hostname } from 'node:os';
import { openProfile, openServers } from './context.ts';
import { openLiveSession } from './live.ts';
import { observeWith } from './observe.ts';
import { operatorOf } from './operator.ts';
import type { GlobalOptions } from './options.ts';
import { isInteractive, show } from './show.ts';
import { printStill } from './still.ts';

/** The live room; without a terminal, one frame of it. */
export async function watch(options: GlobalOptions): Promise<number> {
  const { plan } = openProfile(options);
  const servers = openServers(plan);
  try {
    if (!isInteractive()) {
      const scene = await observeWith(plan, servers, undefined, 'all');
      await printStill(scene, options, { theme: plan.profile.theme, columns: process.stdout.columns ?? 140 });
      return 0;
    }
    // A room that cannot act is one on a wall, as far as others are concerned.
    const kind = options.readOnly ? 'wall' : 'terminal';
    const visitor = { by: operatorOf(options), host: hostname(), kind } as const;
    await show(openLiveSession(plan, servers, options, visitor), plan.profile, options);
    return 0;
  } finally {
    await servers.close();
  }
}
