import { z } from 'zod';
import { LEVELS } from '../../logs/level.ts';

const instant = z.iso.datetime();
const both = (value: z.ZodType<number | null>) => z.strictObject({ baseline: value, candidate: value });
const pattern = {
  id: z.string(),
  template: z.string().describe('The line with what differs from one to the next masked.'),
  level: z.enum(LEVELS),
  lines: both(z.number()),
  rates: both(z.number().nullable()).describe('Lines per request, line of the version or second: see `per`.'),
  example: z.string().describe('One line, cut and without what looks like a secret.'),
  firstSeen: instant,
  lastSeen: instant,
  queries: z.strictObject({ baseline: z.string(), candidate: z.string() }).describe('LogQL that opens its lines.'),
  text: z.string(),
};

export const patternsSchema = z
  .strictObject({
    state: z.enum(['ok', 'warn', 'fail', 'unknown']),
    sentence: z.string(),
    problem: z.string().nullable(),
    since: instant.nullable(),
    until: instant.nullable(),
    per: z.enum(['request', 'line', 'second']),
    lines: both(z.number()),
    templates: z.number(),
    overflowLines: z.number().describe('Lines of kinds forgotten before they were counted.'),
    readShare: z.number().nullable().describe('Share of the time whose lines were read.'),
    findings: z.array(
      z.strictObject({
        ...pattern,
        kind: z.enum(['new', 'grown', 'vanished']),
        state: z.enum(['ok', 'warn', 'fail', 'unknown']),
        foundAt: instant,
        factor: z.number().nullable(),
        p: z.number().describe('Highest chance of finding that in versions that are alike.'),
      }),
    ),
    suspects: z.array(z.strictObject({ ...pattern, moments: z.number(), neededMoments: z.number().nullable() })),
  })
  .nullable()
  .describe('What the logs of the two versions say differently; null where they are not compared.');

export type PatternsSnapshot = z.infer<typeof patternsSchema>;
