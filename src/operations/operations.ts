import type { Refusal } from '../room/rings/validation.ts';
import type { EndedAck, Ring, Room, RoomAlert } from '../room/room.ts';
import type { Seconds } from '../units.ts';

/** What came of an act. */
export interface ActResult {
  /**
   * `pending`: asked for; another operator must confirm it. `refused`: a rule forbids it: a check fails, data is stale,
   * the ring before is not validated. `failed`: it was tried and did not work.
   */
  readonly result: 'done' | 'pending' | 'refused' | 'failed';
  /** One sentence the operator reads. */
  readonly message: string;
  /** Of a refused act on a ring. */
  readonly reasons?: readonly ToldRefusal[];
  /** What came of each alert, in the order given, for an act on alerts. */
  readonly alerts?: readonly AlertResult[];
}

export interface AlertResult {
  readonly fingerprint: string;
  readonly name: string;
  readonly result: 'done' | 'refused' | 'failed';
  readonly message: string;
  /** The id of the silence that was made. */
  readonly silence?: string;
}

export interface AckWish {
  readonly note: string;
  /** It ends after so long, from a minute to the profile's `ack_max`; without, it lasts while the alert fires. */
  readonly duration?: Seconds;
}

/** One reason why an act on a ring was refused. `kind` is what the gate tells by its exit code. */
export interface ToldRefusal {
  readonly kind: Refusal['kind'];
  readonly text: string;
  /** Whether a typed reason overrides it. */
  readonly overridable: boolean;
}

/**
 * What an operator can do, live, in the demo and from scripts alike. Every act that was allowed to start is journaled.
 * `ring` is passed as the room showed it: its refusal reasons come from `room/rings/validation.ts`, the same the gate uses.
 */
export interface Operations {
  /** Why every act is disabled ("--read-only"), or null. */
  readonly readOnly: string | null;
  readonly operator: string;
  /** One silence for each alert, and no other alert is silenced: see `room/acks/preview.ts`. */
  acknowledge(alerts: readonly RoomAlert[], wish: AckWish): Promise<ActResult>;
  unacknowledge(alert: RoomAlert): Promise<ActResult>;
  /** "I am on it": shown to everybody, and nothing is silenced. What another operator claimed is taken over. */
  claim(alert: RoomAlert, note: string): Promise<ActResult>;
  release(alert: RoomAlert): Promise<ActResult>;
  /** Ends what acknowledged an alert that is over, and tells receivers of it where nobody else does. */
  finishAck(ended: EndedAck): Promise<ActResult>;
  /** Called with every new room: looks after acknowledgements, as `room/acks/upkeep.ts` says. */
  tendAcks(room: Room): Promise<void>;
  /**
   * Where the ring takes two approvals, the first operator's validation is a request (`pending`), and another operator's
   * confirms it.
   */
  validate(ring: Ring, request: ValidateRequest): Promise<ActResult>;
  /** Takes back what was asked for and is not confirmed yet, whoever asked. */
  withdraw(ring: Ring): Promise<ActResult>;
  revoke(ring: Ring, note: string): Promise<ActResult>;
}

export interface ValidateRequest {
  readonly note: string;
  /** Why what stands against the ring is overridden; used only where something does, and it may be. */
  readonly override?: string;
}
