import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RingRecords } from '../../room/room.ts';
import { appendLine, tailLines } from '../journal/file.ts';
import { withFileLock } from './file-lock.ts';
import {
  isMissing,
  type LedgerFiles,
  locateLedger,
  readIfThere,
  syncDirectory,
  syncFile,
  writeDurably,
} from './ledger-files.ts';
import { readStored, writeStored } from './ring-bytes.ts';
import type { RingAct } from './ring-store.ts';
import { FoundStore } from './store-file.ts';

/*
 * Store and journal are two files, and one act changes both. Under the lock: the store's new content is written to
 * `<store>.next`, then the journal gets its line with the digest of that content, then `.next` is renamed to the store.
 * The line decides: a writer that died before it did nothing, one that died after it did the act, and whoever takes the
 * lock next finishes it.
 *
 * Others write the store without the lock. What they wrote is looked for before the line, where it may change what is
 * decided; immediately before the rename, where the act is done on their text instead; and a moment after the rename, in
 * the file that was replaced, for one of them may have had it open.
 */

/** How long others may be faster, in milliseconds. */
const CONTENDED = 5000;
/** After so many tries a text is made to last once it is the store and not before: others write faster than the disk. */
const PATIENCE = 10;

/** Runs `act` on the files of a ring store with nobody else writing, and no act of a dead writer left half done. */
export async function withLedger<T>(path: string, act: (files: LedgerFiles) => Promise<T>): Promise<T> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  const files = await locateLedger(path);
  return withFileLock(files.lock, files.mode, async () => {
    await finish(files);
    return act(files);
  });
}

/** The rings that the store says are validated; without a file, none. */
export const readRecords = async (files: LedgerFiles): Promise<RingRecords> =>
  readStored(await readStore(files), files.store);

const EMPTY = Buffer.from('{}\n');

async function readStore(files: LedgerFiles): Promise<Buffer> {
  const found = await FoundStore.find(files.store);
  await found.release();
  return found.content ?? EMPTY;
}

/** Decides on an act, journals it and carries it out; does nothing on null. Only within `withLedger`. */
export async function commit(files: LedgerFiles, decide: (records: RingRecords) => RingAct | null): Promise<void> {
  for (const deadline = performance.now() + CONTENDED; performance.now() < deadline; ) {
    const content = await readStore(files);
    const records = readStored(content, files.store);
    const act = decide(records);
    if (!act) return;
    const { record, change } = act;
    if (!change) return appendLine(files.journal, record, files.mode);
    const next = writeStored(content, files.store, change.ringId, change.validation);
    await writeDurably(files.next, next, files.mode);
    // It stands for as long as what it was decided on does: what else others write, the act is then done on.
    if (isDeepStrictEqual(await readRecords(files), records)) {
      await appendLine(files.journal, { ...record, validation: change.validation, store: digest(next) }, files.mode);
      return carryOut(files, change, { content, next });
    }
    await rm(files.next);
  }
  throw new Error(
    `${files.store}: others keep changing its rings, so this act could not be done; nothing was changed. Try again`,
  );
}

/** Finishes the act of a writer that died, on the store as it is now: it may have been edited since. */
async function finish(files: LedgerFiles): Promise<void> {
  const next = await readIfThere(files.next);
  if (next === null) return;
  const [last] = await tailLines(files.journal, 1);
  if (last?.validation === undefined || last.store !== digest(next)) return rm(files.next);
  await carryOut(files, { ringId: last.target, validation: last.validation }, { next });
}

/** What `.next` holds, and what the store held that it was made from, where that is known. */
interface Prepared {
  readonly content?: Buffer;
  readonly next: Buffer;
}

/** Does an act that is journaled. As long as `.next` is there it is still to be done. */
async function carryOut(files: LedgerFiles, change: NonNullable<RingAct['change']>, prepared: Prepared): Promise<void> {
  const edit = (content: Buffer) => writeStored(content, files.store, change.ringId, change.validation);
  const act = (content: Buffer) => (prepared.content?.equals(content) ? prepared.next : edit(content));
  let done = await replaceStore(files, act, prepared.next).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}; the act is in the journal and will be done as soon as the file can be written`);
  });
  while (done.late !== null) {
    // As if it had been there before: the act is done on it, unless somebody has written since.
    const { content: ours, late } = done;
    done = await replaceStore(files, (content) => (content.equals(ours) ? edit(late) : content));
  }
  await syncFile(files.store).catch((error: unknown) => {
    // Somebody has removed it since.
    if (!isMissing(error)) throw error;
  });
  for (const path of [files.next, files.redo]) await rm(path, { force: true });
  await syncDirectory(dirname(files.store));
}

interface Replaced {
  /** What the store holds now. */
  readonly content: Buffer;
  /** What somebody then wrote into the file that was replaced; null when nobody did. */
  readonly late: Buffer | null;
}

/**
 * Makes the store what `make` makes of it, however often others write it meanwhile.
 * @param next what `.next` holds, while that is there
 */
async function replaceStore(files: LedgerFiles, make: (content: Buffer) => Buffer, next?: Buffer): Promise<Replaced> {
  const deadline = performance.now() + CONTENDED;
  for (let tries = 0; performance.now() < deadline; tries++) {
    const found = await FoundStore.find(files.store);
    try {
      const content = make(found.content ?? EMPTY);
      if (found.content?.equals(content)) return { content, late: null };
      const prepared = next?.equals(content) ?? false;
      if (!prepared) writeFileSync(files.redo, content, { mode: files.mode, flush: tries < PATIENCE });
      if (found.replaceBy(prepared ? files.next : files.redo)) return { content, late: await found.writtenSince() };
    } finally {
      await found.release();
    }
  }
  throw new Error(`${files.store} is constantly being written by others, so this act could not be done yet`);
}

const digest = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
