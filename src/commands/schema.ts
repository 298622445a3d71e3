import { own } from '../own.ts';
import { command } from './shared/command.ts';
import { UsageError } from './shared/failure.ts';
import { argument } from './shared/takes.ts';

const SCHEMAS: Readonly<Record<string, () => Promise<unknown>>> = {
  profile: async () => (await import('../profile/json-schema.ts')).profileJsonSchema(),
  snapshot: async () => (await import('../report/schema/snapshot.ts')).snapshotJsonSchema(),
  report: async () => (await import('../reporting/schema/report.ts')).reportJsonSchema(),
};

export const schema = command({
  description: 'print the JSON Schema of a profile, of the snapshot or of a report',
  takes: [argument('[what]', 'profile, snapshot or report', 'profile')],
  async run({ out }, { what }) {
    const make = own(SCHEMAS, what);
    if (!make) throw new UsageError(`There is no schema "${what}"; there are ${Object.keys(SCHEMAS).join(', ')}.`);
    out.printJson(await make());
    return 0;
  },
});
