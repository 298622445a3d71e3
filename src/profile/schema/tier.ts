import { z } from 'zod';
import { duration } from './scalars.ts';

/** A time limit, or `none` where there is to be none although ringdeck has a usual one. */
const limit = z.union([z.literal('none'), duration]);

const level = z
  .strictObject({
    after: duration.describe('So long after the alert began.'),
    to: z
      .string()
      .min(1)
      .describe('Who is called: `on-call` and `backup` stand for whoever that is then; anything else is as written.'),
    unless: z
      .enum(['answered', 'resolved'])
      .default('answered')
      .describe(
        'What makes the call needless: that somebody acknowledged or claimed the alert, or only that it is over.',
      ),
  })
  .meta({ id: 'EscalationLevel' });

/** One tier of alerts and its incident clocks. */
export const tier = z
  .strictObject({
    severities: z.array(z.string()).min(1).describe('Values of the severity label that belong to this tier.'),
    respond: limit
      .optional()
      .describe('Somebody acknowledges or claims it within this time. P0: 5m and P1: 15m unless given.'),
    escalate: limit
      .optional()
      .describe(
        'Short for one level of `escalation`: the backup is called after this time unless it is over. P0: 15m and P1: 1h unless either is given.',
      ),
    escalation: z.array(level).min(1).optional().describe('Who is called when, one after the other.'),
    resolve: limit.optional().describe('It is over within this time. P0: 1h and P1: 4h unless given.'),
  })
  .refine(({ escalate, escalation }) => escalate === undefined || escalation === undefined, {
    message: 'at most one of escalate and escalation',
    path: ['escalation'],
  })
  .refine(
    ({ escalation = [] }) => escalation.every(({ after }, i) => i === 0 || after > (escalation[i - 1]?.after ?? 0)),
    {
      message: 'each level must come later than the one before it',
      path: ['escalation'],
    },
  );
