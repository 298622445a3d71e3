import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileRefused, openPlain } from '../../bounded-file.ts';
import { isMissing, syncDirectory } from '../stores/ledger-files.ts';
import { readHeadFile, writeHeadFile } from './head.ts';
import type { JournalRecord, RawLine } from './journal.ts';
import { decodeLine, type JournalContent, type JournalLine, type Place, sealLine, toRecord } from './line.ts';
import { requireLine, splitLines } from './raw-lines.ts';

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;
/** What is read of a journal's end for its newest lines, in bytes: they are kept in memory. */
const MOST_READ = 64 * 1024 * 1024;

/**
 * Appends one line in one write and makes it last. What a writer that died left at the end stays; the new line starts
 * afresh and carries a digest of it. Only for one writer at a time.
 */
export async function appendLine(path: string, content: JournalContent, mode: number): Promise<void> {
  const { O_APPEND, O_CREAT, O_RDWR } = constants;
  const file = await openJournal(path, O_APPEND | O_CREAT | O_RDWR, mode);
  try {
    const { size } = await file.stat();
    const { place, terminated } = await endOf(file, size);
    const head = await readHeadFile(path);
    // A line that was cut off the end stays missing: the new one does not take its number.
    const next = head && head.seq >= place.seq ? { ...place, seq: head.seq + 1, prev: head.hash } : place;
    const { text, hash } = sealLine(content, next);
    const bytes = Buffer.from(`${terminated ? '' : '\n'}${text}\n`);
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten < bytes.length)
      throw new Error(`${path}: only part of a line could be written; is the disk full?`);
    await file.sync();
    if (size === 0) {
      await file.chmod(mode);
      await syncDirectory(dirname(path));
    }
    // The line stands without it as well: it is then as if its writer had died.
    await writeHeadFile(path, { seq: next.seq, hash }, mode).catch(() => undefined);
  } finally {
    await file.close();
  }
}

const openJournal: typeof openPlain = (path, flags, mode) =>
  openPlain(path, flags, mode).catch((error: unknown) => {
    throw error instanceof FileRefused ? new Error(`${path} cannot be read: ${error.message}`) : error;
  });

/** The newest `limit` lines, oldest first, read from the end. What is no line of a journal is passed over. */
export async function tailLines(path: string, limit: number): Promise<readonly JournalLine[]> {
  const file = await openJournal(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!file) return [];
  try {
    const found: JournalLine[] = [];
    if (limit <= 0) return found;
    const { size } = await file.stat();
    for await (const { bytes, start } of linesFromEnd(file, size)) {
      const line = decodeLine(bytes);
      if (line) found.push(line);
      if (found.length === limit || size - start > MOST_READ) break;
    }
    return found.reverse();
  } finally {
    await file.close();
  }
}

/** As `tailLines`, without what only the journal needs. */
export const tailRecords = async (path: string, limit: number): Promise<readonly JournalRecord[]> =>
  (await tailLines(path, limit)).map(toRecord);

/** Every line of a file, oldest first. @param size what of it to read; all unless given */
export async function* fileLines(path: string, size = Number.POSITIVE_INFINITY): AsyncGenerator<RawLine> {
  const file = await openJournal(path);
  try {
    if (size > 0) yield* splitLines(file.createReadStream({ end: size - 1 }));
  } finally {
    await file.close();
  }
}

/** Where the next line stands, and whether a line feed ends what is there. */
async function endOf(file: FileHandle, size: number): Promise<{ readonly place: Place; readonly terminated: boolean }> {
  let terminated: boolean | undefined;
  for await (const line of linesFromEnd(file, size)) {
    terminated ??= line.terminated;
    const link = decodeLine(line.bytes)?.link;
    if (!link) continue;
    const end = Math.min(size, line.start + line.bytes.length + 1);
    const torn = end < size && { torn: (await closed(file, end, size)).digest };
    return { place: { seq: link.seq + 1, prev: link.hash, ...torn }, terminated };
  }
  // The first chained line vouches for all that stands before it.
  const { digest, lines } = await closed(file, 0, size);
  return { place: { seq: lines + 1, prev: digest }, terminated: terminated ?? true };
}

/** SHA-256 and number of lines of what stands from `from` to `to`, as it is once the next line has started afresh. */
async function closed(file: FileHandle, from: number, to: number) {
  const hash = createHash('sha256');
  let lines = 0;
  let last = NEWLINE;
  for (let at = from; at < to; ) {
    const chunk = await readAt(file, at, Math.min(CHUNK, to - at));
    if (chunk.length === 0) break;
    hash.update(chunk);
    for (const byte of chunk) if (byte === NEWLINE) lines += 1;
    last = chunk.at(-1) ?? last;
    at += chunk.length;
  }
  if (last !== NEWLINE) hash.update('\n');
  return { digest: hash.digest('hex'), lines: lines + Number(last !== NEWLINE) };
}

/** The lines of a file from its last to its first, with the place where each begins. */
async function* linesFromEnd(file: FileHandle, size: number): AsyncGenerator<RawLine & { readonly start: number }> {
  let terminated = false;
  /** Bytes that have been read and not told of, which begin at `at`. */
  let rest: Buffer = Buffer.alloc(0);
  for (let at = size; at > 0; ) {
    const length = Math.min(CHUNK, at);
    at -= length;
    rest = Buffer.concat([await readAt(file, at, length), rest]);
    requireLine(rest.length - rest.lastIndexOf(NEWLINE) - 1);
    for (let cut = rest.lastIndexOf(NEWLINE); cut >= 0; cut = rest.lastIndexOf(NEWLINE)) {
      const bytes = rest.subarray(cut + 1);
      if (terminated || bytes.length > 0) yield { bytes, terminated, start: at + cut + 1 };
      terminated = true;
      rest = rest.subarray(0, cut);
    }
  }
  if (terminated || rest.length > 0) yield { bytes: rest, terminated, start: 0 };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
