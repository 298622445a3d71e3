import { readWrittenQuery } from '../../profile/written-query.ts';
import type { Backfill, Frame, LineAnswer } from '../frame.ts';
import type { RawAnswer } from '../raw/raw.ts';
import { type Given, isAbsentOr, isListOf, isNumber, isObject } from './given.ts';
import { RawUnpacker } from './raw-packing.ts';

/** A file that is no tape, or a broken one. */
export class TapeError extends Error {}

export const VERSION = 1;

/** A frame as a line of a tape has it. */
interface PackedFrame extends Omit<Frame, 'queries' | 'backfills' | 'raw' | 'lines'> {
  readonly queries: Readonly<Record<string, Frame['queries'][number]['outcome']>>;
  readonly backfills: readonly (Omit<Backfill, 'expr'> & { readonly expr: string })[];
  readonly raw?: readonly unknown[];
  readonly lines?: readonly (Omit<LineAnswer, 'expr'> & { readonly expr: string })[];
  readonly log?: unknown;
}

/** What servers answered was checked when it was recorded, and is held against the frame's shape no further. */
const isPackedFrame = (given: unknown): given is PackedFrame =>
  isObject(given) &&
  isNumber(given.at) &&
  isObject(given.queries) &&
  isListOf(given.backfills, (one): one is Given => isObject(one) && typeof one.expr === 'string') &&
  isObject(given.alertmanagers) &&
  Array.isArray(given.sources) &&
  isAbsentOr(given.raw, Array.isArray) &&
  isAbsentOr(given.lines, (list) =>
    isListOf(list, (one): one is Given => isObject(one) && typeof one.expr === 'string'),
  ) &&
  isAbsentOr(given.calendars, isObject);

/** JSON has no NaN and no infinities, but servers answer them; `{"$": ["NaN"]}` stands for one.
 *  The inner list tells it from labels, whose values are all strings. */
export const encode = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? { $: [String(value)] } : value;
const decode = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && '$' in value && Array.isArray(value.$) ? Number(value.$[0]) : value;

/** The profile in the first line of a tape. @throws TapeError */
export function readHeader(line: string, name: string): unknown {
  const given = parseLine(line, name, 1);
  if (!isObject(given) || given.ringdeckTape !== VERSION)
    throw new TapeError(`${name} is not a tape of version ${VERSION}, the only one this ringdeck reads.`);
  return given.profile;
}

/** Frames from the lines of one tape, which must be given in their order from the second on. */
export class FrameReader {
  readonly #name: string;
  readonly #raw = new RawUnpacker();
  #lines = 1;

  /** @param name of the tape, for what is said of it */
  constructor(name: string) {
    this.#name = name;
  }

  /** The frame of the next line, and the log lines beside it as they are packed. @throws TapeError */
  next(line: string): { readonly frame: Frame; readonly log: unknown } {
    this.#lines += 1;
    const given = parseLine(line, this.#name, this.#lines);
    if (!isPackedFrame(given)) throw this.refusal();
    const { at, queries, backfills, lines, alertmanagers, sources, patterns, sender, calendars } = given;
    const raw = given.raw?.map((answer) => this.#unpacked(answer));
    const frame: Frame = {
      at,
      queries: Object.entries(queries).map(([expr, outcome]) => ({ expr: readWrittenQuery(expr), outcome })),
      backfills: backfills.map(({ expr, ...rest }) => ({ ...rest, expr: readWrittenQuery(expr) })),
      ...(lines && { lines: lines.map(({ expr, ...rest }) => ({ ...rest, expr: readWrittenQuery(expr) })) }),
      alertmanagers,
      sources,
      ...(raw && { raw }),
      ...(patterns && { patterns }),
      ...(sender && { sender }),
      ...(calendars && { calendars }),
    };
    return { frame, log: given.log };
  }

  /** What is said of the line that was given last. */
  refusal(): TapeError {
    return new TapeError(`${this.#name}: line ${this.#lines} is not a frame.`);
  }

  #unpacked(answer: unknown): RawAnswer {
    const unpacked = this.#raw.unpack(answer);
    if (!unpacked) throw this.refusal();
    return unpacked;
  }
}

function parseLine(line: string, name: string, number: number): unknown {
  try {
    // A reviver makes reading ten times slower, and few lines need one.
    return line.includes('{"$":[') ? JSON.parse(line, decode) : JSON.parse(line);
  } catch {
    throw new TapeError(`${name}: line ${number} is not JSON.`);
  }
}
