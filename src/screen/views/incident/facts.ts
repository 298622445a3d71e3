import type { RoomAlert, State } from '../../../room/shown.ts';
import type { Safe } from '../../../text/safe.ts';
import type { Millis } from '../../../units.ts';
import type { Subject } from '../chart/state.ts';
import type { Gauge } from './gauge.ts';

/** What an incident page tells of a thing, apart from its chart, and from what the room says of the candidate. */
export interface Facts {
  readonly title: Safe;
  readonly state: State;
  /** How it stands, with its number and its limit. */
  readonly sentence: Safe;
  /** What else there is to say, the most important first. */
  readonly more: readonly Safe[];
  /** What its number is held against; null where it has none, or it is not known. */
  readonly gauge: Gauge | null;
  /** Since when it is so, where the room knows; else its chart may tell. */
  readonly since: Millis | null;
  /** On which ring, version, machine. */
  readonly places: readonly Safe[];
  /** What is charted; null where there is nothing to chart. */
  readonly subject: Subject | null;
  /** The alert that it is, or that fires for it. */
  readonly alert: RoomAlert | null;
  /** Whether it is about what servers answer, and not about what they say. */
  readonly isOfServers: boolean;
  /** The ring that it holds up; null where it holds up none. */
  readonly ring: string | null;
}

/** What a thing that is measured tells of itself; the rest is the same for all. */
export type Told = Pick<Facts, 'title' | 'sentence'> &
  Partial<Pick<Facts, 'more' | 'gauge' | 'since' | 'places' | 'alert' | 'ring'>>;
