import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import type { Targets } from './rollout.ts';

const file = z.object({
  rings: dictionary(z.string(), z.object({ targets: z.array(z.object({ hostname: z.string() })) })),
});

/** The hosts of each ring as the deploy script's ring-targets.json lists them. @throws when it cannot be read */
export async function readTargets(path: string): Promise<Targets> {
  const text = await readFile(path, 'utf8');
  const { rings } = file.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  return Object.fromEntries(
    Object.entries(rings).map(([ring, { targets }]) => [ring, targets.map(({ hostname }) => hostname.toLowerCase())]),
  );
}
