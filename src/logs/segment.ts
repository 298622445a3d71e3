import type { Labels } from '../sources/prometheus/types.ts';
import { type Bytes, bytes, type Nanos, nanos } from '../units.ts';
import { LEVELS, type Level } from './level.ts';
import { type KeptLine, type LineToKeep, readFields } from './line.ts';

/** Lines of a segment, and bytes of their texts, unless a single line takes more. */
export const LINES = 1024;
const BYTES = 128 * 1024;

/** Lines that are kept as they were made, so that one that is drawn again is the same. */
const REMEMBERED = 256;

/** Where a line stands: its time, in two numbers that are compared without making a bigint, and its arrival. */
export interface Place {
  readonly high: number;
  readonly low: number;
  readonly id: number;
}

const LOW = 0xffff_ffffn;
export const placeOf = ({ at, id }: Pick<KeptLine, 'at' | 'id'>): Place => ({
  high: Number(at >> 32n),
  low: Number(at & LOW),
  id,
});

/** By time, then by arrival. */
export const isBefore = (a: Place, b: Place): boolean =>
  a.high !== b.high ? a.high < b.high : a.low !== b.low ? a.low < b.low : a.id < b.id;

/** A text is held as Latin-1 where it is that, else as UTF-16, since a server may send halves of a sign; a byte before it tells. */
const LATIN = 0;
const WIDE = 1;
const BEYOND_LATIN = /[^\0-\xff]/;

/** Bytes of the columns, of each line. */
const COLUMNS = 55;
const NO_FIELDS: Pick<KeptLine, 'metadata' | 'parsed'> = { metadata: {}, parsed: {} };

/** A line that is read from its segment when it is asked. */
export class StoredLine implements KeptLine {
  readonly #segment: Segment;
  readonly #slot: number;

  constructor(segment: Segment, slot: number) {
    this.#segment = segment;
    this.#slot = slot;
  }

  get id(): number {
    return this.#segment.id(this.#slot);
  }

  get at(): Nanos {
    return this.#segment.at(this.#slot);
  }

  get text(): string {
    return this.#segment.text(this.#slot);
  }

  get whole(): Bytes | null {
    return this.#segment.whole(this.#slot);
  }

  get level(): Level {
    return this.#segment.level(this.#slot);
  }

  get labels(): Labels {
    return this.#segment.labels(this.#slot);
  }

  get metadata(): Labels {
    return this.#segment.fields(this.#slot).metadata;
  }

  get parsed(): Labels {
    return this.#segment.fields(this.#slot).parsed;
  }

  get fieldsLeftOut(): number {
    return this.#segment.leftOut(this.#slot);
  }

  get cost(): Bytes {
    return this.#segment.cost(this.#slot);
  }
}

/** Lines in the order of their arrival, as columns of numbers and one run of bytes: a line of its own is made when it is looked at. */
export class Segment {
  readonly #ids = new Float64Array(LINES);
  readonly #highs = new Float64Array(LINES);
  readonly #lows = new Uint32Array(LINES);
  readonly #costs = new Uint32Array(LINES);
  /** Bytes of the whole line where it was cut, else −1. */
  readonly #wholes = new Float64Array(LINES);
  readonly #levels = new Uint8Array(LINES);
  readonly #leftOut = new Uint32Array(LINES);
  readonly #streams = new Uint16Array(LINES);
  readonly #texts = new Uint32Array(2 * LINES);
  /** Metadata and parsed fields; from and to, the same where there are none. */
  readonly #fields = new Uint32Array(2 * LINES);
  readonly #labels: Labels[] = [];
  readonly #lines = new Map<number, StoredLine>();
  /** Numbers of the streams, by their labels as they were given and as they read. Not needed any more once it is full. */
  #streamsKnown = new Map<Labels | string, number>();
  #bytes = Buffer.allocUnsafeSlow(BYTES);
  #used = 0;
  #count = 0;
  /** Fields that are in it, and where: what lines have in common is held once. Not needed any more once it is full. */
  #known = new Map<string, readonly [number, number]>();

  get count(): number {
    return this.#count;
  }

  /** Memory it takes. */
  get size(): number {
    return this.#bytes.length + LINES * COLUMNS;
  }

