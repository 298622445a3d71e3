import type { RingRecords } from '../../room/room.ts';
import type { Journal, JournalRecord } from '../journal/journal.ts';
import { LEDGER_LINES, type LedgerState, type RingAct, type RingStore } from './ring-store.ts';

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
  readonly #watchers = new Set<() => void>();
  #records: RingRecords;
  /** Ends when the newest update has: they are carried out one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(journal: Journal, records: RingRecords = {}) {
    this.#journal = journal;
    this.#records = records;
  }

  async read(): Promise<LedgerState> {
    return { records: this.#records, journal: await this.#journal.tail(LEDGER_LINES) };
  }

  update(decide: (state: LedgerState) => RingAct | null): Promise<void> {
    const update = this.#last.then(() => this.#update(decide));
    this.#last = update.catch(() => undefined);
    return update;
  }

  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  async #update(decide: (state: LedgerState) => RingAct | null): Promise<void> {
    const act = decide(await this.read());
    if (!act) return;
    const { record, change } = act;
    if (change) {
      const others = Object.entries(this.#records).filter(([id]) => id !== change.ringId);
      this.#records = Object.fromEntries(change.validation ? [...others, [change.ringId, change.validation]] : others);
    }
    await this.#journal.append(record);
    for (const tell of [...this.#watchers]) tell();
  }
}
