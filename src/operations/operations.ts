import type { Ring, Room, RoomAlert } from '../room/room.ts';

/** What came of an act, in one sentence the operator reads. */
export type ActResult =
  | { readonly result: 'done'; readonly message: string }
  /** A rule forbids it: a check fails, data is stale, the ring before is not validated. */
  | { readonly result: 'refused'; readonly message: string }
  /** It was tried and did not work. */
  | { readonly result: 'failed'; readonly message: string };

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
  validate(ring: Ring, note: string): Promise<ActResult>;
  revoke(ring: Ring, note: string): Promise<ActResult>;
}
