import * as v from 'valibot';
import { byTime } from '../../logs/in-order.ts';
import { dictionary, integer, number, object } from '../../shape.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { millis, type Nanos, nanos, nanosOf } from '../../units.ts';
import { seriesKey } from '../raw/raw.ts';
import type { LogStretch, RecordedLines, RecordedLog } from './recorded-lines.ts';

const texts = v.array(v.string());
const numbers = v.array(integer);

/**
 * How a tape holds log lines: in columns, which are alike. A stream is named by its labels once and by its number from
 * then on; so are the names of structured metadata. Times are differences in nanoseconds, as text: no float holds them all.
 */
const packed = object({
  /** From and to. */
  window: v.strictTuple([number, number]),
  /** Streams new on this tape, and lists of names: they get the next numbers. */
  labels: v.optional(v.array(dictionary(v.string()))),
  names: v.optional(v.array(texts)),
  /** Number of each line's stream, and of its names of metadata. */
  streams: numbers,
  fields: numbers,
  /** The time of each line less that of the one before; the first less `from`. */
  times: v.array(v.pipe(v.string(), v.regex(/^-?\d{1,20}$/))),
  texts,
  /** Values of metadata, of all lines in turn. */
  values: texts,
  leftOut: v.optional(integer),
  uncounted: v.optional(v.literal(true)),
});
export type PackedLines = v.InferOutput<typeof packed>;

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

/** The way back, for the lines of one tape in their order. */
export class LogUnpacker {
  readonly #labels: Labels[] = [];
  readonly #names: string[][] = [];
  readonly #lines: LogLine[] = [];
  readonly #stretches: LogStretch[] = [];

  /** False when it is nothing that was packed. */
  unpack(given: unknown): boolean {
    const parsed = v.safeParse(packed, given);
    if (!parsed.success) return false;
    const { window, labels = [], names = [], streams, fields, times, texts, values } = parsed.output;
    const [from, to] = window;
    this.#labels.push(...labels);
    this.#names.push(...names);
    let time = nanosOf(millis(from));
    let next = 0;
    for (const [i, text] of texts.entries()) {
      const own = this.#labels[streams[i] ?? -1];
      const metadata: [string, string][] = [];
      for (const name of this.#names[fields[i] ?? -1] ?? []) metadata.push([name, values[next++] ?? '']);
      const later = times[i];
      if (!own || later === undefined || !this.#names[fields[i] ?? -1] || next > values.length) return false;
      time = nanos(time + BigInt(later));
      this.#lines.push({ at: time, text, labels: own, metadata: Object.fromEntries(metadata), parsed: {} });
    }
    const { leftOut = 0, uncounted = false } = parsed.output;
    this.#stretches.push({ from: millis(from), to: millis(to), leftOut, uncounted });
    return true;
  }

  /** Everything unpacked; undefined on a tape that holds no logs. */
  log(): RecordedLog | undefined {
    if (this.#stretches.length === 0) return undefined;
    return { lines: this.#lines.toSorted(byTime), stretches: this.#stretches };
  }
}
