import type { Millis, Nanos, Seconds } from '../../units.ts';
import type { Outcome, SourceError } from '../error.ts';
import type { InstantResult, Labels, RangeResult, RangeWindow } from '../prometheus/types.ts';

/** One log line. Its text is as the server sent it: whoever draws or prints it makes it safe first. */
export interface LogLine {
  readonly at: Nanos;
  readonly text: string;
  /** Labels of its stream; with a server that does not tell them apart, all that is known of the line. */
  readonly labels: Labels;
  /** Structured metadata, what Loki detected by itself included (`detected_level`). */
  readonly metadata: Labels;
  /** What the query's parsers found in the line. */
  readonly parsed: Labels;
}

export type Direction = 'forward' | 'backward';

export interface LineRequest {
  readonly query: string;
  /** Inclusive. */
  readonly from: Nanos;
  /** Exclusive. */
  readonly to: Nanos;
  /** Oldest or newest first. */
  readonly direction: Direction;
  /** No more lines than so many; all of them when absent. */
  readonly limit?: number | undefined;
}

/** A nanosecond that holds more lines than the server gives in one answer: the rest of them cannot be had. */
export interface Crowded {
  readonly at: Nanos;
  /** Lines of it that were given. */
  readonly given: number;
}

export interface LinePage {
  /** In the direction that was asked for. */
  readonly lines: readonly LogLine[];
  readonly crowded: readonly Crowded[];
  /** False when the server or a proxy put stream labels, metadata and parsed fields into one. */
  readonly categorised: boolean;
}

/** A window, end exclusive. */
export interface LogWindow {
  readonly from: Millis;
  readonly to: Millis;
}

export interface TailRequest {
  readonly query: string;
  /** Lines from here on come first, then those that arrive. */
  readonly from: Nanos;
  /** Of the lines that are there already only the newest so many; all of them when absent. */
  readonly backlog?: number | undefined;
  /** How long the server holds lines back to sort them, 0 to 5 seconds. */
  readonly delay?: Seconds | undefined;
}

export type TailEvent =
  /** Lines that were not given before. They are in order but for those that reached the server late or were caught up. */
  | { readonly kind: 'lines'; readonly lines: readonly LogLine[] }
  /** Everything that was there is given: from here on lines come as the server gets them. */
  | { readonly kind: 'live'; readonly categorised: boolean }
  /** The connection ended and is opened again after the pause. Without an error it only reached its longest duration. */
  | { readonly kind: 'broken'; readonly error: SourceError | null; readonly pause: Seconds }
  /** We were slower than the server, which left out at least so many lines: they are asked for again. */
  | { readonly kind: 'dropped'; readonly count: number; readonly from: Nanos; readonly to: Nanos }
  /**
   * Of the lines that were left out so many have been given; fewer than before when some of them came live after all.
   * Settled when no more of them are asked for.
   */
  | { readonly kind: 'recovered'; readonly total: number; readonly settled: boolean }
  /** Lines that cannot be had. */
  | { readonly kind: 'crowded'; readonly crowded: readonly Crowded[] }
  /** The server refuses the query: the tail is over. */
  | { readonly kind: 'refused'; readonly error: SourceError };

/** What the index knows of a selector; zero for what is not flushed to it yet. */
export interface LogStats {
  readonly streams: number;
  readonly chunks: number;
  readonly bytes: number;
  readonly entries: number;
}

/** A field that Loki found in a sample of the lines. */
export interface DetectedField {
  readonly name: string;
  readonly type: string;
  readonly cardinality: number;
  /** Parsers that yield it; none for structured metadata. */
  readonly parsers: readonly string[];
}

/** One Loki. Nothing here throws; 429 and 504 are asked again after a pause before they are an error. */
export interface Loki {
  /** Whether it can be asked for logs now. */
  ready(signal?: AbortSignal): Promise<Outcome<{ readonly latency: Seconds }>>;
  /** Page after page, none of the lines lost or twice; ends after the first error. */
  pages(request: LineRequest, signal?: AbortSignal): AsyncGenerator<Outcome<LinePage>, void, undefined>;
  /** The pages as one. */
  lines(request: LineRequest, signal?: AbortSignal): Promise<Outcome<LinePage>>;
  /** Never ends by itself, but when the server refuses the query; `break` or the signal end it. */
  tail(request: TailRequest, signal?: AbortSignal): AsyncGenerator<TailEvent, void, undefined>;
  /** A metric query at one instant. */
  instant(query: string, at: Millis, signal?: AbortSignal): Promise<Outcome<InstantResult>>;
  /** A metric query over a window, both ends included. */
  range(query: string, window: RangeWindow, signal?: AbortSignal): Promise<Outcome<RangeResult>>;
  labelNames(window: LogWindow, signal?: AbortSignal): Promise<Outcome<readonly string[]>>;
  /** `selector` limits them to the streams it selects. */
  labelValues(
    name: string,
    window: LogWindow & { readonly selector?: string | undefined },
    signal?: AbortSignal,
  ): Promise<Outcome<readonly string[]>>;
  /** Streams that any of the selectors selects. */
  series(selectors: readonly string[], window: LogWindow, signal?: AbortSignal): Promise<Outcome<readonly Labels[]>>;
  stats(selector: string, window: LogWindow, signal?: AbortSignal): Promise<Outcome<LogStats>>;
  /** Bytes by the values of some labels. Off by default in Loki: a server without it answers with an error. */
  volume(
    selector: string,
    window: LogWindow & { readonly by: readonly string[] },
    signal?: AbortSignal,
  ): Promise<Outcome<InstantResult>>;
  detectedFields(query: string, window: LogWindow, signal?: AbortSignal): Promise<Outcome<readonly DetectedField[]>>;
  close(): Promise<void>;
}
