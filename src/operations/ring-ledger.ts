import { createHash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { withFileLock } from './file-lock.ts';
import { appendLine, tailLines } from './journal-file.ts';
import { type LedgerFiles, locateLedger, readIfThere, syncDirectory, writeDurably } from './ledger-files.ts';
import { writeRing } from './ring-file.ts';
import type { RingAct } from './ring-store.ts';

/*
 * Store and journal are two files, and one act changes both. Under the lock: the store's new text is written to
 * `<store>.next`, then the journal gets its line with the digest of that text, then `.next` is renamed to the store.
 * The line decides: a writer that died before it did nothing, one that died after it did the act, and whoever takes the
 * lock next finishes it.
 */

/** Runs `act` on the files of a ring store with nobody else writing, and no act of a dead writer left half done. */
export async function withLedger<T>(path: string, act: (files: LedgerFiles) => Promise<T>): Promise<T> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  const files = await locateLedger(path);
  return withFileLock(files.lock, files.mode, async () => {
    await finish(files);
    return act(files);
  });
}

/** The text of the store; of one that does not exist, an empty object. */
export const readStore = async (files: LedgerFiles): Promise<string> => (await readIfThere(files.store)) ?? '{}\n';

/** Journals an act and carries it out. Only within `withLedger`. */
export async function commit(files: LedgerFiles, { record, change }: RingAct): Promise<void> {
  if (!change) return appendLine(files.journal, record, files.mode);
  const text = writeRing(await readStore(files), files.store, change.ringId, change.validation);
  await writeDurably(files.next, text, files);
  await appendLine(files.journal, { ...record, validation: change.validation, store: digest(text) }, files.mode);
  await replace(files.next, files.store);
}

/** Finishes the act of a writer that died, on the store as it is now: it may have been edited since. */
async function finish(files: LedgerFiles): Promise<void> {
  const next = await readIfThere(files.next);
  if (next === null) return;
  const [last] = await tailLines(files.journal, 1);
  if (last?.validation !== undefined && last.store === digest(next)) {
    const text = writeRing(await readStore(files), files.store, last.target, last.validation);
    // Not onto `.next`: its digest is what says that the act is still to be done.
    const redo = `${files.next}.redo`;
    await writeDurably(redo, text, files);
    await replace(redo, files.store);
  }
  await rm(files.next);
}

async function replace(next: string, store: string): Promise<void> {
  await rename(next, store);
  await syncDirectory(dirname(store));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
