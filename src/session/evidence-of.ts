import type { JournalRecord } from '../operations/journal/journal.ts';
import { makeSafe } from '../room/safe.ts';
import type { JournalEntry } from '../room/shown.ts';

/** What an act rested on, as plain JSON. */
export type EvidenceRecord = Readonly<Record<string, unknown>>;

export type EvidenceOf = (entry: JournalEntry) => EvidenceRecord | null;

/**
 * Finds what an entry of the room rested on. Rooms leave it out, since it is large and they are built every second; it is
 * made safe to draw when it is asked for. Null when nothing was written down.
 */
export const evidenceIn =
  (journal: readonly JournalRecord[]): EvidenceOf =>
  (entry) => {
    const evidence = journal.find((record) => isSame(record, entry))?.evidence;
    return evidence === undefined ? null : makeSafe(evidence);
  };

const isSame = (record: JournalRecord, { seq, at, act, target }: JournalEntry): boolean =>
  seq === undefined ? record.at === at && record.act === act && record.target === target : record.seq === seq;
