import type { JournalEntry } from '../../room/room.ts';

/** An entry with what it rested on: plain JSON, kept for whoever asks later. */
export interface JournalRecord extends JournalEntry {
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** SHA-256 of the canonical evidence, in hex; the journal adds it. */
  readonly digest?: string;
}

/** Append-only account of every act. */
export interface Journal {
  append(record: JournalRecord): Promise<void>;
  /** The newest `limit` entries, oldest first. */
  tail(limit: number): Promise<readonly JournalRecord[]>;
}

/** One line of a journal as it stands there. */
export interface RawLine {
  /** Without the line feed. */
  readonly bytes: Uint8Array;
  /** False for the last line of a file when no line feed ends it. */
  readonly terminated: boolean;
}

/** A journal as whoever audits it reads it: every line, byte for byte, oldest first. */
export interface JournalArchive {
  lines(): AsyncIterable<RawLine>;
  /** The hash of the last line as the store remembers it apart from the line; undefined when it does not. */
  head(): Promise<string | undefined>;
}
