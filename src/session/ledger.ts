import type { Clock } from '../clock.ts';
import type { Journal } from '../operations/journal.ts';
import type { RingStore } from '../operations/ring-store.ts';
import type { Ledger } from '../room/build.ts';
import { formatAge } from '../text/format.ts';
import { type Millis, secondsBetween } from '../units.ts';
import type { RecordedLedger } from './past-ledger.ts';

/** Journal lines a room keeps at hand. */
const LINES = 200;

/**
 * Reads ring store and journal. Never rejects: a store that cannot be read is part of what the room says.
 * @param lines how much of the journal, from its end
 */
export async function readLedger(store: RingStore, journal: Journal, lines = LINES): Promise<RecordedLedger> {
  try {
    return { records: await store.read(), error: null, journal: await journal.tail(lines) };
  } catch (error) {
    return { records: null, error: error instanceof Error ? error.message : String(error), journal: [] };
  }
}

export const EMPTY_LEDGER: Ledger = { records: {}, error: null, journal: [] };

/**
 * The ledger for one frame after the other. A reading that outlives a frame's patience goes on, as a disk that is gone or
 * a lock would have it; until it has ended, frames have the last ledger, and no further reading is begun.
 */
export class LedgerReader {
  readonly #read: () => Promise<Ledger>;
  #last: Ledger = { records: null, error: null, journal: [] };
  /** When the reading that has not ended was begun. */
  #since: Millis | undefined;

  constructor(store: RingStore, journal: Journal) {
    this.#read = () => readLedger(store, journal);
  }

  /** @param patience resolves when the frame waits no longer */
  async turn(clock: Clock, patience: Promise<void>): Promise<Ledger> {
    if (this.#since === undefined) {
      this.#since = clock.now();
      const reading = this.#read().then((ledger) => {
        this.#last = ledger;
        this.#since = undefined;
      });
      await Promise.race([reading, patience]);
    }
    if (this.#since === undefined) return this.#last;
    const waited = formatAge(secondsBetween(this.#since, clock.now()));
    return { ...this.#last, error: `the ring store has not answered for ${waited}` };
  }
}
