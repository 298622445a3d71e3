import { openProfile, openServers } from './context.ts';
import { openLiveSession } from './live.ts';
import { observeWith } from './observe.ts';
import type { GlobalOptions } from './options.ts';
import { isInteractive, show } from './show.ts';
import { printStill } from './still.ts';

/** The live room; without a terminal, one frame of it. */
export async function watch(options: GlobalOptions): Promise<number> {
  const { plan } = openProfile(options);
  const servers = openServers(plan);
  try {
    if (!isInteractive()) {
      const scene = await observeWith(plan, servers, undefined);
      await printStill(scene, options, { theme: plan.profile.theme, columns: process.stdout.columns ?? 140 });
      return 0;
    }
    await show(openLiveSession(plan, servers, options), plan.profile, options);
    return 0;
  } finally {
    await servers.close();
  }
}
