import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileRefused, FileTooLong, openPlain, readPlain } from '../../bounded-file.ts';

/** The ring store and what stands beside it. */
export interface LedgerFiles {
  readonly store: string;
  /** The store as it is about to be; left over only when a writer died. */
  readonly next: string;
  /** The same, made anew from what somebody else wrote meanwhile. */
  readonly redo: string;
  readonly journal: string;
  readonly lock: string;
  /** Folder with a file for each room that is open. */
  readonly presence: string;
  /** Permission bits of the store, which the files beside it take over. */
  readonly mode: number;
}

/** Follows symbolic links, so that everyone who means the same store also means the same lock and journal. */
export async function locateLedger(path: string): Promise<LedgerFiles> {
  const store = await follow(resolve(path));
  const found = await stat(store).catch(() => null);
  return {
    store,
    next: `${store}.next`,
    redo: `${store}.next.redo`,
    journal: `${store}.journal.jsonl`,
    lock: `${store}.lock`,
    presence: `${store}.presence`,
    mode: found ? found.mode & 0o777 : 0o644,
  };
}

/** As many links in a row as Linux follows. */
const MOST_LINKS = 40;

/** As `realpath`, for a file that need not exist yet. */
async function follow(path: string, links = 0): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null) return real;
  const link = await lstat(path).catch(() => null);
  if (link?.isSymbolicLink()) {
    if (links === MOST_LINKS) throw new Error(`${path} is a symbolic link that points back to itself`);
    return follow(resolve(dirname(path), await readlink(path)), links + 1);
  }
  return join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path));
}

/** Bytes of a ring store: enough for a hundred thousand hosts. */
export const LONGEST_STORE = 16 * 1024 * 1024;

/** What a file holds, or null when there is none. @throws Error with one sentence when it is none that is read */
export const readIfThere = (path: string): Promise<Buffer | null> =>
  unlessMissing(path, readPlain(path, LONGEST_STORE));

/** As `readIfThere`, to be read as often as one likes, until it is closed. */
export const openIfThere = (path: string): Promise<FileHandle | null> => unlessMissing(path, openStore(path));

async function openStore(path: string): Promise<FileHandle> {
  const file = await openPlain(path);
  if ((await file.stat()).size <= LONGEST_STORE) return file;
  await file.close();
  throw new FileTooLong(LONGEST_STORE);
}

const unlessMissing = <T>(path: string, reading: Promise<T>): Promise<T | null> =>
  reading.catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error instanceof FileRefused ? new Error(`${path} cannot be read: ${error.message}`) : error;
  });

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Makes what was created, renamed or removed in a directory last. */
export const syncDirectory = (path: string): Promise<void> => syncFile(path);

/** Makes what was written into a file last. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

const { O_CREAT, O_TRUNC, O_WRONLY } = constants;
/** To open a file that is written anew. */
export const ANEW = O_CREAT | O_TRUNC | O_WRONLY;

/** Writes a whole file and makes it last. @throws FileRefused where something else stands in its place */
export async function writeDurably(path: string, content: Uint8Array, mode: number): Promise<void> {
  const file = await openPlain(path, ANEW, mode);
  try {
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
