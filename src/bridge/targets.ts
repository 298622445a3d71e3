import { z } from 'zod';
import { readGiven } from '../bounded-file.ts';
import { dictionary } from '../dictionary.ts';
import type { Targets } from './rollout.ts';

const file = z.object({
  rings: dictionary(z.string(), z.object({ targets: z.array(z.object({ hostname: z.string() })) })),
});

/** In bytes, as of the ring store: it is the same file. */
const LONGEST = 16 * 1024 * 1024;

/** The hosts of each ring as the deploy script's ring-targets.json lists them. @throws when it cannot be read */
export async function readTargets(path: string): Promise<Targets> {
  const text = (await readGiven(path, LONGEST)).toString('utf8');
  const { rings } = file.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  return Object.fromEntries(
    Object.entries(rings).map(([ring, { targets }]) => [ring, targets.map(({ hostname }) => hostname.toLowerCase())]),
  );
}
