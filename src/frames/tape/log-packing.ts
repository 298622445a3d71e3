import type { LogLine } from '../../sources/loki/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { millis, type Nanos, nanos, nanosOf } from '../../units.ts';
import { seriesKey } from '../raw/raw.ts';
import { isAbsentOr, isInts, isLabels, isListOf, isNumber, isObject, isTexts } from './given.ts';
import type { RecordedLines } from './recorded-lines.ts';

/**
 * How a tape holds log lines: in columns, which are alike. A stream is named by its labels once and by its number from
 * then on; so are the names of structured metadata. Times are differences in nanoseconds, as text: no float holds them all.
 */
export interface PackedLines {
  /** From and to. */
  readonly window: readonly [number, number];
  /** Streams new on this tape, and lists of names: they get the next numbers. */
  readonly labels?: readonly Labels[];
  readonly names?: readonly (readonly string[])[];
  /** Number of each line's stream, and of its names of metadata. */
  readonly streams: readonly number[];
  readonly fields: readonly number[];
  /** The time of each line less that of the one before; the first less `from`. */
  readonly times: readonly string[];
  readonly texts: readonly string[];
  /** Values of metadata, of all lines in turn. */
  readonly values: readonly string[];
  readonly leftOut?: number;
  readonly uncounted?: true;
}

const DIFFERENCE = /^-?\d{1,20}$/;

const isPackedLines = (given: unknown): given is PackedLines =>
  isObject(given) &&
  isListOf(given.window, isNumber) &&
  given.window.length === 2 &&
  isAbsentOr(given.labels, (labels) => isListOf(labels, isLabels)) &&
  isAbsentOr(given.names, (names) => isListOf(names, isTexts)) &&
  isInts(given.streams) &&
  isInts(given.fields) &&
  isTexts(given.times) &&
  given.times.every((time) => DIFFERENCE.test(time)) &&
  isTexts(given.texts) &&
  isTexts(given.values) &&
  isAbsentOr(given.leftOut, (count): count is number => Number.isSafeInteger(count)) &&
  (given.uncounted === undefined || given.uncounted === true);

/** Gives things numbers in the order in which they are met. */
class Numbers<T> {
  readonly #numbers = new Map<string, number>();

  /** @param unseen where a thing is put that was not met before */
  of(thing: T, key: string, unseen: T[]): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    unseen.push(thing);
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}

/** Packs the lines of one tape, stretch by stretch. */
export class LogPacker {
  readonly #streams = new Numbers<Labels>();
  readonly #names = new Numbers<string[]>();

  pack({ from, to, lines, leftOut, uncounted }: RecordedLines): PackedLines {
    const labels: Labels[] = [];
    const names: string[][] = [];
    let time: Nanos = nanosOf(from);
    const differences = lines.map(({ at }) => {
      const difference = `${at - time}`;
      time = at;
      return difference;
    });
    const namesOf = ({ metadata }: LogLine) => Object.keys(metadata);
    return {
      window: [from, to],
      streams: lines.map((line) => this.#streams.of(line.labels, seriesKey(line.labels), labels)),
      fields: lines.map((line) => this.#names.of(namesOf(line), JSON.stringify(namesOf(line)), names)),
      times: differences,
      texts: lines.map(({ text }) => text),
      values: lines.flatMap(({ metadata }) => Object.values(metadata)),
      ...(labels.length > 0 && { labels }),
      ...(names.length > 0 && { names }),
      ...(leftOut > 0 && { leftOut }),
      ...(uncounted && { uncounted }),
    };
  }
}

/**
 * The way back. Lines are first read in the order of the tape, which names streams as it goes; once a stretch was read it
 * can be read again at any time.
 */
export class LogUnpacker {
  readonly #labels: Labels[] = [];
  readonly #names: (readonly string[])[] = [];

  /** Reads the next stretch; undefined when it is nothing that was packed. */
  unpack(given: unknown): RecordedLines | undefined {
    if (!isPackedLines(given)) return undefined;
    for (const own of given.labels ?? []) this.#labels.push(own);
    for (const list of given.names ?? []) this.#names.push(list);
    return this.#read(given);
  }

  /** Reads one that was read before; no lines when it is none. */
  again(given: unknown): readonly LogLine[] {
    return (isPackedLines(given) ? this.#read(given)?.lines : undefined) ?? [];
  }

  #read({
    window: [from, to],
    streams,
    fields,
    times,
    texts,
    values,
    ...rest
  }: PackedLines): RecordedLines | undefined {
    const lines: LogLine[] = [];
    let time = nanosOf(millis(from));
    let next = 0;
    for (const [i, text] of texts.entries()) {
      const labels = this.#labels[streams[i] ?? -1];
      const names = this.#names[fields[i] ?? -1];
      const later = times[i];
      if (!labels || later === undefined || !names || next + names.length > values.length) return undefined;
      const metadata = Object.fromEntries(names.map((name) => [name, values[next++] ?? '']));
      time = nanos(time + BigInt(later));
      lines.push({ at: time, text, labels, metadata, parsed: {} });
    }
    const { leftOut = 0, uncounted = false } = rest;
    return { from: millis(from), to: millis(to), lines, leftOut, uncounted };
  }
}
