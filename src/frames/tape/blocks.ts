import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRawSync } from 'node:zlib';

/** Bytes that are packed together: unpacking them takes a millisecond. */
const BLOCK = 256 * 1024;
/** More than this is not kept to be used again. */
const LARGEST = 4 * BLOCK;
/** Packing is to be quick: it happens each time a tape is opened. */
const PACKING = { level: constants.Z_BEST_SPEED };

const pack = promisify<Uint8Array, typeof PACKING, Buffer>(deflateRaw);

interface Block {
  /** Where each of its texts ends, in bytes. */
  readonly ends: Uint32Array;
  readonly packed: Uint8Array;
}

/** The text of that number, where each begins at the end of the one before. */
function textOf(bytes: Buffer, ends: ArrayLike<number>, number: number): string | undefined {
  const end = ends[number];
  return end === undefined ? undefined : bytes.toString('utf8', ends[number - 1] ?? 0, end);
}

/** Texts in their order, each to be had again by its number, in a part of the memory they would take. */
export class Blocks {
  readonly #blocks: Block[] = [];
  /** Number of the first text of each block. */
  readonly #firsts: number[] = [];
  /** Those that no block holds yet, one behind the other, and where each ends. The memory is used again for the next block. */
  #open = Buffer.allocUnsafeSlow(BLOCK);
  #ends: number[] = [];
  #length = 0;
  /** The block that was looked at last, as it was before it was packed. */
  #looked: { readonly block: Block; readonly bytes: Buffer } | undefined;

  get length(): number {
    return this.#length;
  }

  /** Adds one; resolves when there is room for the next. */
  async add(text: Buffer): Promise<void> {
    const from = this.#ends.at(-1) ?? 0;
    const end = from + text.length;
    if (end > this.#open.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end, 2 * this.#open.length));
      this.#open.copy(larger, 0, 0, from);
      this.#open = larger;
    }
    text.copy(this.#open, from);
    this.#ends.push(end);
    this.#length += 1;
    if (end < BLOCK) return;
    const packed = await pack(this.#open.subarray(0, end), PACKING);
    this.#firsts.push(this.#length - this.#ends.length);
    this.#blocks.push({ ends: Uint32Array.from(this.#ends), packed });
    this.#ends = [];
    if (this.#open.length > LARGEST) this.#open = Buffer.allocUnsafeSlow(BLOCK);
  }

  /** No more are to come. */
  end(): void {
    this.#open = Buffer.from(this.#open.subarray(0, this.#ends.at(-1) ?? 0));
  }

  /** Undefined beyond the last. */
  at(number: number): string | undefined {
    const firstOpen = this.#length - this.#ends.length;
    if (number >= firstOpen) return textOf(this.#open, this.#ends, number - firstOpen);
    const place = this.#firsts.findLastIndex((first) => first <= number);
    const block = this.#blocks[place];
    if (!block) return undefined;
    const own = number - (this.#firsts[place] ?? 0);
    return textOf(this.#bytesOf(block), block.ends, own);
  }

  #bytesOf(block: Block): Buffer {
    if (this.#looked?.block !== block) this.#looked = { block, bytes: inflateRawSync(block.packed) };
    return this.#looked.bytes;
  }
}
