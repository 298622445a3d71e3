import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { isOwn } from '../../../bin/places.mjs';
import { integer, strictObject } from '../../shape.ts';
import type { Safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { type Millis, millis } from '../../units.ts';
import type { News } from './news.ts';

/** What was heard when it was asked last, or why it could not be asked. */
export type Kept =
  | { readonly news: News; readonly error: null }
  | { readonly news: null; readonly error: Safe; readonly at: Millis };

/** Where news of one room is kept, by what was asked. */
export interface Shelf {
  /** The user's own, with nobody else to write in it. */
  readonly folder: string;
  /** The process' own; undefined on systems without. */
  readonly user: number | undefined;
  readonly key: string;
}

/** No file of news is larger, in bytes. */
const MOST = 16 * 1024;
/** The largest instant that a `Date` holds. */
const LATEST = 8.64e15;

const line = v.pipe(v.string(), v.maxLength(2000), v.transform(sanitiseLine));
const instant = v.pipe(integer, v.minValue(0), v.maxValue(LATEST), v.transform(millis));

/* Whoever could write the file could have it say what they like; but no terminal obeys it, and no sum of it goes wrong. */
const news = strictObject({
  at: instant,
  name: line,
  state: v.picklist(['ok', 'warn', 'fail', 'unknown']),
  brief: line,
  number: v.nullable(line),
  alert: v.nullable(strictObject({ tier: line, name: line, since: instant })),
  more: v.pipe(integer, v.minValue(0)),
  sentence: line,
});

const entry = v.union([
  strictObject({ news, error: v.null() }),
  strictObject({ news: v.null(), error: line, at: instant }),
]);

/** A name for what is kept of a request: another profile, or other addresses, have another. */
export const keyOf = (asked: readonly unknown[], profile: Uint8Array): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${JSON.stringify(asked)}\n`), profile])).slice(0, 32);

/** What is kept; null where nothing is, or nothing that can be trusted. Never throws. */
export function recallNews(shelf: Shelf): Kept | null {
  try {
    return v.parse(entry, JSON.parse(readOwn(shelf)));
  } catch {
    // Not there, cut, somebody else's, or no news.
    return null;
  }
}

/** Keeps news in place of what was kept: whole, or not at all. @throws the system's own error, as of a full disk */
export function keepNews({ folder, key }: Shelf, kept: Kept): void {
  const path = join(folder, `${key}.json`);
  // Whoever writes holds the lock: what lies there is of one that was ended meanwhile.
  const written = `${path}.new`;
  try {
    rmSync(written, { force: true, recursive: true });
    writeFileSync(written, JSON.stringify(kept), { flag: 'wx', mode: 0o600 });
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
}

/**
 * Whether it is this one's turn to have it asked: nobody had it asked for so long, in milliseconds. Says to others that it is.
 * Whoever asks also holds a lock; this keeps the others from starting in vain. Never throws.
 */
export function takeTurn({ folder, key, user }: Shelf, now: Millis, every: number): boolean {
  const path = join(folder, `${key}.turn`);
  try {
    const { O_WRONLY, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
    const isFirst = lstatSync(path, { throwIfNoEntry: false }) === undefined;
    const file = openSync(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
    try {
      const taken = fstatSync(file);
      const since = now - taken.mtimeMs;
      if (!isFirst && isOwn(taken, user) && since >= 0 && since < every) return false;
      futimesSync(file, now / 1000, now / 1000);
      return true;
    } finally {
      closeSync(file);
    }
  } catch {
    // It can neither be made nor be read: then each asks, and the lock alone sees to it that one does.
    return true;
  }
}

/** The path of the lock that whoever asks holds. */
export const lockOf = ({ folder, key }: Shelf): string => join(folder, `${key}.lock`);

/** @throws Error for what is no file of the user's own */
function readOwn({ folder, key, user }: Shelf): string {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(join(folder, `${key}.json`), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.size > MOST || !isOwn(found, user)) throw new Error('not ours');
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
