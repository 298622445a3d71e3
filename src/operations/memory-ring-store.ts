import type { RingRecords } from '../room/room.ts';
import type { Journal, JournalRecord } from './journal.ts';
import type { RingAct, RingStore } from './ring-store.ts';

/** A journal that ends with the process: the demo's. */
export class MemoryJournal implements Journal {
  readonly #records: JournalRecord[] = [];

  async append(record: JournalRecord): Promise<void> {
    this.#records.push(record);
  }

  async tail(limit: number): Promise<readonly JournalRecord[]> {
    return limit > 0 ? this.#records.slice(-limit) : [];
  }
}

/** Ring state that ends with the process: the demo's. */
export class MemoryRingStore implements RingStore {
  readonly #journal: Journal;
  #records: RingRecords;

  constructor(journal: Journal, records: RingRecords = {}) {
    this.#journal = journal;
    this.#records = records;
  }

  async read(): Promise<RingRecords> {
    return this.#records;
  }

  async update(decide: (records: RingRecords) => RingAct): Promise<void> {
    const { record, change } = decide(this.#records);
    if (change) {
      const { [change.ringId]: _, ...others } = this.#records;
      this.#records = change.validation ? { ...others, [change.ringId]: change.validation } : others;
    }
    await this.#journal.append(record);
  }
}
