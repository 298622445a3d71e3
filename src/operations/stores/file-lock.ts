import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { requirePlain } from '../../bounded-file.ts';
import { type Seconds, seconds } from '../../units.ts';

const SQLITE_BUSY = 5;

/** Somebody else holds the lock. */
export class Locked extends Error {}

/**
 * Runs `act` while no other process, and nobody else in this one, holds the lock at `path`. Rejects with `Locked`, whose
 * message is one sentence, when it is not free within `wait`.
 *
 * The lock is SQLite's on an empty file: a byte-range lock of the kernel, which ends with its process (kill -9 too) and
 * which network file systems honour, so there is no stale lock to detect and nothing to break. The file stays.
 * @param mode permission bits of the lock file when it is made
 */
export async function withFileLock<T>(
  path: string,
  mode: number,
  act: () => Promise<T>,
  wait: Seconds = seconds(10),
): Promise<T> {
  // Loaded when first needed: Node 22 warns on loading it, and who only watches needs no lock.
  const { DatabaseSync } = await import('node:sqlite');
  create(path, mode);
  const lock = new DatabaseSync(path, { timeout: 0 });
  const deadline = performance.now() + wait * 1000;
  try {
    for (let pause = 1; !tryLock(() => lock.exec('BEGIN EXCLUSIVE')); pause = Math.min(2 * pause, 50)) {
      if (performance.now() > deadline) throw new Locked(`${path} has been locked by another process for ${wait} s`);
      await sleep(pause * (0.5 + Math.random()));
    }
    return await act();
  } finally {
    lock.close();
  }
}

/** Synchronously: closing the file later would drop a lock that this process got on it in the meantime. */
function create(path: string, mode: number): void {
  try {
    writeFileSync(path, '', { flag: 'wx' });
    chmodSync(path, mode);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    requirePlain(statSync(path));
  }
}

function tryLock(lock: () => void): boolean {
  try {
    lock();
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
