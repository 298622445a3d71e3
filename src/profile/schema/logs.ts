import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { identifier, labelName } from './scalars.ts';
import { oneServer } from './servers.ts';

/** Searches worth keeping, and how logs are found from metrics and alerts: docs/logs.md. */
export const logsSchema = z
  .strictObject({
    saved: z
      .array(
        z.strictObject({
          id: identifier.transform(sanitiseLine).describe('The value of `ringdeck logs --saved`.'),
          label: z.string().transform(sanitiseLine).describe('What the operator reads.'),
          query: z.string().min(1).describe('LogQL; `$name` and `${name}` are variables, `$$` is a dollar sign.'),
          server: oneServer,
        }),
      )
      .max(200)
      .default([])
      .describe('Searches by name.'),
    labels: dictionary(labelName, labelName)
      .default({})
      .describe('Label of metrics and alerts → label of logs, where the two are named differently.'),
  })
  .prefault({});

export type SavedSearch = z.infer<typeof logsSchema>['saved'][number];
