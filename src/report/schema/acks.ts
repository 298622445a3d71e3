import { z } from 'zod';

/** The parts of the snapshot that tell who takes care of alerts, and what keeps them quiet. */
const instant = z.iso.datetime().describe('RFC 3339, UTC.');

export const ackSchema = z
  .strictObject({
    by: z.string(),
    at: instant,
    expiresAt: instant,
    note: z.string(),
    silence: z.string().describe('Id of the silence that it is.'),
    ours: z.boolean().describe('ringdeck made it, for exactly this alert.'),
    fixed: z.boolean().describe('It ends at `expiresAt`; else it is extended while its alert fires.'),
    propagating: z.boolean().describe('Some members of the cluster do not show it yet.'),
  })
  .nullable();

export const lapsedSchema = z
  .strictObject({
    by: z.string(),
    at: instant,
    why: z.enum(['severity-grew', 'too-wide', 'fired-again', 'began-later']),
    tier: z.enum(['P0', 'P1', 'P2', 'P3']).nullable(),
    silence: z.string(),
    silences: z.boolean().describe('Alertmanager keeps the alert quiet by it all the same.'),
    text: z.string(),
  })
  .nullable()
  .describe('An acknowledgement that does not stand for this alert, although one might think so.');

export const claimSchema = z
  .strictObject({ by: z.string(), at: instant, note: z.string(), takenFrom: z.string().optional() })
  .nullable()
  .describe('Who is on it without having silenced it.');

export const endedAcksSchema = z
  .array(
    z.strictObject({
      fingerprint: z.string(),
      name: z.string(),
      by: z.string().describe('Who acknowledged it.'),
      at: instant.describe('When it was acknowledged.'),
      endedAt: instant,
      again: instant.nullable().describe('When the same alert fired again; null when it does not fire now.'),
      telling: z
        .enum(['standing', 'soon', 'told', 'left-open', 'with-its-group', 'fired-again', 'unlisted'])
        .describe(
          'What receivers hear of the end. `standing`: a silence still mutes it. `soon`: Prometheus sends it again. `left-open`: nobody does. `with-its-group`: the end of its group was told while it was muted.',
        ),
      receivers: z.array(z.string()).describe('Empty where the routes are not known.'),
      text: z.string(),
    }),
  )
  .describe('Acknowledgements by ringdeck whose alert ended recently.');

export const silencesSchema = z
  .array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['ack', 'silence']).describe('`ack`: made as an acknowledgement, as karma does it.'),
      state: z.enum(['active', 'pending']),
      by: z.string(),
      comment: z.string(),
      startsAt: instant,
      endsAt: instant,
      matchers: z.string().describe('As Alertmanager writes them.'),
      covers: z.array(z.string()).describe('Fingerprints of the alerts in `alerts` that it covers, or will cover.'),
      elsewhere: z.number().describe('How many alerts it covers that are not of this room.'),
      propagating: z.boolean(),
    }),
  )
  .describe('Silences that ringdeck did not make.');

export type AckSnapshot = z.infer<typeof ackSchema>;
export type LapsedSnapshot = z.infer<typeof lapsedSchema>;
export type ClaimSnapshot = z.infer<typeof claimSchema>;
export type EndedAcksSnapshot = z.infer<typeof endedAcksSchema>;
export type SilencesSnapshot = z.infer<typeof silencesSchema>;
