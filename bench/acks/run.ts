import type { Millis } from '../../src/units.ts';
import type { Notification } from '../../stack/receiver.ts';
import type { RoomRecord, Span } from './observed-room.ts';
import type { Truth } from './prometheus-truth.ts';
import type { RunPlan } from './schedule.ts';
import type { Pace } from './stage.ts';

/** What an operator did. */
export interface Done {
  /** When it began and when it had its answer. */
  readonly from: Millis;
  readonly at: Millis;
  readonly id: string;
  readonly room: string;
  readonly act: 'ack' | 'unack';
  readonly result: string;
  readonly message: string;
}

/** A silence that acknowledges a switched alert, as the members had it in the end. */
export interface AckSilence {
  readonly silence: string;
  readonly id: string;
  readonly by: string;
  /** An instant of the incident that it is for: its beginning where the silence names that. */
  readonly of: Millis;
  readonly from: Millis;
  /** Its end, in the past or to come. */
  readonly to: Millis;
  /** Somebody ended it: it did not run out. */
  readonly cut: boolean;
}

/** A line of the journal about an alert. */
export interface Line {
  readonly act: string;
  readonly by: string;
  readonly detail: string;
  /** The silence it names. */
  readonly silence: string | null;
}

export interface Down extends Span {
  readonly what: 'room' | 'member' | 'prometheus';
  readonly which: number;
}

/** All that was seen of a run. */
export interface Run {
  readonly pace: Pace;
  readonly size: number;
  readonly plan: RunPlan;
  readonly began: Millis;
  readonly ended: Millis;
  readonly truth: Truth;
  readonly notifications: readonly Notification[];
  readonly silences: readonly AckSilence[];
  readonly rooms: readonly RoomRecord[];
  readonly done: readonly Done[];
  readonly journal: readonly Line[];
  readonly down: readonly Down[];
  /** The longest that this program was held up, in milliseconds. */
  readonly lag: number;
}
