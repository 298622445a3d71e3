import { addSeconds, type Millis, type Seconds, secondsBetween } from '../units.ts';
import type { Level, TierLimits } from './alerts/tiers.ts';
import type { Moment } from './moment.ts';
import type { OnCall } from './on-call/on-call.ts';

/** One incident clock of an alert. */
export interface IncidentClock {
  readonly limit: Seconds;
  readonly due: Millis;
  /** When what it waits for came, and it stopped; null while it goes on. */
  readonly metAt: Millis | null;
  /** `met`: what it waits for has come, in time when it was not due yet. */
  readonly state: 'running' | 'met' | 'overdue';
}

/** Who is called when nobody takes care. `due`, `metAt`, `to` and `who` are of the next level, else of the last one reached. */
export interface EscalationClock extends IncidentClock {
  /** As the profile names the level: "on-call", "senior". */
  readonly to: string;
  /** The person behind it where that is known, else the same. */
  readonly who: string;
  /** The last level reached. */
  readonly called: { readonly to: string; readonly who: string; readonly at: Millis } | null;
}

/** Each is null where the tier has no such limit, or nobody waits: the alert is silenced or inhibited. */
export interface AlertClocks {
  /** Met by an acknowledgement or a claim. */
  readonly respond: IncidentClock | null;
  /** Met when no further level will be called. */
  readonly escalate: EscalationClock | null;
  /** Never met: an alert that is over is not listed. */
  readonly resolve: IncidentClock | null;
}

/** What the clocks of one alert are told by. */
export interface ClockFacts {
  readonly startsAt: Millis;
  /** It is silenced, inhibited or muted: it calls nobody. */
  readonly quiet: boolean;
  /** Since when somebody takes care of it; null while nobody does. */
  readonly answeredAt: Millis | null;
  /** Since when nobody does: its start, or when the last acknowledgement ended. */
  readonly waitingSince: Millis;
  readonly moment: Moment;
}

/** Until a clock is due, negative beyond; of one that is met, as it stood then. */
export const leftOf = ({ due, metAt }: Pick<IncidentClock, 'due' | 'metAt'>, now: Millis): Seconds =>
  secondsBetween(metAt ?? now, due);

const STOPPED: AlertClocks = { respond: null, escalate: null, resolve: null };

/**
 * The incident clocks of an alert. What waits for an answer runs from the start, and anew from when the last answer
 * ended; what waits for the end runs from the start. What is silenced, inhibited or muted calls nobody.
 */
export function clocksOf(facts: ClockFacts, limits: TierLimits, onCall: OnCall | null): AlertClocks {
  const { startsAt, quiet, answeredAt, waitingSince, moment } = facts;
  if (quiet) return STOPPED;
  return {
    respond: limits.respond === null ? null : clock(waitingSince, limits.respond, answeredAt, moment),
    escalate: escalationOf(facts, limits.levels, onCall),
    resolve: limits.resolve === null ? null : clock(startsAt, limits.resolve, null, moment),
  };
}

function clock(startsAt: Millis, limit: Seconds, metAt: Millis | null, moment: Moment): IncidentClock {
  const due = addSeconds(startsAt, limit);
  return { limit, due, metAt, state: metAt !== null ? 'met' : moment.isOver(due) ? 'overdue' : 'running' };
}

/** A level is called when its time comes before what makes it needless; with no level left to call, the clock is met. */
function escalationOf(
  { startsAt, answeredAt, waitingSince, moment }: ClockFacts,
  levels: readonly Level[],
  onCall: OnCall | null,
): EscalationClock | null {
  const calls = levels
    .map((level) => ({ ...level, at: addSeconds(level.unless === 'answered' ? waitingSince : startsAt, level.after) }))
    .sort((a, b) => a.at - b.at);
  const needless = ({ unless, at }: (typeof calls)[number]) =>
    unless === 'answered' && answeredAt !== null && answeredAt <= at;
  const reached = calls.filter((call) => moment.hasCome(call.at) && !needless(call)).at(-1);
  const next = calls.find((call) => !moment.hasCome(call.at) && !needless(call));
  const shown = next ?? reached ?? calls.at(-1);
  if (!shown) return null;
  const spared = next === undefined && (reached === undefined || calls.some((call) => !moment.hasCome(call.at)));
  return {
    limit: shown.after,
    due: shown.at,
    metAt: spared ? answeredAt : null,
    state: next !== undefined ? 'running' : spared ? 'met' : 'overdue',
    to: shown.to,
    who: personAt(shown.to, onCall),
    called: reached ? { to: reached.to, who: personAt(reached.to, onCall), at: reached.at } : null,
  };
}

/** Who stands behind a level today. */
function personAt(to: string, onCall: OnCall | null): string {
  if (to === 'on-call') return onCall?.primary ?? to;
  return to === 'backup' ? (onCall?.backup ?? to) : to;
}
