import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { isOwn } from '../../bin/places.mjs';
import { own } from '../own.ts';
import { addressesOf, type ProfileFile, type ProfileRequest } from './file.ts';
import type { CheckedProfile, ParsedProfile } from './parse.ts';

/** A folder in which checked profiles are kept. */
export interface Shelf {
  readonly folder: string;
  /** Whose entries are taken: the process' own, undefined on systems without; or anybody's, where they lie with the program. */
  readonly user: number | undefined | 'anybody';
  /** Names the program, to the last change of it: what another one checked may be no profile to this one. */
  readonly program: string;
}

/** Of what was read and of values of variables nothing is kept but their digest: others may come to read what lies there. */
interface Entry extends Pick<ParsedProfile, 'plan' | 'document' | 'variables'> {
  /** Of the program, the addresses given and the profile's bytes. */
  readonly asked: string;
  /** Of the environment variables that the profile names, as they were. */
  readonly values: string;
}

/** Entries in one folder; beyond it the oldest goes. */
const MOST_ENTRIES = 32;
/** No larger one is written, or read. */
const MOST_BYTES = 2 * 1024 * 1024;
const CHECKSUM_BYTES = 4;

/** A profile that was checked before, byte for byte, for the same request; undefined where none is kept. Never throws. */
export function recallProfile(shelf: Shelf, file: ProfileFile, request: ProfileRequest): ParsedProfile | undefined {
  const asked = askedFor(shelf, file, request);
  try {
    const { asked: answered, values, variables, plan, document } = readEntry(shelf, asked);
    if (answered !== asked || values !== valuesOf(variables, request)) return undefined;
    return { plan, document, variables };
  } catch {
    // Not there, cut, of another Node, or not ours.
    return undefined;
  }
}

/** Keeps a checked profile, unless it holds a secret. Where it cannot be kept, the next start checks it anew. */
export function keepProfile(shelf: Shelf, file: ProfileFile, request: ProfileRequest, checked: CheckedProfile): void {
  if (checked.holdsSecret) return;
  const asked = askedFor(shelf, file, request);
  const { plan, document, variables } = checked.parsed;
  try {
    const entry: Entry = { asked, values: valuesOf(variables, request), variables, plan, document };
    writeEntry(shelf, asked, serialize(entry));
  } catch {
    // A full disk, or a folder that may not be written to.
  }
}

const askedFor = ({ program }: Shelf, { bytes }: ProfileFile, request: ProfileRequest): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${JSON.stringify([program, addressesOf(request)])}\n`), bytes]));

const valuesOf = (variables: readonly string[], { env }: ProfileRequest): string =>
  hash('sha256', JSON.stringify(variables.map((name) => own(env, name) ?? null)));

/** @throws Error for what is no whole entry, or may be another's */
function readEntry({ folder, user }: Shelf, asked: string): Entry {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(join(folder, `${asked}.plan`), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = fstatSync(file);
    const isOurs = isOwn(found, user === 'anybody' ? found.uid : user);
    if (!found.isFile() || found.size > MOST_BYTES || !isOurs) throw new Error('not ours');
    const bytes = readFileSync(file);
    const entry = bytes.subarray(CHECKSUM_BYTES);
    if (crc32(entry) !== bytes.readUInt32LE()) throw new Error('not whole');
    return deserialize(entry) as Entry;
  } finally {
    closeSync(file);
  }
}

/** @throws the system's own error */
function writeEntry({ folder }: Shelf, asked: string, entry: Buffer): void {
  if (entry.length + CHECKSUM_BYTES > MOST_BYTES) return;
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(entry));
  const path = join(folder, `${asked}.plan`);
  // Never half there: others start meanwhile.
  const written = `${path}.${Date.now().toString(36)}`;
  try {
    writeFileSync(written, Buffer.concat([checksum, entry]), { flag: 'wx', mode: 0o600 });
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
  removeOldest(folder);
}

function removeOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= MOST_ENTRIES) return;
  const byAge = names
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of byAge.slice(MOST_ENTRIES)) rmSync(path, { force: true });
}
