import { chmodSync, chownSync, fstatSync, lstatSync, readSync, renameSync, type Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST_STORE, openIfThere } from './ledger-files.ts';
import { isWhole } from './ring-bytes.ts';

/** Between two looks at a file that somebody is writing, in milliseconds. */
const PAUSE = 20;
/** How long one who had the file open when it was replaced is waited for, in milliseconds. */
const MOMENT = 15;
/** After so many, a file that is no JSON is not half written: it is none. */
const MOST_LOOKS = 25;

/** To chown: leaves the user as it is. */
const SAME = -1;

/**
 * The deploy script's file as it was found. Others know of no lock and write it at any time: by renaming another file
 * onto it, or in place, where it may be seen half written. It is held open, so that what they write into it can be read
 * when it has been replaced.
 */
export class FoundStore {
  /** What it holds; null when there is no file. */
  readonly content: Buffer | null;
  readonly #path: string;
  readonly #file: FileHandle | null;
  readonly #bytes: Buffer;

  private constructor(path: string, file: FileHandle | null) {
    this.#path = path;
    this.#file = file;
    this.#bytes = file ? bytesOf(file) : Buffer.alloc(0);
    this.content = file && this.#bytes;
  }

  /** Looks again while the file is half written; what is no JSON then is given as it is. To be released. */
  static async find(path: string): Promise<FoundStore> {
    for (let look = 1; ; look++) {
      const found = await FoundStore.#look(path);
      if (found.content === null || isWhole(found.content) || look === MOST_LOOKS) return found;
      await found.release();
      await sleep(PAUSE);
    }
  }

  static async #look(path: string): Promise<FoundStore> {
    const file = await openIfThere(path);
    try {
      return new FoundStore(path, file);
    } catch (error) {
      await file?.close();
      throw error;
    }
  }

  /**
   * Puts another file in its place, with its permission bits and owner, unless it is no longer as it was found. Lost is
   * only a file that somebody else renames to the path between the last look at it and the rename: no call that Node has
   * does both at once.
   */
  replaceBy(candidate: string): boolean {
    if (this.#file) takeOver(candidate, fstatSync(this.#file.fd));
    // Calls that were not made for a while take several times as long. These are made in advance and change nothing.
    renameSync(candidate, candidate);
    this.#isUnchanged();
    if (!this.#isUnchanged()) return false;
    renameSync(candidate, this.#path);
    return true;
  }

  /**
   * What others write into the file within a moment after it was found, once that is whole; null when they do not. It
   * tells of a file that was replaced, too.
   */
  async writtenSince(): Promise<Buffer | null> {
    for (let looks = 0, pause = 1; this.#file && looks < MOST_LOOKS; looks++) {
      const bytes = bytesOf(this.#file);
      const isSame = bytes.equals(this.#bytes);
      if (isSame && pause > MOMENT) return null;
      if (!isSame && isWhole(bytes)) return bytes;
      await sleep(pause);
      pause = Math.min(2 * pause, PAUSE);
    }
    return null;
  }

  async release(): Promise<void> {
    await this.#file?.close();
  }

  #isUnchanged(): boolean {
    if (!this.#file) return lstatSync(this.#path, { throwIfNoEntry: false }) === undefined;
    if (!bytesOf(this.#file).equals(this.#bytes)) return false;
    const held = fstatSync(this.#file.fd, { bigint: true });
    const named = lstatSync(this.#path, { bigint: true, throwIfNoEntry: false });
    return named?.ino === held.ino && named.dev === held.dev;
  }
}

/** As far as one may: only root gives files away; anybody gives theirs to a group they are in. */
function takeOver(path: string, { mode, uid, gid }: Stats): void {
  chmodSync(path, mode & 0o777);
  [uid, SAME].some((user) => {
    try {
      chownSync(path, user, gid);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * At once: what was read must be compared and acted on before anybody else is heard. One that has grown too long is cut,
 * which is enough to tell it from what was read.
 */
function bytesOf({ fd }: FileHandle): Buffer {
  const bytes = Buffer.alloc(Math.min(fstatSync(fd).size, LONGEST_STORE + 1));
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(fd, bytes, at, bytes.length - at, at);
    if (read === 0) return bytes.subarray(0, at);
    at += read;
  }
  return bytes;
}
