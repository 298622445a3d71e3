import type { JournalEntry } from '../room/room.ts';

/** An entry with what it rested on: plain JSON, kept for whoever asks later. */
export interface JournalRecord extends JournalEntry {
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/** Append-only account of every act. */
export interface Journal {
  append(record: JournalRecord): Promise<void>;
  /** The newest `limit` entries, oldest first. */
  tail(limit: number): Promise<readonly JournalRecord[]>;
}
