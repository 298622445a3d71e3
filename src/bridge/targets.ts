import { z } from 'zod';
import { readGiven } from '../bounded-file.ts';
import { dictionary } from '../dictionary.ts';
import { readText } from '../file-text.ts';
import { listOf, unwrapped } from '../powershell.ts';
import { parseRingTargets } from '../ring-targets.ts';
import { hostName } from './report.ts';
import type { Targets } from './rollout.ts';

const targetFile = z.object({ rings: dictionary(z.string(), z.unknown()) });
const target = z.object({ hostname: hostName });

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
  const file = targetFile.safeParse(jsonOf(text));
  if (!file.success) throw new Error('it has no rings');
  const rings = Object.entries(file.data.rings).map(([ring, value]) => ({ ring, ...hostsOf(value) }));
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
  const known = z.object({ targets: z.unknown() }).safeParse(ring);
  const targets = known.success ? known.data.targets : undefined;
  if (targets === undefined || targets === null) return { hosts: null, why: 'has no targets' };
  const hosts = z.array(target).safeParse(listOf(targets));
  if (hosts.success) return { hosts: new Set(hosts.data.map(({ hostname }) => hostname.toLowerCase())), why: null };
  const [issue] = hosts.error.issues;
  const place = typeof issue?.path[0] === 'number' ? ` ${issue.path[0] + 1}` : '';
  return { hosts: null, why: `has a target${place} that is no host with a hostname; was -Depth too small?` };
}
