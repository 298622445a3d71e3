import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';

import type { LoadedProfile } from '../../profile/anchor.ts';
import { runbooksIn } from '../../session/runbooks.ts';
import { openServers } from '../shared/context.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { openLiveSession } from '../shared/live.ts';
import { operatorOf } from '../shared/operator.ts';
import type { Running } from '../shared/show.ts';
import type { World } from '../shared/world.ts';

/** The session of a live room, and how to let go of its servers. */
export async function openRoom(
  world: World,
  { plan, path }: LoadedProfile,
  options: GlobalOptions,
): Promise<{ readonly session: Running; close(): Promise<void> }> {
  const servers = openServers(plan);
  // A room that cannot act is one on a wall, as far as others are concerned.
  const kind = options.readOnly ? 'wall' : 'terminal';
  const visitor = { by: operatorOf(world, options), host: hostname(), kind } as const;
  const beside = dirname(path);
  const session = await openLiveSession(
    world,
    plan,
    servers,
    options,
    { of: 'all' },
    {
      visitor,
      showsParts: true,
      runbooks: runbooksIn(beside, resolve(beside, plan.profile.runbooks?.folder ?? '.')),
    },
  );
  return { session, close: servers.close };
}
