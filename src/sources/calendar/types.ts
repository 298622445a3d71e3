import type { Millis } from '../../units.ts';
import type { Outcome } from '../error.ts';

/** One event of a calendar, or one occurrence of it, to the instant. */
export interface CalendarEvent {
  readonly from: Millis;
  readonly to: Millis;
  readonly summary: string;
  /** Name of whom it is about by its list of attendees, or the part of an address before the @; empty when it has none. */
  readonly attendee: string;
  /** Set when the list gives a person's name, which then counts before a summary that names another thing. */
  readonly named?: boolean;
}

/** What a calendar holds around an instant, in the order of the calendar. */
export interface CalendarReading {
  readonly events: readonly CalendarEvent[];
  /** Events that could not be read, with the reason of the first; null when all could. */
  readonly unread: string | null;
}

/** A calendar that is read now and then. Nothing here throws. */
export interface CalendarSource {
  /** What it is for, and its key in frames. */
  readonly id: CalendarId;
  /** Null when there is no reason to read it again yet. */
  poll(at: Millis, signal?: AbortSignal): Promise<Outcome<CalendarReading> | null>;
  close(): Promise<void>;
}

export type CalendarId = 'calendar' | 'primary' | 'backup';
