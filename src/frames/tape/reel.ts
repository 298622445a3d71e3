import { type Millis, millis, type Seconds, secondsBetween } from '../../units.ts';
import type { Frame } from '../frame.ts';
import { Blocks } from './blocks.ts';
import { FrameReader, readHeader, TapeError } from './frame-reader.ts';
import { NotPacked, UnpackedTooMuch, unpackLines } from './lines.ts';
import { ReelLines } from './reel-lines.ts';

/**
 * A tape that is played while it is read. It holds its lines packed and when each frame was taken; a frame is made when it
 * is its turn, and nobody holds it afterwards. Reading holds every line against what a tape may hold, as far as it has come.
 */
export class Reel {
  /** As its file holds it; its servers carry nothing but their addresses. */
  readonly profile: unknown;
  readonly #name: string;
  readonly #lines: AsyncIterator<Buffer>;
  readonly #reader: FrameReader;
  readonly #blocks = new Blocks();
  /** When each frame was taken. */
  readonly #times: Millis[] = [];
  readonly #log: ReelLines;
  #isWhole = false;

  private constructor(profile: unknown, name: string, lines: AsyncIterator<Buffer>) {
    this.profile = profile;
    this.#name = name;
    this.#lines = lines;
    this.#reader = new FrameReader(name);
    this.#log = new ReelLines((frame) => this.#blocks.at(frame) ?? '');
  }

  /** Reads the profile and the first frame. @throws TapeError with one sentence when there is none */
  static async open(file: Uint8Array, name: string): Promise<Reel> {
    const lines = saidOf(name, unpackLines(file));
    const head = await lines.next();
    const reel = new Reel(readHeader(head.done ? '' : head.value.toString('utf8'), name), name, lines);
    if ((await reel.#readNext()) === null) throw new TapeError(`${name} holds no frames.`);
    return reel;
  }

  /** When its first frame was taken. */
  get start(): Millis {
    return this.#times[0] ?? millis(0);
  }

  /** From the first frame to the last, as far as it was read. */
  get length(): Seconds {
    return secondsBetween(this.start, this.end);
  }

  /** When the newest frame was taken that was read. */
  get end(): Millis {
    return this.#times.at(-1) ?? this.start;
  }

  /** Frames read so far. */
  get frames(): number {
    return this.#times.length;
  }

  /** Whether it was read to its end: what is known of it is all there is. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Undefined as long as it holds no lines of logs. */
  get log(): ReelLines | undefined {
    return this.#log.stretches.length > 0 ? this.#log : undefined;
  }

  /** Reads to its end. @param see is given each frame that follows the first @throws TapeError where it is broken */
  async read(see: (frame: Frame) => void = () => {}): Promise<void> {
    for (let frame = await this.#readNext(); frame !== null; frame = await this.#readNext()) see(frame);
    this.#isWhole = true;
    this.#blocks.end();
    this.#log.end();
  }

  /** Plays it from its beginning. */
  play(): Playing {
    const reader = new FrameReader(this.#name);
    let next = 0;
    const isDue = (until: Millis) => (this.#times[next] ?? Number.POSITIVE_INFINITY) <= until;
    return {
      isDue,
      next: (until) => {
        const line = isDue(until) ? this.#blocks.at(next) : undefined;
        if (line === undefined) return undefined;
        next += 1;
        return reader.next(line).frame;
      },
    };
  }

  async #readNext(): Promise<Frame | null> {
    const line = await this.#lines.next();
    if (line.done) return null;
    const { frame, log } = this.#reader.next(line.value.toString('utf8'));
    if (log !== undefined && !this.#log.add(this.#blocks.length, log)) throw this.#reader.refusal();
    await this.#blocks.add(line.value);
    this.#times.push(frame.at);
    return frame;
  }
}

/** A tape on its way. */
export interface Playing {
  /** Whether there is a next frame that was taken by then, as far as the tape was read. */
  isDue(until: Millis): boolean;
  /** That frame; each is given once. */
  next(until: Millis): Frame | undefined;
}

/** What goes wrong on the way says of which tape. @throws TapeError */
async function* saidOf(name: string, lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* lines;
  } catch (error) {
    if (error instanceof NotPacked) throw new TapeError(`${name} is not a ringdeck tape, or it was cut off.`);
    if (error instanceof UnpackedTooMuch) throw new TapeError(`${name} is not a tape: it unpacks to ${error.message}.`);
    throw error;
  }
}
