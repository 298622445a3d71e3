import { z } from 'zod';
import { UNITS } from '../../units.ts';
import { asked, askedRange, instant, maybe, unknown } from './parts.ts';

/** A rollout from its first ring on, as the draft of a post-mortem. */

const measured = z.strictObject({ value: maybe, unknown, asked });

const ring = z.strictObject({
  id: z.string(),
  name: z.string(),
  deployedAt: z.array(instant).describe('Within the period, oldest first.'),
  goneAt: instant.nullable().describe('From when on, to a step, it was not deployed any more.'),
  unknown,
  asked: askedRange.nullable().describe('Null where the profile does not say when it is deployed.'),
  validated: z
    .strictObject({ by: z.string(), at: instant.nullable() })
    .nullable()
    .describe('At the end of the period.'),
  state: z.string().nullable().describe('As the room had it at the end of the period; null when that is not known.'),
  reason: z.string(),
});

const verdict = z.strictObject({
  at: instant,
  from: z.enum(['journal', 'judged']).describe('As an act rested on it, or judged anew as of that instant.'),
  state: z.string(),
  sentence: z.string(),
  act: z.strictObject({ act: z.string(), target: z.string(), by: z.string() }).nullable(),
});

const act = z.strictObject({
  at: instant,
  seq: z.int().nullable(),
  by: z.string(),
  act: z.string(),
  target: z.string(),
  result: z.enum(['done', 'refused', 'failed']),
  detail: z.string(),
  note: z.string().nullable(),
  override: z.string().nullable(),
  hash: z
    .string()
    .nullable()
    .describe("The line's own, which `ringdeck journal verify` holds against; null before format 2."),
  digest: z.string().nullable().describe('Of what it rested on.'),
});

export const rolloutSchema = z.strictObject({
  rings: z.array(ring),
  verdicts: z.array(verdict),
  acts: z.array(act).nullable().describe('Null when the journal cannot be read.'),
  chain: z.strictObject({
    state: z
      .enum(['whole', 'changed', 'unchained', 'unknown'])
      .describe('Whether the journal stands as it was written.'),
    text: z.string(),
    problems: z.array(z.strictObject({ line: z.int(), text: z.string() })),
    head: z.string().nullable(),
  }),
  comparison: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      unit: z.enum(UNITS),
      baseline: z.strictObject({ mean: measured, worst: measured }),
      candidate: z.strictObject({ mean: measured, worst: measured }),
    }),
  ),
  logs: z.strictObject({
    unknown,
    searches: z.array(z.strictObject({ id: z.string(), label: z.string(), lines: measured })),
    sentence: z
      .string()
      .nullable()
      .describe('What one version logged and the other did not; null where it is not compared.'),
    findings: z.array(
      z.strictObject({
        kind: z.string(),
        level: z.string(),
        template: z.string(),
        example: z.string(),
        baselineLines: z.number(),
        candidateLines: z.number(),
      }),
    ),
  }),
  timeline: z.array(
    z.strictObject({
      at: instant,
      kind: z.enum(['deployed', 'rolled-back', 'act', 'verdict', 'alert-fired', 'alert-answered', 'alert-over']),
      text: z.string(),
    }),
  ),
  helped: z
    .array(z.string())
    .describe('Acts after which something got better; whether they were why is for people to say.'),
  questions: z.array(z.string()).describe('What the data leaves open.'),
});

export type RolloutReport = z.infer<typeof rolloutSchema>;
export type RolloutAct = z.infer<typeof act>;
export type RolloutVerdict = z.infer<typeof verdict>;
export type RolloutRing = z.infer<typeof ring>;
export type Measured = z.infer<typeof measured>;
