import type { Presence, RingRecords, Validation } from '../../room/room.ts';
import type { JournalRecord } from '../journal/journal.ts';

/** Lines of the journal a ledger keeps at hand. */
export const LEDGER_LINES = 1000;

/** Which rings are validated, and the end of the account of how that came to be. */
export interface LedgerState {
  readonly records: RingRecords;
  /** Who has a room open on this store; absent when the store does not know. */
  readonly presence?: readonly Presence[];
  /** The newest `LEDGER_LINES` lines, oldest first. */
  readonly journal: readonly JournalRecord[];
}

/** Somebody with a room open, as others are to see it. */
export type Visitor = Pick<Presence, 'by' | 'host' | 'kind'>;

/** An act on the ring store: what the journal says of it, and what it changes (nothing when it was refused). */
export interface RingAct {
  readonly record: JournalRecord;
  readonly change?: { readonly ringId: string; readonly validation: Validation | null };
}

/**
 * Where validations live, and the journal that accounts for them. Implementations: file, memory (the demo).
 * `read` and `update` reject with an `Error` whose message is one sentence.
 */
export interface RingStore {
  /** `at` of a validation is 0, and `by` empty, when the store does not say who validated and when. */
  read(): Promise<LedgerState>;
  /**
   * Decides on the ledger as it stands, with no other writer in between, then journals the act and carries it out:
   * neither happens without the other; null leaves everything as it is. `decide` may be asked more than once and must not
   * act itself.
   */
  update(decide: (state: LedgerState) => RingAct | null): Promise<void>;
  /** Calls back soon after anybody changed store, journal or presence, until the returned function is called. */
  watch(onChange: () => void): () => void;
  /** Lets others see that somebody has a room open, until the returned function is called. */
  attend?(visitor: Visitor): () => void;
}
