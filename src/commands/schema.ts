import { own } from '../own.ts';
import { command } from './shared/command.ts';
import { UsageError } from './shared/failure.ts';
import { argument } from './shared/takes.ts';

const SCHEMAS: Readonly<Record<string, () => Promise<unknown>>> = {
  profile: async () => (await import('../profile/json-schema.ts')).profileJsonSchema(),
  snapshot: async () => (await import('../report/schema/snapshot.ts')).snapshotJsonSchema(),
};

export const schema = command({
  description: 'print the JSON Schema of a profile or of the snapshot',
  takes: [argument('[what]', 'profile or snapshot', 'profile')],
  async run({ out }, { what }) {
    const make = own(SCHEMAS, what);
    if (!make) throw new UsageError(`There is no schema "${what}"; there are ${Object.keys(SCHEMAS).join(' and ')}.`);
    out.printJson(await make());
    return 0;
  },
});
