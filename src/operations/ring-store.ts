import type { RingRecords, Validation } from '../room/room.ts';
import type { JournalRecord } from './journal.ts';

/** An act on the ring store: what the journal says of it, and what it changes (nothing when it was refused). */
export interface RingAct {
  readonly record: JournalRecord;
  readonly change?: { readonly ringId: string; readonly validation: Validation | null };
}

/**
 * Where validations live, and the journal that accounts for them. Implementations: file, memory (the demo).
 * Both methods reject with an `Error` whose message is one sentence.
 */
export interface RingStore {
  /** `at` of a validation is 0, and `by` empty, when the store does not say who validated and when. */
  read(): Promise<RingRecords>;
  /**
   * Decides on the records as they stand, with no other writer in between, then journals the act and carries it out:
   * neither happens without the other. `decide` may be asked more than once and must not act itself.
   */
  update(decide: (records: RingRecords) => RingAct): Promise<void>;
}
