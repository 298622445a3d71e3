import { systemClock } from '../../clock.ts';
import { type PlanPart, partOf } from '../../profile/plan/part.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { readLedger } from '../../session/ledger.ts';
import { Observer } from '../../session/observe.ts';
import type { Scene } from '../../session/session.ts';
import type { Millis } from '../../units.ts';
import { createCollector, openServers, openStore, type Servers } from './context.ts';
import type { GlobalOptions } from './globals.ts';
import { lookBack } from './look-back.ts';
import { openProfile } from './profile.ts';
import type { World } from './world.ts';

/** The room now, or as it was at `at`, from the profile's servers. @param part what the answer rests on, by the plan */
export async function observe(
  world: World,
  options: GlobalOptions,
  part: PlanPart | ((plan: Plan) => PlanPart),
  at?: Millis,
): Promise<{ readonly scene: Scene; readonly plan: Plan }> {
  const { plan } = await openProfile(world, options);
  const servers = openServers(plan);
  try {
    const needed = typeof part === 'function' ? part(plan) : part;
    return { plan, scene: await observeWith(world, plan, servers, at, needed) };
  } finally {
    await servers.close();
  }
}

/** Looks once; the next look asks only for what is new. */
export function observer(world: World, plan: Plan, servers: Servers, part: PlanPart): () => Promise<Scene> {
  const stored = openStore(world, plan);
  const asked = partOf(plan, part);
  const looking = new Observer(plan, createCollector(asked, servers), asked);
  const ledger = async () => readLedger((await stored).store);
  return () => looking.observe(systemClock.now(), ledger());
}

/** The room once: now, or as it was at `at`. */
export async function observeWith(
  world: World,
  plan: Plan,
  servers: Servers,
  at: Millis | undefined,
  part: PlanPart,
): Promise<Scene> {
  if (at === undefined) return observer(world, plan, servers, part)();
  return lookBack({ plan, asked: partOf(plan, part), servers, stored: await openStore(world, plan) }, at);
}
