import type { Clock } from '../clock.ts';
import type { Journal } from '../operations/journal/journal.ts';
import type { RingStore } from '../operations/stores/ring-store.ts';
import { formatAge } from '../text/format.ts';
import { type Millis, secondsBetween } from '../units.ts';
import type { RecordedLedger } from './past-ledger.ts';

/** Reads the ring store. Never rejects: a store that cannot be read is part of what the room says. */
export async function readLedger(store: RingStore): Promise<RecordedLedger> {
  try {
    return { ...(await store.read()), error: null };
  } catch (error) {
    return unreadable(error);
  }
}

/** As `readLedger`, with the journal from its first line. */
export async function readWholeLedger(store: RingStore, journal: Journal): Promise<RecordedLedger> {
  try {
    const { records } = await store.read();
    return { records, error: null, journal: await journal.tail(Number.POSITIVE_INFINITY) };
  } catch (error) {
    return unreadable(error);
  }
}

const unreadable = (error: unknown): RecordedLedger => ({
  records: null,
  error: error instanceof Error ? error.message : String(error),
  journal: [],
});

export const EMPTY_LEDGER: RecordedLedger = { records: {}, error: null, journal: [] };

/**
 * The ledger of a room that goes on. A reading that outlives a frame's patience goes on too, as a disk that is gone or a
 * lock would have it; until it has ended, the last ledger stands as unconfirmed, and no further reading is begun.
 */
export class LedgerReader {
  readonly #store: RingStore;
  readonly #clock: Clock;
  #last: RecordedLedger = { records: null, error: null, journal: [] };
  #reading: PendingRead | undefined;

  constructor(store: RingStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** As it was last read. */
  ledger(): RecordedLedger {
    if (!this.#reading?.overdue) return this.#last;
    const waited = formatAge(secondsBetween(this.#reading.since, this.#clock.now()));
    return { ...this.#last, error: `the ring store has not answered for ${waited}` };
  }

  /** Reads for one frame. @param patience resolves when the frame waits no longer */
  async turn(patience: Promise<void>): Promise<void> {
    const reading = this.#read();
    if (reading.overdue) return;
    const late = await Promise.race([reading.ended, patience.then(() => true)]);
    if (late) reading.overdue = true;
  }

  /** Reads what has just changed: a reading that is under way may miss it. */
  async anew(): Promise<void> {
    await this.#reading?.ended;
    await this.#read().ended;
  }

  #read(): PendingRead {
    if (this.#reading) return this.#reading;
    const ended = readLedger(this.#store).then((ledger) => {
      this.#last = ledger;
      this.#reading = undefined;
    });
    this.#reading = { since: this.#clock.now(), ended, overdue: false };
    return this.#reading;
  }
}

/** A reading that has not ended. */
interface PendingRead {
  readonly since: Millis;
  readonly ended: Promise<void>;
  /** A frame gave up waiting for it. */
  overdue: boolean;
}
