import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A file that is not read for what it is; its message goes behind "… cannot be read: ". */
export class FileRefused extends Error {}

/** A file that holds more than may be read of it. */
export class FileTooLong extends FileRefused {
  constructor(most: number) {
    super(`it is longer than ${most.toLocaleString('en-US')} bytes, the most that is read`);
  }
}

const { O_RDONLY, O_NONBLOCK } = constants;

/**
 * Opens a plain file. A pipe, a device or a socket is refused: opening or reading it may take for ever, or have no end.
 * @param flags as of open(2)
 * @throws FileRefused, or the system's own error
 */
export async function openPlain(path: string, flags = O_RDONLY, mode?: number): Promise<FileHandle> {
  // Looked at first, for opening a device may do something; and again, for it may have become another file.
  const before = await stat(path).catch(() => null);
  if (before) requirePlain(before);
  const file = await open(path, flags | O_NONBLOCK, mode);
  try {
    requirePlain(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What a plain file holds, of at most so many bytes. @throws as `openPlain`, and FileTooLong */
export async function readPlain(path: string, most: number, flags = O_RDONLY): Promise<Buffer> {
  const file = await openPlain(path, flags);
  try {
    return await whole(file, most);
  } finally {
    await file.close();
  }
}

/** As `readPlain`, at once. */
export function readPlainSync(path: string, most: number): Buffer {
  requirePlain(statSync(path));
  const file = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const about = fstatSync(file);
    requirePlain(about);
    if (about.size > most) throw new FileTooLong(most);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** How long a pipe may have no writer, and how long nothing may come from one that has, in milliseconds. */
export interface PipePatience {
  readonly alone: number;
  readonly silent: number;
}
/** Who writes to a pipe may be a moment late, or ask a person for a password first. */
const PATIENCE: PipePatience = { alone: 2000, silent: 60_000 };
/** A pipe is looked at again after so many milliseconds. */
const LOOK = 20;
const CHUNK = 64 * 1024;

/** As `readPlain`, for what a person names to be read once: it may also come through a pipe, such as `<(command)`. */
export async function readGiven(path: string, most: number, patience = PATIENCE): Promise<Buffer> {
  const file = await openGiven(path);
  try {
    return (await file.stat()).isFile() ? await whole(file, most) : await gather(fromPipe(file, patience), most);
  } finally {
    await file.close();
  }
}

/** As `readGiven`, in pieces and of any length. */
export async function* streamGiven(path: string, patience = PATIENCE): AsyncGenerator<Uint8Array> {
  const file = await openGiven(path);
  try {
    yield* (await file.stat()).isFile() ? fromPlain(file) : fromPipe(file, patience);
  } finally {
    await file.close();
  }
}

async function openGiven(path: string): Promise<FileHandle> {
  if (!(await stat(path)).isFIFO()) return openPlain(path);
  return open(path, O_RDONLY | O_NONBLOCK);
}

/** @throws FileRefused when it is another thing than a file */
export function requirePlain(about: Stats): void {
  if (about.isFile()) return;
  const kind = about.isDirectory() ? 'folder' : about.isFIFO() ? 'pipe' : about.isSocket() ? 'socket' : 'device';
  throw new FileRefused(`it is not a file but a ${kind}`);
}

async function whole(file: FileHandle, most: number): Promise<Buffer> {
  if ((await file.stat()).size > most) throw new FileTooLong(most);
  // It may grow meanwhile, and a file of /proc says that it is empty.
  return gather(fromPlain(file), most);
}

async function gather(chunks: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most) throw new FileTooLong(most);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

async function* fromPlain(file: FileHandle): AsyncGenerator<Buffer> {
  for (let chunk = await readNext(file); chunk.length > 0; chunk = await readNext(file)) yield chunk;
}

async function* fromPipe(pipe: FileHandle, { alone, silent }: PipePatience): AsyncGenerator<Buffer> {
  let begun = false;
  for (let since = performance.now(); ; ) {
    // Null when there is a writer, and nothing of it yet.
    const chunk = await readNext(pipe).catch(nullIfLater);
    if (chunk && chunk.length > 0) {
      yield chunk;
      begun = true;
      since = performance.now();
      continue;
    }
    // No writer: it has ended, or has not come yet.
    if (chunk && begun) return;
    const patience = chunk ? alone : silent;
    if (performance.now() - since > patience)
      throw new FileRefused(`nothing came through this pipe for ${patience / 1000} s`);
    await sleep(LOOK);
  }
}

/** The next piece; empty at the end of a file, and of a pipe that nobody writes to. */
async function readNext(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, null);
  return buffer.subarray(0, bytesRead);
}

function nullIfLater(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
  throw error;
}
