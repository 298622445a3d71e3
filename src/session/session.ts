import type { Operations } from '../operations/operations.ts';
import type { Query } from '../profile/query.ts';
import type { Room } from '../room/shown.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import type { Safe } from '../text/safe.ts';
import type { Millis, Seconds } from '../units.ts';
import type { Asked, Cost } from './asked.ts';
import type { EvidenceOf } from './evidence-of.ts';
import type { Logs } from './logs/scene.ts';
import type { Runbooks } from './runbooks.ts';

/** Read access to the history behind the room, for charts. */
export interface Trends {
  /**
   * `columns` values that divide [from, to] evenly, each the mean of the samples in its share of the time;
   * null where nothing was sampled. `expr` is a query as the room carries it.
   */
  slice(expr: Query, from: Millis, to: Millis, columns: number): readonly (number | null)[];
  /** The same of one of the series that a query of a board answers, by its labels as the room carries them (`exactLabels`). */
  sliceOf(expr: Query, labels: Labels, from: Millis, to: Millis, columns: number): readonly (number | null)[];
  /** Oldest instant the history reaches. */
  readonly since: Millis;
}

/** A live room that goes through its past. */
export interface Viewing {
  /** The instant that is wished for. */
  readonly at: Millis;
  /** Present while it is being asked for: the room shown is another one still. */
  readonly asking?: true;
  /** Why it could not be asked for: the room shown is another one. */
  readonly failed?: Safe;
}

export type Playback =
  /** `newest`: the room as it stands by now, while the one shown stands still or is of the past (`viewing`). */
  | { readonly kind: 'live'; readonly paused: boolean; readonly newest?: Room; readonly viewing?: Viewing }
  /** The room as it was at an instant in the past, which stands still. */
  | { readonly kind: 'past'; readonly paused: boolean }
  | {
      readonly kind: 'tape';
      /** What the header says instead of LIVE. */
      readonly label: 'DEMO' | 'REPLAY';
      readonly paused: boolean;
      /** Tape seconds per second. */
      readonly speed: number;
      readonly position: Seconds;
      /** As far as the tape was read. */
      readonly length: Seconds;
      /** Present while it is still being read: it is longer than that. */
      readonly reading?: true;
      /** Present where it was moved back: the position it had reached. */
      readonly left?: Seconds;
      /** Present while it is on its way to another position: the room shown is that of `position` still. */
      readonly goingTo?: Seconds;
    };

/** The room as it stands by now, whatever is shown. */
export const newestOf = (room: Room, playback: Playback): Room =>
  playback.kind === 'live' ? (playback.newest ?? room) : room;

/** Everything the screen draws from; a new object only when something changed. */
export interface Scene {
  readonly room: Room;
  readonly trends: Trends;
  readonly playback: Playback;
  readonly asked: readonly Asked[];
  /** What that cost the servers; absent where nobody is asked, as on a tape. */
  readonly costs?: readonly Cost[];
  readonly evidenceOf: EvidenceOf;
  /** Present while servers are still asked for the first time: the room holds what is known of the others. */
  readonly partial?: true;
  /** Servers that have nothing stored of the instant, of a room of the past; absent where there are none. */
  readonly blank?: readonly Safe[];
}

/** What the screen is given: a scene that changes, controls over time, and acts. Live and tape implement it alike. */
export interface Session {
  readonly operations: Operations;
  /** Null when there are no logs to ask for. */
  readonly logs: Logs | null;
  /** Null where the profile's folder is not known: on a tape. */
  readonly runbooks: Runbooks | null;
  /** Undefined until the first frame. */
  scene(): Scene | undefined;
  subscribe(onChange: () => void): () => void;
  /** Asks again now, unless the last question is still open. */
  refresh(): void;
  /** Sees to it that what an act has changed is shown: an open question may have been asked before the act. */
  refreshAfterAct(): void;
  setPaused(paused: boolean): void;
  /** Goes through time by so many seconds, negative back: from what is shown, or wished for. A live room ends at now. */
  seek(by: Seconds): void;
  /** Goes to an instant; null: back to now, or to where the tape had come to. */
  view(at: Millis | null): void;
  /** Tape only: multiplies the speed. */
  changeSpeed(factor: number): void;
}
