import type { Ring, Room, RoomAlert } from '../room/room.ts';
import type { Refusal } from '../room/validation.ts';

/** What came of an act, in one sentence the operator reads. */
export type ActResult =
  | { readonly result: 'done'; readonly message: string }
  /** Asked for: another operator must confirm it. */
  | { readonly result: 'pending'; readonly message: string }
  /** A rule forbids it: a check fails, data is stale, the ring before is not validated. */
  | { readonly result: 'refused'; readonly message: string; readonly reasons?: readonly Reason[] }
  /** It was tried and did not work. */
  | { readonly result: 'failed'; readonly message: string };

/** One reason why an act on a ring was refused. `kind` is what the gate tells by its exit code. */
export interface Reason {
  readonly kind: Refusal['kind'];
  readonly text: string;
  /** Whether a typed reason overrides it. */
  readonly overridable: boolean;
}

/**
 * What an operator can do, live, in the demo and from scripts alike. Every act that was allowed to start is journaled.
 * `ring` is passed as the room showed it: its refusal reasons come from `room/validation.ts`, the same the gate uses.
 */
export interface Operations {
  /** Why every act is disabled ("--read-only"), or null. */
  readonly readOnly: string | null;
  readonly operator: string;
  acknowledge(alert: RoomAlert, note: string): Promise<ActResult>;
  unacknowledge(alert: RoomAlert): Promise<ActResult>;
  /** Called with every new room: gives the operator's own acknowledgements more time while their alerts still fire. */
  extendAcks(room: Room): Promise<void>;
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
