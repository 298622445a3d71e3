import { z } from 'zod';
import { QUERY_SOURCES } from '../../profile/query.ts';

/** What every part of a report is made of. */

export const instant = z.iso.datetime().describe('RFC 3339, UTC.');
export const maybe = z.number().nullable();

export const unknown = z
  .strictObject({
    reason: z.enum([
      'unanswered',
      'refused',
      'partial',
      'other-instant',
      'no-data',
      'not-a-number',
      'several',
      'no-samples',
      'not-watched',
      'no-journal',
      'nothing-to-count',
    ]),
    text: z.string(),
  })
  .nullable()
  .describe('Why there is no number; null when there is one.');
export type Unknown = z.infer<typeof unknown>;

const whom = {
  source: z.enum(QUERY_SOURCES),
  server: z.string().optional().describe('Of several servers the id of the one that was asked; `all`: each of them.'),
};

/** `promtool query instant --time=AT URL QUERY` gives the same. */
export const asked = z.strictObject({ ...whom, query: z.string(), at: instant }).meta({ id: 'Asked' });
export type Asked = z.infer<typeof asked>;

/** `promtool query range --start=FROM --end=TO --step=STEPs URL QUERY` gives the same. */
export const askedRange = z
  .strictObject({ ...whom, query: z.string(), from: instant, to: instant, stepSeconds: z.number() })
  .meta({ id: 'AskedRange' });
export type AskedRange = z.infer<typeof askedRange>;

/** How much of a period a query has answers for. */
export const covered = z
  .strictObject({ seconds: z.number(), ofSeconds: z.number(), asked: askedRange })
  .nullable()
  .describe('How much of the period had an answer, by steps; null when that is not known.');
export type Covered = z.infer<typeof covered>;

export const lengthFields = { seconds: maybe, unknown };
