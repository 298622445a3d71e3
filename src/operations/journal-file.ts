import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { JOURNAL_ACTS, type Validation } from '../room/room.ts';
import { millis } from '../units.ts';
import type { JournalRecord } from './journal.ts';
import { isMissing, syncDirectory } from './ledger-files.ts';
import { stored, storedValidation } from './ring-file.ts';

/**
 * One line of a journal file, format 1. A line about a ring also carries what the act set (null: removed) and the
 * digest of the store's text after it, so that an act whose writer died can be carried out from its line.
 */
const line = z.object({
  v: z.literal(1),
  at: z.iso.datetime().transform((text) => millis(Date.parse(text))),
  by: z.string(),
  act: z.enum(JOURNAL_ACTS),
  target: z.string(),
  fingerprint: z.string().exactOptional(),
  result: z.enum(['done', 'refused', 'failed']),
  detail: z.string(),
  note: z.string().exactOptional(),
  override: z.string().exactOptional(),
  evidence: z.record(z.string(), z.unknown()).exactOptional(),
  validation: storedValidation.nullable().exactOptional(),
  store: z.string().exactOptional(),
});
export interface JournalLine extends JournalRecord {
  readonly validation?: Validation | null;
  readonly store?: string;
}

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;

/** Appends one line in one write and makes it last. A torn last line is left as it is; the new one starts afresh. */
export async function appendLine(path: string, record: JournalLine, mode: number): Promise<void> {
  const file = await open(path, 'a+', mode);
  try {
    const { size } = await file.stat();
    const whole = size === 0 || (await readAt(file, size - 1, 1))[0] === NEWLINE;
    const bytes = Buffer.from(`${whole ? '' : '\n'}${JSON.stringify(encode(record))}\n`);
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten < bytes.length)
      throw new Error(`${path}: only part of a line could be written; is the disk full?`);
    await file.sync();
    if (size === 0) {
      await file.chmod(mode);
      await syncDirectory(dirname(path));
    }
  } finally {
    await file.close();
  }
}

/** The newest `limit` lines, oldest first, read from the end. What is no line of a journal is passed over. */
export async function tailLines(path: string, limit: number): Promise<readonly JournalLine[]> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!file) return [];
  try {
    const found: JournalLine[] = [];
    let tail: Buffer = Buffer.alloc(0);
    for (let end = (await file.stat()).size; end > 0 && found.length < limit; ) {
      const start = Math.max(0, end - CHUNK);
      const block = Buffer.concat([await readAt(file, start, end - start), tail]);
      // Bytes before the first line feed may belong to a line that begins earlier.
      const cut = start === 0 ? 0 : block.indexOf(NEWLINE) + 1;
      if (start === 0 || cut > 0) {
        const lines = block.toString('utf8', cut).split('\n').map(parseLine);
        found.unshift(...lines.filter((parsed) => parsed !== null));
      }
      tail = cut === 0 && start > 0 ? block : block.subarray(0, cut);
      end = start;
    }
    return limit > 0 ? found.slice(-limit) : [];
  } finally {
    await file.close();
  }
}

/** As `tailLines`, without what only the file needs. */
export async function tailRecords(path: string, limit: number): Promise<readonly JournalRecord[]> {
  const lines = await tailLines(path, limit);
  return lines.map(({ validation: _, store: __, ...record }) => record);
}

const encode = ({ validation, ...record }: JournalLine) => ({
  v: 1,
  ...record,
  at: new Date(record.at).toISOString(),
  ...(validation !== undefined && { validation: validation && stored(validation) }),
});

function parseLine(text: string): JournalLine | null {
  try {
    const { v: _, ...record } = line.parse(JSON.parse(text));
    return record;
  } catch {
    return null;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
