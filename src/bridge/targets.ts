import * as v from 'valibot';
import { readGiven } from '../bounded-file.ts';
import { readText } from '../file-text.ts';
import { listOf, unwrapped } from '../powershell.ts';
import { parseRingTargets } from '../ring-targets.ts';
import { anyNames, object } from '../shape.ts';
import { hostName } from './report.ts';
import type { Targets } from './rollout.ts';

const targetFile = object({ rings: anyNames });
const target = object({ hostname: hostName });

/** In bytes, as of the ring store: it is the same file. */
const LONGEST = 16 * 1024 * 1024;

export interface ReadTargets {
  readonly targets: Targets;
  /** Of each ring whose hosts the file does not tell, a sentence why. */
  readonly unread: readonly string[];
}

/** The hosts of each ring as the deploy script's ring-targets.json lists them. @throws Error with one sentence when it cannot be read */
export async function readTargets(path: string): Promise<ReadTargets> {
  return parseTargets(readText(await readGiven(path, LONGEST)));
}

/** @throws Error with one sentence when it is no such file */
export function parseTargets(text: string): ReadTargets {
  const file = v.safeParse(targetFile, jsonOf(text));
  if (!file.success) throw new Error('it has no rings');
  const rings = Object.entries(file.output.rings).map(([ring, value]) => ({ ring, ...hostsOf(value) }));
  return {
    targets: new Map(rings.map(({ ring, hosts }) => [ring, hosts])),
    unread: rings.flatMap(({ ring, why }) => (why === null ? [] : [`${ring} ${why}`])),
  };
}

function jsonOf(text: string): unknown {
  try {
    return unwrapped(parseRingTargets(text));
  } catch (error) {
    throw new Error(`the file${error instanceof Error ? error.message : String(error)}`);
  }
}

type Hosts =
  | { readonly hosts: ReadonlySet<string>; readonly why: null }
  | { readonly hosts: null; readonly why: string };

/** The hosts of one ring in small letters: Windows writes one name in either case. */
function hostsOf(ring: unknown): Hosts {
  const known = v.safeParse(object({ targets: v.unknown() }), ring);
  const targets = known.success ? known.output.targets : undefined;
  if (targets === undefined || targets === null) return { hosts: null, why: 'has no targets' };
  const hosts = v.safeParse(v.array(target), listOf(targets));
  if (hosts.success) return { hosts: new Set(hosts.output.map(({ hostname }) => hostname.toLowerCase())), why: null };
  const [{ key } = { key: null }] = hosts.issues[0].path ?? [];
  const place = typeof key === 'number' ? ` ${key + 1}` : '';
  return { hosts: null, why: `has a target${place} that is not a host with a hostname; was -Depth too small?` };
}
