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
import { holdsSecret } from './holds-secret.ts';
import type { ParsedProfile } from './parse.ts';

/** A folder in which checked profiles are kept. */
export interface Shelf {
  readonly folder: string;
  /** Whose entries are taken: the process' own, undefined on systems without; or anybody's, where they lie with the program. */
  readonly user: number | undefined | 'anybody';
  /** Names the program, to the last change of it: what another one checked may be no profile to this one. */
  readonly program: string;
}

/** What the checked profile follows from, all of it. */
interface Question {
  readonly program: string;
  readonly addresses: string;
  readonly bytes: Uint8Array;
}

interface Entry extends Question, Pick<ParsedProfile, 'plan' | 'document'> {
  /** The environment variables that the profile names, as they were. */
  readonly environment: readonly (readonly [name: string, value: string | undefined])[];
}

/** Entries in one folder; beyond it the oldest goes. */
const MOST_ENTRIES = 32;
/** No larger one is written, or read. */
const MOST_BYTES = 2 * 1024 * 1024;
const CHECKSUM_BYTES = 4;

/** A profile that was checked before, byte for byte, for the same request; undefined where none is kept. Never throws. */
export function recallProfile(shelf: Shelf, file: ProfileFile, request: ProfileRequest): ParsedProfile | undefined {
  const asked = questionOf(shelf, file, request);
  try {
    const entry = readEntry(shelf, asked);
    const { program, addresses, bytes, environment, plan, document } = entry;
    const isSame = program === asked.program && addresses === asked.addresses && file.bytes.equals(bytes);
    if (!isSame || environment.some(([name, value]) => own(request.env, name) !== value)) return undefined;
    return { plan, document, variables: environment.map(([name]) => name) };
  } catch {
    // Not there, cut, of another Node, or not ours.
    return undefined;
  }
}

/** Keeps a checked profile, unless it holds a secret. Where it cannot be kept, the next start checks it anew. */
export function keepProfile(shelf: Shelf, file: ProfileFile, request: ProfileRequest, checked: ParsedProfile): void {
  const { plan, document, variables } = checked;
  if (holdsSecret(plan.profile)) return;
  const asked = questionOf(shelf, file, request);
  const environment = variables.map((name) => [name, own(request.env, name)] as const);
  try {
    const entry: Entry = { ...asked, environment, plan, document };
    writeEntry(shelf, asked, serialize(entry));
  } catch {
    // A full disk, or a folder that may not be written to.
  }
}

const questionOf = ({ program }: Shelf, { bytes }: ProfileFile, request: ProfileRequest): Question => ({
  program,
  addresses: JSON.stringify(addressesOf(request)),
  bytes,
});

/** Two questions may have one name: what an entry answers stands in it. */
function nameOf({ program, addresses, bytes }: Question): string {
  const sum = crc32(bytes, crc32(`${program}\n${addresses}\n`));
  return `${sum.toString(16).padStart(8, '0')}.plan`;
}

/** @throws Error for what is no whole entry, or may be another's */
function readEntry({ folder, user }: Shelf, asked: Question): Entry {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(join(folder, nameOf(asked)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
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
function writeEntry({ folder }: Shelf, asked: Question, entry: Buffer): void {
  if (entry.length + CHECKSUM_BYTES > MOST_BYTES) return;
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(entry));
  const path = join(folder, nameOf(asked));
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
