import { z } from 'zod';
import { partialDictionary } from '../dictionary.ts';
import type { EscalationClock, IncidentClock, IncidentTally, Room, RoomAlert } from '../room/room.ts';
import type { Millis } from '../units.ts';
import { attributionText, concernText } from '../wording/alerts.ts';

/** The parts of the snapshot that tell of incidents: where alerts come from, their clocks, who is on call, how it went. */

const instant = z.iso.datetime().describe('RFC 3339, UTC.');
const maybe = z.number().nullable();

export const attributionSchema = z.strictObject({
  since: z.enum(['before', 'new', 'unknown']).describe('Against the deployment of `ring`.'),
  on: z.enum(['candidate', 'baseline', 'both', 'infrastructure', 'unknown']),
  ring: z.string().nullable().describe('The ring it is about, else the one rolling out.'),
  text: z.string(),
});

export const concernSchema = z
  .strictObject({
    about: z.enum(['ring', 'candidate', 'baseline', 'both', 'infrastructure', 'system']),
    rings: z.array(z.string()).describe('The rings it concerns: an unacknowledged P0 holds these up.'),
    text: z.string(),
  })
  .describe('What it is about by its labels and the profile.');

const clock = {
  limitSeconds: z.number(),
  due: instant,
  leftSeconds: z.number().describe('Negative beyond the limit; of a clock that is met, as it stood then.'),
  state: z.enum(['running', 'met', 'overdue']),
};

export const clocksSchema = z
  .strictObject({
    respond: z.strictObject(clock).nullable(),
    escalate: z
      .strictObject({
        ...clock,
        to: z.string(),
        who: z.string().describe('The person behind `to` where that is known.'),
        called: z.strictObject({ to: z.string(), who: z.string(), at: instant }).nullable(),
      })
      .nullable(),
    resolve: z.strictObject(clock).nullable(),
  })
  .describe('Each is null where the tier has no such limit or nobody waits.');

export const onCallSchema = z
  .strictObject({
    primary: z.string().nullable(),
    backup: z.string().nullable(),
    until: instant.nullable(),
    next: z.string().nullable(),
    source: z.enum(['rotation', 'calendar']),
    ageSeconds: maybe.describe('Of the calendar; null for a rotation.'),
    stale: z.boolean(),
    error: z.string().nullable(),
  })
  .nullable()
  .describe('Null when the profile does not say who is on call.');

const tally = z.strictObject({
  count: z.int(),
  open: z.int(),
  closed: z.int(),
  answered: z.int(),
  mttaSeconds: maybe,
  mttrSeconds: maybe,
});

export const incidentsSchema = z
  .strictObject({
    windowSeconds: z.number(),
    total: tally.nullable().describe('Null when it is not known: `detail` says why.'),
    byTier: partialDictionary(z.enum(['P0', 'P1', 'P2', 'P3']), tally),
    detail: z.string(),
  })
  .nullable()
  .describe('Null when alerts are not watched.');

const iso = (at: Millis): string => new Date(at).toISOString();

export const toAttribution = ({ attribution }: RoomAlert): z.infer<typeof attributionSchema> => ({
  since: attribution.since,
  on: attribution.on,
  ring: attribution.ring,
  text: attributionText(attribution),
});

export const toConcern = ({ concern }: RoomAlert): z.infer<typeof concernSchema> => ({
  about: concern.about,
  rings: [...concern.rings],
  text: concernText(concern),
});

export function toClocks({ clocks }: RoomAlert): z.infer<typeof clocksSchema> {
  const { respond, escalate, resolve } = clocks;
  return {
    respond: respond && toClock(respond),
    escalate: escalate && { ...toClock(escalate), ...whoIsCalled(escalate) },
    resolve: resolve && toClock(resolve),
  };
}

const toClock = ({ limit, due, left, state }: IncidentClock) => ({
  limitSeconds: limit,
  due: iso(due),
  leftSeconds: left,
  state,
});

const whoIsCalled = ({ to, who, called }: EscalationClock) => ({
  to,
  who,
  called: called && { to: called.to, who: called.who, at: iso(called.at) },
});

export function toOnCall({ onCall }: Pick<Room, 'onCall'>): z.infer<typeof onCallSchema> {
  if (!onCall) return null;
  const { age, until, ...rest } = onCall;
  return { ...rest, until: until === null ? null : iso(until), ageSeconds: age };
}

export function toIncidents({ incidents }: Room): z.infer<typeof incidentsSchema> {
  if (!incidents) return null;
  const { window, total, byTier, detail } = incidents;
  return {
    windowSeconds: window,
    total: total && toTally(total),
    byTier: Object.fromEntries(Object.entries(byTier).map(([tier, counted]) => [tier, toTally(counted)])),
    detail,
  };
}

const toTally = ({ count, open, closed, answered, mtta, mttr }: IncidentTally) => ({
  count,
  open,
  closed,
  answered,
  mttaSeconds: mtta,
  mttrSeconds: mttr,
});
