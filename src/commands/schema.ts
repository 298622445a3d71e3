import { own } from '../own.ts';
import { profileJsonSchema } from '../profile/json-schema.ts';
import { snapshotJsonSchema } from '../report/snapshot.ts';
import { UsageError } from './shared/failure.ts';
import type { GlobalOptions } from './shared/options.ts';
import type { World } from './shared/world.ts';

export async function schema({ out }: World, _: GlobalOptions, what: string): Promise<number> {
  const schemas: Readonly<Record<string, () => unknown>> = { profile: profileJsonSchema, snapshot: snapshotJsonSchema };
  const make = own(schemas, what);
  if (!make) throw new UsageError(`There is no schema "${what}"; there are ${Object.keys(schemas).join(' and ')}.`);
  out.printJson(make());
  return 0;
}
