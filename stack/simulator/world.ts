import { type Matching, type Request, startMatching, stepMatching } from './matching.ts';
import { type Platform, type PlatformEvents, startPlatform, stepPlatform } from './platform.ts';
import type { Random } from './random.ts';
import type { Conditions } from './scenarios.ts';
import { deployRing, type RingId, stepVault, type Vault, type VaultActivity } from './vault.ts';

/** All systems at one instant: plain data. */
export interface World {
  /** Unix seconds. */
  readonly at: number;
  readonly matching: Matching;
  readonly vault: Vault;
  readonly platform: Platform;
}

/** What happened during one step. */
export interface Events {
  readonly requests: readonly Request[];
  readonly activity: Readonly<Partial<Record<RingId, VaultActivity>>>;
  readonly platform: PlatformEvents;
}

/** V2 takes what it is held at, or 30 %, and ring0 has just been deployed to. */
export const startWorld = (at: number, { plan }: Conditions): World => ({
  at,
  matching: startMatching('hold' in plan ? plan.hold : 0.3),
  vault: deployRing({}, 'ring0', at),
  platform: startPlatform(at),
});

/** Lets `dt` seconds pass under `conditions`; the same seed gives the same world. */
export function step(
  world: World,
  dt: number,
  conditions: Conditions,
  random: Random,
): { world: World; events: Events } {
  const at = world.at + dt;
  const { matching, requests } = stepMatching(world.matching, at, dt, conditions, random);
  const { vault, activity } = stepVault(world.vault, dt, conditions, random);
  const { platform, events } = stepPlatform(world.platform, at, dt, conditions, random);
  return { world: { at, matching, vault, platform }, events: { requests, activity, platform: events } };
}
