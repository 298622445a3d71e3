import { constants, createBrotliCompress } from 'node:zlib';
import * as v from 'valibot';
import { readWrittenQuery, writeQuery } from '../../profile/written-query.ts';
import { anyNames, number, object } from '../../shape.ts';
import { type Millis, millis, type Seconds, secondsBetween } from '../../units.ts';
import type { Frame } from '../frame.ts';
import { NotPacked, UnpackedTooMuch, unpackLines } from './lines.ts';
import { LogPacker, LogUnpacker } from './log-packing.ts';
import { RawPacker, RawUnpacker } from './raw-packing.ts';
import type { RecordedLines, RecordedLog } from './recorded-lines.ts';

/** Frames of one room in order of time, with the profile they were taken with. */
export interface Tape {
  /** The profile as its file holds it; its servers carry nothing but their addresses. */
  readonly profile: unknown;
  readonly frames: readonly Frame[];
  /** Absent on a tape that was recorded without logs. */
  readonly log?: RecordedLog;
}

/** A file that is no tape, or a broken one. */
export class TapeError extends Error {}

const VERSION = 1;
const anything = v.optional(v.unknown());
const list = v.array(v.unknown());
const header = object({ ringdeckTape: v.literal(VERSION), profile: anything });
const frame = object({
  at: number,
  queries: anyNames,
  backfills: v.array(object({ expr: v.string(), window: anything, outcome: anything })),
  alertmanagers: anyNames,
  sources: list,
  raw: v.optional(list),
  patterns: anything,
  sender: anything,
  calendars: v.optional(anyNames),
  log: anything,
});

/** JSON has no NaN and no infinities, but servers answer them; `{"$": ["NaN"]}` stands for one.
 *  The inner list tells it from labels, whose values are all strings. */
const encode = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? { $: [String(value)] } : value;
const decode = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && '$' in value && Array.isArray(value.$) ? Number(value.$[0]) : value;

/** A frame, and the log lines that came with it. */
export interface TapeFrame extends Frame {
  readonly log?: RecordedLines;
}

/** Makes the lines of one tape, which are read in the order they were made. */
export function createEncoder(): (observed: TapeFrame) => string {
  const packer = new RawPacker();
  const logs = new LogPacker();
  return ({ at, queries, backfills, raw, log, ...observed }) =>
    JSON.stringify(
      {
        at,
        queries: Object.fromEntries(queries.map(({ expr, outcome }) => [writeQuery(expr), outcome])),
        backfills: backfills.map(({ expr, ...rest }) => ({ expr: writeQuery(expr), ...rest })),
        ...observed,
        ...(raw && { raw: raw.map((answer) => packer.pack(answer)) }),
        ...(log && { log: logs.pack(log) }),
      },
      encode,
    );
}

/** The only line of a tape, or its first. */
export const encodeFrame = (observed: Frame): string => createEncoder()(observed);

/** The first line of a tape. */
export const encodeHeader = (profile: unknown): string => JSON.stringify({ ringdeckTape: VERSION, profile });

const PACKING = { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } };

/** Turns the lines of a tape, which no line feed ends, into its file. */
export const createPacker = () => createBrotliCompress(PACKING);

/** @throws TapeError with one sentence when the file is not a whole tape, or more than can be held */
export async function unpackTape(file: Buffer, name: string): Promise<Tape> {
  const reader = new TapeReader(name);
  try {
    for await (const line of unpackLines(file)) reader.add(line);
  } catch (error) {
    if (error instanceof NotPacked) throw new TapeError(`${name} is not a ringdeck tape, or it was cut off.`);
    if (error instanceof UnpackedTooMuch) throw new TapeError(`${name} is no tape: it unpacks to ${error.message}.`);
    throw error;
  }
  return reader.tape();
}

/** Takes the lines of one tape in their order. */
class TapeReader {
  readonly #name: string;
  readonly #raw = new RawUnpacker();
  readonly #logs = new LogUnpacker();
  readonly #frames: Frame[] = [];
  #lines = 0;
  #profile: unknown;

  constructor(name: string) {
    this.#name = name;
  }

  /** @throws TapeError */
  add(line: string): void {
    this.#lines += 1;
    const given = parseLine(line, this.#name, this.#lines);
    if (this.#lines > 1) this.#frames.push(this.#frame(given));
    else this.#begin(given);
  }

  /** Everything so far. @throws TapeError when that is nothing */
  tape(): Tape {
    if (this.#frames.length === 0) throw new TapeError(`${this.#name} holds no frames.`);
    const log = this.#logs.log();
    return { profile: this.#profile, frames: this.#frames, ...(log && { log }) };
  }

  #begin(given: unknown): void {
    const head = v.safeParse(header, given);
    if (!head.success)
      throw new TapeError(`${this.#name} is not a tape of version ${VERSION}, the only one this ringdeck reads.`);
    this.#profile = head.output.profile;
  }

  #frame(given: unknown): Frame {
    const parsed = v.safeParse(frame, given);
    if (!parsed.success) throw this.#noFrame();
    const { log, queries, backfills, ...observed } = parsed.output;
    const raw = observed.raw?.flatMap((answer) => this.#raw.unpack(answer) ?? []);
    const isWhole = raw?.length === observed.raw?.length;
    if (!isWhole || (log !== undefined && !this.#logs.unpack(log))) throw this.#noFrame();
    return {
      ...observed,
      queries: Object.entries(queries).map(([expr, outcome]) => ({ expr: readWrittenQuery(expr), outcome })),
      backfills: backfills.map(({ expr, ...rest }) => ({ ...rest, expr: readWrittenQuery(expr) })),
      ...(raw && { raw }),
    } as unknown as Frame;
  }

  #noFrame(): TapeError {
    return new TapeError(`${this.#name}: line ${this.#lines} is not a frame.`);
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

export const tapeStart = ({ frames }: Tape): Millis => frames[0]?.at ?? millis(0);
export const tapeLength = (tape: Tape): Seconds => secondsBetween(tapeStart(tape), tape.frames.at(-1)?.at ?? millis(0));
