import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRawSync } from 'node:zlib';

/** Bytes that are packed together: unpacking them takes a millisecond. */
const BLOCK = 256 * 1024;
/** Packing is to be quick: it happens each time a tape is opened. */
const PACKING = { level: constants.Z_BEST_SPEED };

const pack = promisify<Uint8Array, typeof PACKING, Buffer>(deflateRaw);

interface Block {
  /** Where each of its texts ends, in bytes. */
  readonly ends: Uint32Array;
  readonly packed: Uint8Array;
}

/** Texts in their order, each to be had again by its number, in a part of the memory they would take. */
export class Blocks {
  readonly #blocks: Block[] = [];
  /** Number of the first text of each block. */
  readonly #firsts: number[] = [];
  /** Those that no block holds yet. */
  #open: Buffer[] = [];
  #openBytes = 0;
  #length = 0;
  /** The block that was looked at last, as it was before it was packed. */
  #looked: { readonly block: Block; readonly bytes: Buffer } | undefined;

  get length(): number {
    return this.#length;
  }

  /** Adds one; resolves when there is room for the next. */
  async add(text: Buffer): Promise<void> {
    this.#open.push(text);
    this.#openBytes += text.length;
    this.#length += 1;
    if (this.#openBytes < BLOCK) return;
    const texts = this.#open;
    let end = 0;
    const ends = Uint32Array.from(texts, ({ length }) => (end += length));
    const packed = await pack(Buffer.concat(texts), PACKING);
    this.#firsts.push(this.#length - texts.length);
    this.#blocks.push({ ends, packed });
    this.#open = [];
    this.#openBytes = 0;
  }

  /** Undefined beyond the last. */
  at(number: number): string | undefined {
    const firstOpen = this.#length - this.#open.length;
    if (number >= firstOpen) return this.#open[number - firstOpen]?.toString('utf8');
    const place = this.#firsts.findLastIndex((first) => first <= number);
    const block = this.#blocks[place];
    if (!block) return undefined;
    const own = number - (this.#firsts[place] ?? 0);
    return this.#bytesOf(block).toString('utf8', block.ends[own - 1] ?? 0, block.ends[own]);
  }

  #bytesOf(block: Block): Buffer {
    if (this.#looked?.block !== block) this.#looked = { block, bytes: inflateRawSync(block.packed) };
    return this.#looked.bytes;
  }
}
