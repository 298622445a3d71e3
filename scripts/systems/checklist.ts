import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { dictionary } from '../../src/dictionary.ts';
import { PLACES } from './places.ts';

/** What a place has to hold beside being there: a field of it by name, or with `says` a text anywhere in it. */
const held = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.union([z.string(), z.number()]))]);

const place = dictionary(z.string(), held).refine((given) => PLACES.has(Object.keys(given)[0] ?? ''), {
  message: `a place begins with one of ${[...PLACES.keys()].join(', ')}`,
});

const item = z.union([
  z.strictObject({ item: z.string().min(1), at: z.array(place).min(1) }),
  // Not there, and why: nothing is left out in silence.
  z.strictObject({ item: z.string().min(1), left_out: z.string().min(1) }),
]);

const checklist = z.strictObject({
  title: z.string().min(1),
  /** Whose document it is, and what of it is meant in another way here. */
  about: z.string().min(1),
  parts: z.array(z.strictObject({ title: z.string().min(1), items: z.array(item).min(1) })).min(1),
});

export type Place = z.infer<typeof place>;
export type Item = z.infer<typeof item>;
export type Checklist = z.infer<typeof checklist>;

/** What the document of a system asks for, and where each of it is. @throws ZodError for a list of another form */
export const readChecklist = (system: string): Checklist => {
  const path = fileURLToPath(new URL(`../../docs/systems/${system}.yaml`, import.meta.url));
  return checklist.parse(parse(readFileSync(path, 'utf8')));
};
