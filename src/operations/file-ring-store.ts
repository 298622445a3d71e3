import { watchFiles } from './file-watch.ts';
import { tailRecords } from './journal-file.ts';
import { type LedgerFiles, locateLedger, readIfThere } from './ledger-files.ts';
import { readRings } from './ring-file.ts';
import { commit, readStore, withLedger } from './ring-ledger.ts';
import { LEDGER_LINES, type LedgerState, type RingAct, type RingStore } from './ring-store.ts';

/** Ring state in a JSON file as deploy scripts read it (`rings.<id>.validated`); a missing file validates nothing. */
export class FileRingStore implements RingStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<LedgerState> {
    const files = await locateLedger(this.#path);
    if ((await readIfThere(files.next)) !== null) {
      // Somebody is writing, or died writing. Without permission to finish their act, the store is still true.
      await withLedger(this.#path, async () => undefined).catch(() => undefined);
    }
    return stateOf(files);
  }

  update(decide: (state: LedgerState) => RingAct): Promise<void> {
    return withLedger(this.#path, async (files) => commit(files, decide(await stateOf(files))));
  }

  watch(onChange: () => void): () => void {
    const paths = locateLedger(this.#path).then(({ store, journal }) => [store, journal]);
    return watchFiles(paths, onChange);
  }
}

const stateOf = async (files: LedgerFiles): Promise<LedgerState> => ({
  records: readRings(await readStore(files), files.store),
  journal: await tailRecords(files.journal, LEDGER_LINES),
});
