import type { LogJump } from '../../logs/jump.ts';
import type { Level } from '../../logs/level.ts';
import type { LineList } from '../../logs/line-store.ts';
import type { SieveSpec } from '../../logs/sieve.ts';
import type { Volume } from '../../logs/volume.ts';
import type { SourceError } from '../../sources/error.ts';
import type { Safe } from '../../text/safe.ts';
import type { Millis, PerSecond } from '../../units.ts';
import type { Asked } from '../asked.ts';

/** A query and its window. */
export interface LogRequest {
  /** What the logs are of, for the title; empty when the query says it all. */
  readonly about: string;
  readonly query: string;
  /** Of several Loki servers the one that is asked, by its id; absent: the first. */
  readonly server?: string | undefined;
  readonly from: Millis;
  /** Exclusive; null: until now, and whatever comes. */
  readonly to: Millis | null;
  /** Lines are loaded from here in both directions; null: from the end. */
  readonly at: Millis | null;
}

export type LogState =
  /** Which streams are meant is being found out. */
  | { readonly kind: 'looking' }
  | { readonly kind: 'loading' }
  /** A window of the past, at hand as far as it was asked for. */
  | { readonly kind: 'still' }
  | { readonly kind: 'live' }
  /** The live connection ended and is opened again; without an error it only reached its longest duration. */
  | { readonly kind: 'broken'; readonly error: SourceError | null }
  /** Until it is asked again, where that may help. */
  | { readonly kind: 'failed'; readonly error: SourceError; readonly again?: Millis };

/** Names for completion, as far as they are known. */
export interface LogNames {
  readonly labels: readonly string[];
  /** Values by label. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** Everything the log page draws from; a new object only when something changed. */
export interface LogScene extends LogRequest {
  readonly state: LogState;
  /** Lines that pass the sieve, in the order of time. */
  readonly lines: LineList;
  readonly sieve: SieveSpec;
  /** Lines at hand, shown or not, of each level. */
  readonly counts: Readonly<Record<Level, number>>;
  /** Lines at hand, and those among them that the sieve holds back. */
  readonly held: number;
  readonly hidden: number;
  /** Lines that arrived and were let go at either end, because memory is bounded. */
  readonly older: number;
  readonly newer: number;
  /** Whether the server has more in the window than was asked for. */
  readonly moreOlder: boolean;
  readonly moreNewer: boolean;
  readonly paused: boolean;
  /** Lines that arrived since the pause. */
  readonly waiting: number;
  /** Lines that arrive each second, of late; null unless live. */
  readonly rate: PerSecond | null;
  readonly volume: Volume | null;
  /** What else the reader must know, in sentences. */
  readonly remarks: readonly string[];
  readonly names: LogNames;
  /** When these lines were asked for. */
  readonly begun: Millis;
  /** What was asked of Loki for this page, newest first. */
  readonly asked: readonly Asked[];
}

/** What the screen asks of a log session. */
export type LogCommand =
  | { readonly do: 'open'; readonly request: LogRequest }
  | { readonly do: 'jump'; readonly jump: LogJump }
  | { readonly do: 'again' }
  | { readonly do: 'close' }
  | { readonly do: 'follow'; readonly follow: boolean }
  | { readonly do: 'pause'; readonly paused: boolean }
  | { readonly do: 'sieve'; readonly spec: SieveSpec }
  | { readonly do: 'more'; readonly end: 'older' | 'newer' }
  /** Names of labels, or the values of one. */
  | { readonly do: 'names'; readonly of: string | null };

/** The logs of a session, while somebody looks at them. */
export interface Logs {
  /** Undefined while nothing is open. */
  scene(): LogScene | undefined;
  subscribe(onChange: () => void): () => void;
  run(command: LogCommand): void;
  readonly searches: readonly SavedLogs[];
}

/** Logs as they are at a moment. */
export interface LogsNow {
  readonly scene: LogScene | undefined;
  readonly searches: readonly SavedLogs[];
}

/** A saved search. */
export interface SavedLogs {
  readonly id: Safe;
  readonly label: Safe;
  readonly query: string;
  /** As in `LogRequest`. */
  readonly server?: string | undefined;
}
