import type { Journal, JournalRecord } from './journal.ts';
import { appendLine, tailRecords } from './journal-file.ts';
import { locateLedger } from './ledger-files.ts';
import { withLedger } from './ring-ledger.ts';

/** The journal beside a file ring store: `<store>.journal.jsonl`, one JSON line an act. */
export class FileJournal implements Journal {
  readonly #store: string;

  /** @param store path of the ring store, which need not exist */
  constructor(store: string) {
    this.#store = store;
  }

  append(record: JournalRecord): Promise<void> {
    return withLedger(this.#store, ({ journal, mode }) => appendLine(journal, record, mode));
  }

  async tail(limit: number): Promise<readonly JournalRecord[]> {
    const { journal } = await locateLedger(this.#store);
    return tailRecords(journal, limit);
  }
}
