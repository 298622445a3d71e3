import type { RingRecords } from '../room/room.ts';
import { locateLedger, readIfThere } from './ledger-files.ts';
import { readRings } from './ring-file.ts';
import { commit, readStore, withLedger } from './ring-ledger.ts';
import type { RingAct, RingStore } from './ring-store.ts';

/** Ring state in a JSON file as deploy scripts read it (`rings.<id>.validated`); a missing file validates nothing. */
export class FileRingStore implements RingStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<RingRecords> {
    const files = await locateLedger(this.#path);
    if ((await readIfThere(files.next)) !== null) {
      // Somebody is writing, or died writing. Without permission to finish their act, the store is still true.
      await withLedger(this.#path, async () => undefined).catch(() => undefined);
    }
    return readRings(await readStore(files), files.store);
  }

  update(decide: (records: RingRecords) => RingAct): Promise<void> {
    return withLedger(this.#path, async (files) => {
      const records = readRings(await readStore(files), files.store);
      await commit(files, decide(records));
    });
  }
}
