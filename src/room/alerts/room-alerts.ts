import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis, Seconds } from '../../units.ts';
import type { AlertAck, AlertClaim, EndedAck, LapsedAck, OwnAck, Tier } from '../acks/room-acks.ts';
import type { AlertClocks, Attribution } from './room-incidents.ts';

export type AlertState = 'firing' | 'acknowledged' | 'silenced' | 'inhibited' | 'muted';

/** Which rings an alert concerns, and how its labels tell. */
export interface Concern {
  /** `both`: both versions. `system`: nothing in its labels says what it is about. */
  readonly about: 'ring' | 'candidate' | 'baseline' | 'both' | 'infrastructure' | 'system';
  /** Ids of the rings it concerns, in their order. */
  readonly rings: readonly string[];
  /** What it is about: "ring2", "V2", "the whole system". */
  readonly text: string;
}

export interface RoomAlert {
  readonly fingerprint: string;
  readonly name: string;
  readonly severity: string;
  readonly tier: Tier;
  readonly state: AlertState;
  readonly startsAt: Millis;
  /** Its start by the clock of whoever sent it, as Alertmanager lists it: tells one incident of an alert from another. */
  readonly began: Millis;
  readonly age: Seconds;
  readonly summary: string;
  readonly description: string;
  readonly runbook: string | null;
  readonly generatorURL: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The labels byte for byte, for matchers alone: never drawn, because they may hold control characters. */
  readonly exactLabels: Labels;
  readonly ack: AlertAck | null;
  /** Null when it is acknowledged, and when no acknowledgement could be taken for its own. */
  readonly lapsed: LapsedAck | null;
  /** Who is on it without having silenced it. */
  readonly claim: AlertClaim | null;
  /** The silence that covers it without being an acknowledgement. */
  readonly silence: {
    readonly id: string;
    readonly by: string;
    readonly comment: string;
    readonly endsAt: Millis;
  } | null;
  /** Names of the time intervals in which Alertmanager tells nobody of it; absent where there are none. */
  readonly mutedBy?: readonly string[];
  readonly attribution: Attribution;
  readonly concern: Concern;
  readonly clocks: AlertClocks;
  /** Members that list it, when not all that answered do. */
  readonly seenBy: readonly string[];
}

export interface Alerts {
  /** Worst first: tier, then un-acknowledged before acknowledged, then oldest. */
  readonly list: readonly RoomAlert[];
  /** Those that are muted are absent where none is. */
  readonly counts: Readonly<Record<Exclude<AlertState, 'muted'>, number>> & { readonly muted?: number };
  /** Every acknowledgement that ringdeck made and that is active. */
  readonly acks: readonly OwnAck[];
  /** Those whose incident is over, of late; newest first. */
  readonly ended: readonly EndedAck[];
  /** `ok` when every member answered just now, `partial` when some did, `stale` when none has of late, `unknown` when none ever did. */
  readonly freshness: 'ok' | 'partial' | 'stale' | 'unknown';
  readonly detail: string;
  /**
   * Whether all are listed: every member has been heard of late, runs long enough to have been sent them, and Prometheus has
   * no P0 firing that is not listed; or one has been heard and Prometheus has firing just what is listed. They list what they
   * were sent, and not all need be sent all.
   */
  readonly complete: boolean;
  /** Whether it is Prometheus' record of the past: acknowledgements are then those of the journal, and silences not known. */
  readonly recorded: boolean;
}
