import { systemClock } from '../clock.ts';
import { LiveSession } from '../session/live.ts';
import { createCollector, openProfile, openServers, openStore } from './context.ts';
import { observeWith } from './observe.ts';
import { createOperations } from './operations.ts';
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
    const { store, journal } = openStore(plan);
    const collector = createCollector(plan, servers);
    const session = new LiveSession({ plan, collector, store, clock: systemClock }, (room) =>
      createOperations(plan, options, { members: servers.members, store, journal, clock: systemClock, room }),
    );
    await show(session, plan.profile, options);
    return 0;
  } finally {
    await servers.close();
  }
}
