import { stat } from 'node:fs/promises';
import { locateLedger } from '../stores/ledger-files.ts';
import { withLedger } from '../stores/ring-ledger.ts';
import { appendLine, fileLines, tailRecords } from './file.ts';
import { readHeadFile } from './head.ts';
import type { Journal, JournalArchive, JournalRecord, RawLine } from './journal.ts';

/** The journal beside a file ring store: `<store>.journal.jsonl`, one JSON line an act. */
export class FileJournal implements Journal, JournalArchive {
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

  async head(): Promise<string | undefined> {
    const { journal } = await locateLedger(this.#store);
    return (await readHeadFile(journal))?.hash;
  }

  async *lines(): AsyncGenerator<RawLine> {
    const { journal } = await locateLedger(this.#store);
    const size = () =>
      stat(journal).then(
        (found) => found.size,
        () => null,
      );
    if ((await size()) === null) return;
    // Between two writers, if the lock may be had: a line that is being written has no end yet.
    yield* fileLines(journal, (await withLedger(this.#store, size).catch(size)) ?? 0);
  }
}
