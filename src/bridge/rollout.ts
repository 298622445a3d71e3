import { own } from '../own.ts';
import type { Millis } from '../units.ts';
import type { Host } from './hosts.ts';

/** How far one ring has the version that is being rolled out. */
export interface RingRollout {
  readonly ring: string;
  readonly targets: number;
  readonly reached: number;
  /** Null while no host of the ring runs it. */
  readonly deployed: { readonly version: string; readonly at: Millis } | null;
}

/** Host names by ring, in lower case. */
export type Targets = Readonly<Record<string, readonly string[]>>;

/**
 * The rollout as the reports show it: what is rolled out is the version that any host came to run last, and a ring is
 * deployed to since its first host runs it.
 * @param targets the hosts each ring is to have; those that have reported, where it says nothing
 */
export function rollouts(hosts: readonly Host[], targets: Targets | null): readonly RingRollout[] {
  const version = newestVersion(hosts);
  const byRing = Map.groupBy(hosts, ({ report }) => report.ring);
  return [...new Set([...byRing.keys(), ...Object.keys(targets ?? {})])].map((ring): RingRollout => {
    const wanted = targets && own(targets, ring);
    const known = byRing.get(ring) ?? [];
    const members = wanted ? known.filter(({ report }) => wanted.includes(report.hostname.toLowerCase())) : known;
    const reached = members.filter(({ report }) => version !== null && report.version === version);
    const since = Math.min(...reached.map(({ versionSince }) => versionSince)) as Millis;
    return {
      ring,
      targets: wanted?.length ?? known.length,
      reached: reached.length,
      deployed: version !== null && reached.length > 0 ? { version, at: since } : null,
    };
  });
}

/** Of the versions that run, the one that was first seen last. */
function newestVersion(hosts: readonly Host[]): string | null {
  const firstSeen = new Map<string, Millis>();
  for (const { report, versionSince } of hosts) {
    if (typeof report.version !== 'string') continue;
    const known = firstSeen.get(report.version);
    if (known === undefined || versionSince < known) firstSeen.set(report.version, versionSince);
  }
  const [newest] = [...firstSeen].toSorted(([, a], [, b]) => b - a);
  return newest?.[0] ?? null;
}
