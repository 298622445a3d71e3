import { constants, createBrotliCompress } from 'node:zlib';
import { writeQuery } from '../../profile/written-query.ts';
import type { Frame } from '../frame.ts';
import { encode, VERSION } from './frame-reader.ts';
import { LogPacker } from './log-packing.ts';
import { RawPacker } from './raw-packing.ts';
import type { RecordedLines } from './recorded-lines.ts';

/** A frame, and the log lines that came with it. */
export interface TapeFrame extends Frame {
  readonly log?: RecordedLines;
}

/** Makes the lines of one tape, which are read in the order they were made. */
export function createEncoder(): (observed: TapeFrame) => string {
  const packer = new RawPacker();
  const logs = new LogPacker();
  return ({ at, queries, backfills, lines, raw, log, spent: _, ...observed }) =>
    JSON.stringify(
      {
        at,
        queries: Object.fromEntries(queries.map(({ expr, outcome }) => [writeQuery(expr), outcome])),
        backfills: backfills.map(({ expr, ...rest }) => ({ expr: writeQuery(expr), ...rest })),
        ...(lines && { lines: lines.map(({ expr, ...rest }) => ({ expr: writeQuery(expr), ...rest })) }),
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
