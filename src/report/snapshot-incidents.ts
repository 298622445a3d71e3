import { leftOf } from '../room/clocks.ts';
import type { EscalationClock, IncidentClock, IncidentTally, Room, RoomAlert } from '../room/room.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { attributionText, concernText } from '../wording/alerts.ts';
import type {
  AttributionSnapshot,
  ClocksSnapshot,
  ConcernSnapshot,
  IncidentsSnapshot,
  OnCallSnapshot,
} from './schema/incidents.ts';

/** The parts of the snapshot that tell of incidents: where alerts come from, their clocks, who is on call, how it went. */

const iso = (at: Millis): string => new Date(at).toISOString();

export const toAttribution = ({ attribution }: RoomAlert): AttributionSnapshot => ({
  since: attribution.since,
  on: attribution.on,
  ring: attribution.ring,
  text: attributionText(attribution),
});

export const toConcern = ({ concern }: RoomAlert): ConcernSnapshot => ({
  about: concern.about,
  rings: [...concern.rings],
  text: concernText(concern),
});

export function toClocks({ clocks }: RoomAlert, now: Millis): ClocksSnapshot {
  const { respond, escalate, resolve } = clocks;
  return {
    respond: respond && toClock(respond, now),
    escalate: escalate && { ...toClock(escalate, now), ...whoIsCalled(escalate) },
    resolve: resolve && toClock(resolve, now),
  };
}

const toClock = (clock: IncidentClock, now: Millis) => ({
  limitSeconds: clock.limit,
  due: iso(clock.due),
  leftSeconds: leftOf(clock, now),
  state: clock.state,
});

const whoIsCalled = ({ to, who, called }: EscalationClock) => ({
  to,
  who,
  called: called && { to: called.to, who: called.who, at: iso(called.at) },
});

export function toOnCall({ onCall, at }: Pick<Room, 'onCall' | 'at'>): OnCallSnapshot {
  if (!onCall) return null;
  const { readAt, until, ...rest } = onCall;
  return {
    ...rest,
    until: until === null ? null : iso(until),
    ageSeconds: readAt === null ? null : secondsBetween(readAt, at),
  };
}

export function toIncidents({ incidents }: Room): IncidentsSnapshot {
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
