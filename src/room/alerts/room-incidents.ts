import type { Millis, Seconds } from '../../units.ts';
import type { Tier } from '../acks/room-acks.ts';

/** Where an alert comes from, by its start and its labels. */
export interface Attribution {
  /** Against the deployment of `ring`; `unknown` when that, or its time, is not known. */
  readonly since: 'before' | 'new' | 'unknown';
  readonly on: 'candidate' | 'baseline' | 'both' | 'infrastructure' | 'unknown';
  /** The ring it is about, else the one rolling out; null when there is neither. */
  readonly ring: string | null;
  /** "new since ring1 · V2 only"; empty when nothing is known. */
  readonly text: string;
}

/** One incident clock of an alert. */
export interface IncidentClock {
  readonly limit: Seconds;
  readonly due: Millis;
  /** Until it is due, negative beyond; of a clock that is met, as it stood then. */
  readonly left: Seconds;
  /** `met`: what it waits for has come, in time when `left` is not negative. */
  readonly state: 'running' | 'met' | 'overdue';
}

/** Who is called when nobody takes care. `due`, `left`, `to` and `who` are of the next level, else of the last one reached. */
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

/** Who is on call at this time. */
export interface OnCall {
  /** Null when nobody is, or when it is not known: `error` then says why. */
  readonly primary: string | null;
  readonly backup: string | null;
  /** When the primary changes; null when not known. */
  readonly until: Millis | null;
  /** Who follows; null when nobody does or it is not known. */
  readonly next: string | null;
  readonly source: 'rotation' | 'calendar';
  /** Age of the calendar that was read; null for a rotation. */
  readonly age: Seconds | null;
  /** The calendar could not be read again of late: what it said last still stands. */
  readonly stale: boolean;
  readonly error: string | null;
}

/** Incidents of a window: an incident is one alert from its first firing until it is over. */
export interface IncidentTally {
  /** Fired within the window, `open` + `closed`. */
  readonly count: number;
  readonly open: number;
  readonly closed: number;
  /** Those somebody acknowledged or claimed. */
  readonly answered: number;
  /** Mean time from the start to the answer, over the answered ones; null for none. */
  readonly mtta: Seconds | null;
  /** Mean time from the start to the end, over the closed ones; null for none. */
  readonly mttr: Seconds | null;
}

export interface Incidents {
  readonly window: Seconds;
  /** Null when not known: `detail` says why. */
  readonly total: IncidentTally | null;
  /** Tiers that had an incident. */
  readonly byTier: Readonly<Partial<Record<Tier, IncidentTally>>>;
  /** What is counted, or what is missing of it, in one sentence. */
  readonly detail: string;
}
