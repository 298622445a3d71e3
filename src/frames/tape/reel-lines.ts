import { byTime, linesBetween } from '../../logs/in-order.ts';
import type { LinesInOrder } from '../../logs/recorded-loki.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import { millis, type Nanos, nanos, nanosOf } from '../../units.ts';
import { isObject } from './given.ts';
import { LogUnpacker } from './log-packing.ts';
import type { LogStretch } from './recorded-lines.ts';

/** What a tape holds of the lines of one stretch of time, and where. */
interface Held extends LogStretch {
  readonly frame: number;
  /** Times of its first and last line. */
  readonly first: Nanos;
  readonly last: Nanos;
}

/** Stretches whose lines are kept as they were read last: who follows or pages asks for the same again. */
const REMEMBERED = 8;

/** The log lines of a tape, read again from its frames whenever they are asked for. */
export class ReelLines implements LinesInOrder {
  readonly #lineOf: (frame: number) => string;
  readonly #unpacker = new LogUnpacker();
  readonly #held: Held[] = [];
  readonly #recent = new Map<number, readonly LogLine[]>();
  #isWhole = false;

  /** @param lineOf the line of the tape that holds a frame */
  constructor(lineOf: (frame: number) => string) {
    this.#lineOf = lineOf;
  }

  /** What it says of time, in the order of the tape. */
  get stretches(): readonly LogStretch[] {
    return this.#held;
  }

  /** Up to where lines were read; null once all were. */
  get until(): Nanos | null {
    return this.#isWhole ? null : nanosOf(this.#held.at(-1)?.to ?? millis(0));
  }

  /** Takes note of the lines beside a frame; false when it is nothing that was packed. */
  add(frame: number, packed: unknown): boolean {
    const read = this.#unpacker.unpack(packed);
    if (!read) return false;
    const { lines, ...stretch } = read;
    let [first, last] = [nanos(0n), nanos(-1n)];
    for (const [i, { at }] of lines.entries()) {
      if (i === 0 || at < first) first = at;
      if (i === 0 || at > last) last = at;
    }
    this.#held.push({ ...stretch, frame, first, last });
    return true;
  }

  /** No more are to come. */
  end(): void {
    this.#isWhole = true;
  }

  between(from: Nanos, to: Nanos): readonly LogLine[] {
    const within = this.#held.filter(({ first, last }) => first <= last && first < to && last >= from);
    const lines = within.flatMap((held) => this.#linesOf(held));
    return linesBetween(lines.every(isInOrder) ? lines : lines.toSorted(byTime), from, to);
  }

  parts(from: Nanos, to: Nanos): readonly (readonly [Nanos, Nanos])[] {
    const cuts = new Set(this.#held.map(({ first }) => first).filter((first) => first > from && first < to));
    const ends = [from, ...[...cuts].sort((a, b) => (a < b ? -1 : 1)), to];
    return ends.slice(1).map((end, i) => [ends[i] ?? from, end] as const);
  }

  #linesOf({ frame }: Held): readonly LogLine[] {
    const known = this.#recent.get(frame);
    this.#recent.delete(frame);
    const given: unknown = known ? null : JSON.parse(this.#lineOf(frame));
    const lines = known ?? (isObject(given) ? this.#unpacker.again(given.log) : []);
    this.#recent.set(frame, lines);
    const [oldest] = this.#recent.size > REMEMBERED ? this.#recent.keys() : [];
    if (oldest !== undefined) this.#recent.delete(oldest);
    return lines;
  }
}

const isInOrder = ({ at }: LogLine, i: number, lines: readonly LogLine[]): boolean => at >= (lines[i - 1]?.at ?? at);
