import type { Writable } from 'node:stream';
import { jsonText, safeJson } from '../../text/json.ts';
import { type Coloured, type Safe, type SafeArgument, safe } from '../../text/safe.ts';

/** Where is written to; perhaps a terminal. */
export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number | undefined };

/**
 * The one place that writes to standard output and standard error. What is written is safe text, coloured by ringdeck
 * itself at most; nothing else compiles.
 */
export class Output {
  readonly #stdout: Stream;
  readonly #stderr: Stream;
  readonly #gone = new AbortController();

  constructor(stdout: Stream, stderr: Stream) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    stdout.once('error', () => this.#gone.abort());
  }

  get isTTY(): boolean {
    return this.#stdout.isTTY === true;
  }

  /** Undefined where it is no terminal. */
  get columns(): number | undefined {
    return this.#stdout.columns;
  }

  /** Aborted once nobody reads standard output any more: a reader that has seen enough, as head has. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Writes to standard output. False: the reader is slow, and more is kept in memory until it has `drained`. */
  print<T extends string>(text: SafeArgument<T>): boolean {
    return this.#stdout.write(safe<T>(text));
  }

  /** Lines, each with its end. */
  printLines(lines: readonly (Safe | Coloured)[]): boolean {
    return this.#stdout.write(lines.join(''));
  }

  /** One value as indented JSON. */
  printJson(value: unknown): boolean {
    return this.#stdout.write(`${jsonText(value, 2)}\n`);
  }

  /** JSON byte for byte; for a terminal, which would obey what stands in it, with that escaped. */
  printExact(json: Uint8Array): boolean {
    return this.#stdout.write(this.isTTY ? safeJson(Buffer.from(json).toString('utf8')) : json);
  }

  /** Resolves once a slow reader of standard output has read, or the signal comes. */
  drained(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#stdout.once('drain', resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Writes to standard error. */
  warn<T extends string>(text: SafeArgument<T>): boolean {
    return this.#stderr.write(safe<T>(text));
  }

  /** A sentence on standard error, with the program's name before it. */
  say<T extends string>(text: SafeArgument<T>): boolean {
    return this.warn(`ringdeck: ${safe<T>(text)}\n`);
  }
}
