import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { period } from './scalars.ts';

/** Whom ringdeck tells of what happens to rings: docs/validation.md. */
export const eventsSchema = z
  .strictObject({
    alertmanager: z
      .boolean()
      .default(false)
      .describe(
        'Post each ring that is validated, revoked or has progressed to Alertmanager, as an alert of severity info.',
      ),
    lasts: period.prefault('5m').describe('Such an alert resolves by itself after this time.'),
    labels: dictionary(z.string().regex(/^[A-Za-z_]\w*$/), z.string())
      .default({})
      .describe('Further labels, to route by.'),
  })
  .prefault({});
