import { createBrotliDecompress } from 'node:zlib';

/** Bytes of a tape's file. */
export const LONGEST_FILE = 64 * 1024 * 1024;
/** Bytes of what a tape unpacks to, and of one line of it. */
const MOST_BYTES = 512 * 1024 * 1024;
const LONGEST_LINE = 64 * 1024 * 1024;
/** Values in it, which take the most memory: a sample of two takes seventy bytes. A busy room has as many in a day. */
const MOST_VALUES = 24 * 1024 * 1024;
/**
 * What a byte of the file may unpack to. A room whose servers are all dead says the same again and again, and packs
 * to some ten bytes a frame; more than these no room repeats itself. Little may come from nothing.
 */
const FROM_A_BYTE = { bytes: 20_000, values: 500 };
const LITTLE = { bytes: 32 * 1024 * 1024, values: 2 * 1024 * 1024 };

const [NEWLINE, COMMA, BRACKET, BRACE] = Buffer.from('\n,[{');

/** What a tape holds so far, held against what can be read again with the memory there is. */
export class TapeMeasure {
  readonly #mostBytes: number;
  readonly #mostValues: number;
  #bytes = 0;
  #values = 0;
  #line = 0;

  /** @param packed bytes of its file, when that is known: little does not become much */
  constructor(packed = Number.POSITIVE_INFINITY) {
    this.#mostBytes = Math.min(MOST_BYTES, Math.max(LITTLE.bytes, FROM_A_BYTE.bytes * packed));
    this.#mostValues = Math.min(MOST_VALUES, Math.max(LITTLE.values, FROM_A_BYTE.values * packed));
  }

  /** Counts the next piece. @returns why it is one too many; null when it is none */
  add(piece: Uint8Array): string | null {
    this.#bytes += piece.length;
    for (let i = 0; i < piece.length; i += 1) {
      const byte = piece[i];
      if (byte === COMMA || byte === BRACKET || byte === BRACE) this.#values += 1;
      if (byte === NEWLINE) this.#line = 0;
      else this.#line += 1;
    }
    if (this.#bytes > this.#mostBytes) return `more than ${grouped(this.#mostBytes)} bytes`;
    if (this.#line > LONGEST_LINE) return `a line of more than ${grouped(LONGEST_LINE)} bytes`;
    return this.#values > this.#mostValues ? `more than ${grouped(this.#mostValues)} values` : null;
  }
}

const grouped = (n: number) => n.toLocaleString('en-US');

/** What came out of a file that is no tape anybody recorded; its message goes behind "it unpacks to ". */
export class UnpackedTooMuch extends Error {}
/** What is not packed as a tape is, or not whole. */
export class NotPacked extends Error {}

/** The lines of a tape's file, one after the other as they are unpacked. @throws UnpackedTooMuch and NotPacked */
export async function* unpackLines(file: Uint8Array): AsyncGenerator<Buffer> {
  const measure = new TapeMeasure(file.length);
  const begun: Uint8Array[] = [];
  for await (const chunk of unpack(file)) {
    const tooMuch = measure.add(chunk);
    if (tooMuch !== null) throw new UnpackedTooMuch(tooMuch);
    let from = 0;
    for (let cut = chunk.indexOf('\n'); cut >= 0; cut = chunk.indexOf('\n', from)) {
      const rest = chunk.subarray(from, cut);
      // Few lines lie in two pieces: the others are not copied.
      yield begun.length > 0 ? Buffer.concat([...begun.splice(0), rest]) : rest;
      from = cut + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  yield Buffer.concat(begun);
}

async function* unpack(file: Uint8Array): AsyncGenerator<Buffer> {
  const unpacker = createBrotliDecompress({ chunkSize: 256 * 1024 });
  unpacker.end(file);
  try {
    for await (const chunk of unpacker) yield chunk;
  } catch {
    throw new NotPacked();
  }
}
