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

/** Host names by ring, in lower case; null of a ring whose hosts the file does not tell. */
export type Targets = ReadonlyMap<string, ReadonlySet<string> | null>;

/** `reported`: nobody lists them, those that have reported count. `unread`: a file lists them that cannot be read. */
export type TargetList = Targets | 'reported' | 'unread';

/**
 * The rollout as the reports show it: what is rolled out is the version that any host came to run last, and a ring is
 * deployed to since its first host runs it. Of a ring whose hosts should be listed and are not known, nothing is said.
 * @param targets the hosts each ring is to have; those that have reported, where it says nothing
 */
export function rollouts(hosts: readonly Host[], targets: TargetList): readonly RingRollout[] {
  if (targets === 'unread') return [];
  const version = newestVersion(hosts);
  const byRing = Map.groupBy(hosts, ({ report }) => report.ring);
  const listed: Targets = targets === 'reported' ? new Map() : inAnyCase(targets, [...byRing.keys()]);
  return [...new Set([...byRing.keys(), ...listed.keys()])].flatMap((ring): readonly RingRollout[] => {
    const wanted = listed.get(ring);
    if (wanted === null) return [];
    const known = byRing.get(ring) ?? [];
    const members = wanted ? known.filter(({ report }) => wanted.has(report.hostname.toLowerCase())) : known;
    const reached = members.filter(({ report }) => version !== null && report.version === version);
    const since = Math.min(...reached.map(({ versionSince }) => versionSince)) as Millis;
    return [
      {
        ring,
        targets: wanted?.size ?? known.length,
        reached: reached.length,
        deployed: version !== null && reached.length > 0 ? { version, at: since } : null,
      },
    ];
  });
}

/** The targets under the names that reports have for their rings: PowerShell takes either case for one. */
function inAnyCase(targets: Targets, reported: readonly string[]): Targets {
  const names = new Map(reported.map((ring) => [ring.toLowerCase(), ring]));
  return new Map([...targets].map(([ring, hosts]) => [names.get(ring.toLowerCase()) ?? ring, hosts]));
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
