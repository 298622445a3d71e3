import { stat } from 'node:fs/promises';
import { systemClock, type Timer } from '../../clock.ts';
import { tailRecords } from '../journal/file.ts';
import type { JournalRecord } from '../journal/journal.ts';
import { FilePresence } from '../presence/file-presence.ts';
import { watchFiles } from './file-watch.ts';
import { locateLedger, readIfThere } from './ledger-files.ts';
import { commit, readRecords, withLedger } from './ring-ledger.ts';
import { LEDGER_LINES, type LedgerState, type RingAct, type RingStore, type Visitor } from './ring-store.ts';

/** Ring state in a JSON file as deploy scripts read it (`rings.<id>.validated`); a missing file validates nothing. */
export class FileRingStore implements RingStore {
  readonly #path: string;

  /** The journal's end as it was read last, and what its file was like then. */
  #tail: { readonly file: string; readonly records: readonly JournalRecord[] } | undefined;

  readonly #presence: FilePresence;
  readonly #timer: Timer;

  constructor(path: string, timer: Timer = systemClock) {
    this.#path = path;
    this.#timer = timer;
    this.#presence = new FilePresence(path, timer);
  }

  async read(): Promise<LedgerState> {
    const files = await locateLedger(this.#path);
    if ((await readIfThere(files.next)) !== null) {
      // Somebody is writing, or died writing. Without permission to finish their act, the store is still true.
      await withLedger(this.#path, async () => undefined).catch(() => undefined);
    }
    return {
      records: await readRecords(files),
      journal: await this.#readTail(files.journal),
      presence: await this.#presence.read(files),
    };
  }

  update(decide: (state: LedgerState) => RingAct | null): Promise<void> {
    return withLedger(this.#path, async (files) => {
      const journal = await this.#readTail(files.journal);
      await commit(files, (records) => decide({ records, journal }));
    });
  }

  watch(onChange: () => void): () => void {
    const paths = locateLedger(this.#path).then(({ store, journal, presence }) => [store, journal, presence]);
    return watchFiles(paths, onChange);
  }

  attend(visitor: Visitor): () => void {
    return this.#presence.attend({ ...visitor, since: this.#timer.now() });
  }

  /** A room asks every few seconds, and most of the time nobody has acted. */
  async #readTail(path: string): Promise<readonly JournalRecord[]> {
    const file = await stat(path, { bigint: true }).then(
      ({ ino, size, mtimeNs }) => `${path} ${ino} ${size} ${mtimeNs}`,
      () => '',
    );
    if (file === '' || this.#tail?.file !== file) this.#tail = { file, records: await tailRecords(path, LEDGER_LINES) };
    return this.#tail.records;
  }
}