  /** Adds a line. @returns its number here; null when there is no room for it */
  add(line: LineToKeep): number | null {
    const slot = this.#count;
    // As UTF-16, which is the most that it may take.
    const most = 2 * (line.text.length + line.fields.length) + 2;
    if (slot === LINES || (slot > 0 && this.#used + most > this.#bytes.length)) return null;
    if (most > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(most);
    const { high, low, id } = placeOf(line);
    this.#ids[slot] = id;
    this.#highs[slot] = high;
    this.#lows[slot] = low;
    this.#costs[slot] = line.cost;
    this.#wholes[slot] = line.whole ?? -1;
    this.#levels[slot] = LEVELS.indexOf(line.level);
    this.#leftOut[slot] = line.fieldsLeftOut;
    this.#streams[slot] = this.#streamOf(line.labels);
    this.#texts.set(this.#write(line.text), 2 * slot);
    if (line.fields !== '') this.#fields.set(this.#writeOnce(line.fields), 2 * slot);
    this.#count += 1;
    return slot;
  }

  /** Gives back what it does not need, once it is full. */
  seal(): void {
    this.#bytes = Buffer.from(this.#bytes.subarray(0, this.#used));
    this.#known = new Map();
    this.#streamsKnown = new Map();
  }

  /** A line of its own, which is read as it is asked. */
  line(slot: number): KeptLine {
    const known = this.#lines.get(slot);
    if (known) return known;
    const [oldest] = this.#lines.size < REMEMBERED ? [] : this.#lines.keys();
    if (oldest !== undefined) this.#lines.delete(oldest);
    const line = new StoredLine(this, slot);
    this.#lines.set(slot, line);
    return line;
  }

  /** The line as it was added. */
  toKeep(slot: number): LineToKeep {
    return {
      id: this.id(slot),
      at: this.at(slot),
      text: this.text(slot),
      whole: this.whole(slot),
      level: this.level(slot),
      labels: this.labels(slot),
      fields: this.#fieldsText(slot),
      fieldsLeftOut: this.leftOut(slot),
      cost: this.cost(slot),
    };
  }

  place(slot: number): Place {
    return { high: this.#highs[slot] ?? 0, low: this.#lows[slot] ?? 0, id: this.id(slot) };
  }

  id(slot: number): number {
    return this.#ids[slot] ?? -1;
  }

  at(slot: number): Nanos {
    return nanos((BigInt(this.#highs[slot] ?? 0) << 32n) | BigInt(this.#lows[slot] ?? 0));
  }

  cost(slot: number): Bytes {
    return bytes(this.#costs[slot] ?? 0);
  }

  whole(slot: number): Bytes | null {
    const whole = this.#wholes[slot] ?? -1;
    return whole < 0 ? null : bytes(whole);
  }

  level(slot: number): Level {
    return LEVELS[this.#levels[slot] ?? 0] ?? 'unknown';
  }

  leftOut(slot: number): number {
    return this.#leftOut[slot] ?? 0;
  }

  labels(slot: number): Labels {
    return this.#labels[this.#streams[slot] ?? 0] ?? {};
  }

  text(slot: number): string {
    return this.#read(this.#texts[2 * slot] ?? 0, this.#texts[2 * slot + 1] ?? 0);
  }

  fields(slot: number): Pick<KeptLine, 'metadata' | 'parsed'> {
    const text = this.#fieldsText(slot);
    return text === '' ? NO_FIELDS : readFields(text);
  }

  #fieldsText(slot: number): string {
    return this.#read(this.#fields[2 * slot] ?? 0, this.#fields[2 * slot + 1] ?? 0);
  }

  #read(from: number, to: number): string {
    if (from === to) return '';
    return this.#bytes.toString(this.#bytes[from] === LATIN ? 'latin1' : 'utf16le', from + 1, to);
  }

  #write(text: string): readonly [number, number] {
    const from = this.#used;
    const isWide = BEYOND_LATIN.test(text);
    this.#bytes[from] = isWide ? WIDE : LATIN;
    this.#used += 1 + this.#bytes.write(text, from + 1, isWide ? 'utf16le' : 'latin1');
    return [from, this.#used];
  }

  #writeOnce(text: string): readonly [number, number] {
    const known = this.#known.get(text);
    if (known) return known;
    const written = this.#write(text);
    this.#known.set(text, written);
    return written;
  }

  #streamOf(labels: Labels): number {
    const same = this.#streamsKnown.get(labels);
    if (same !== undefined) return same;
    const text = JSON.stringify(labels);
    const known = this.#streamsKnown.get(text);
    const number = known ?? this.#labels.push(labels) - 1;
    this.#streamsKnown.set(text, number);
    this.#streamsKnown.set(labels, number);
    return number;
  }
}
