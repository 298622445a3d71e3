import { jsonText, safeJson } from '../text/json.ts';
import { type Coloured, type Safe, type SafeArgument, safe } from '../text/safe.ts';

/*
 * The one place that writes to standard output and standard error. What is written is safe text, coloured by ringdeck
 * itself at most; nothing else compiles.
 */

/** Writes to standard output. False: the reader is slow, and more is kept in memory until it says `drain`. */
export const print = <T extends string>(text: SafeArgument<T>): boolean => process.stdout.write(safe<T>(text));

/** Lines, each with its end. */
export const printLines = (lines: readonly (Safe | Coloured)[]): boolean => process.stdout.write(lines.join(''));

/** One value as indented JSON. */
export const printJson = (value: unknown): boolean => process.stdout.write(`${jsonText(value, 2)}\n`);

/** JSON byte for byte; for a terminal, which would obey what stands in it, with that escaped. */
export const printExact = (json: Uint8Array): boolean =>
  process.stdout.write(process.stdout.isTTY ? safeJson(Buffer.from(json).toString('utf8')) : json);

/** Writes to standard error. */
export const warn = <T extends string>(text: SafeArgument<T>): boolean => process.stderr.write(safe<T>(text));

/** A sentence on standard error, with the program's name before it. */
export const say = <T extends string>(text: SafeArgument<T>): boolean => warn(`ringdeck: ${safe<T>(text)}\n`);
