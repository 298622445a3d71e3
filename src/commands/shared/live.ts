import { systemClock } from '../../clock.ts';
import { PastRanges } from '../../frames/past-ranges.ts';
import { type PlanPart, partOf } from '../../profile/plan/part.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { announceProgress } from '../../session/announce-progress.ts';
import { type LiveParts, LiveSession } from '../../session/live.ts';
import { LogSession } from '../../session/logs/session.ts';
import type { LookBack } from '../../session/past-rooms.ts';
import { allOf, clientFor, createCollector, openStore, type Servers } from './context.ts';
import type { Acting } from './globals.ts';
import { createAnnouncer, createOperations } from './operations.ts';
import type { World } from './world.ts';

/**
 * A live room over the profile's servers and ring store, not started yet.
 * @param part what it is asked for, of all there is
 * @param seen as whom others see it, whether a person watches it come, and which runbooks are at hand
 */
export async function openLiveSession(
  world: Pick<World, 'env'>,
  plan: Plan,
  servers: Servers,
  options: Acting,
  part: PlanPart,
  { visitor, runbooks, showsParts = false }: Pick<LiveParts, 'visitor' | 'runbooks' | 'showsParts'> = {},
): Promise<LiveSession> {
  const stored = await openStore(world, plan);
  const { store, journal } = stored;
  const asked = partOf(plan, part);
  const collector = createCollector(asked, servers);
  const loki = clientFor(servers.loki, {});
  const logs =
    loki &&
    new LogSession({
      loki,
      others: new Map(servers.loki.map(({ id, client }) => [id, client])),
      clock: systemClock,
      searches: plan.searches,
      labels: plan.profile.logs.labels,
    });
  const seen = { showsParts, ...(visitor && { visitor }), ...(runbooks && { runbooks }) };
  const ranges = new PastRanges(systemClock);
  const lookBack: LookBack = async (at, signal, anew) => {
    const { lookBack: look } = await import('./look-back.ts');
    if (anew) ranges.forget();
    return look({ plan, asked, servers, stored, ranges }, at, signal);
  };
  const parts = { plan, asked, collector, store, clock: systemClock, lookBack, ...seen, ...(logs && { logs }) };
  const session = new LiveSession(parts, (room) =>
    createOperations(world, plan, options, {
      members: servers.members,
      prometheus: allOf(servers),
      store,
      journal,
      clock: systemClock,
      room,
    }),
  );
  const announcer = options.readOnly ? null : createAnnouncer(plan, servers.members);
  if (announcer) announceProgress(session, announcer);
  return session;
}
