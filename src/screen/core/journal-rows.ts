import type { JournalEntry, Room } from '../../room/shown.ts';
import type { Row } from './rows.ts';

/** The identity of an entry of the journal. */
export const journalId = ({ seq, at, by, act, target }: JournalEntry): string =>
  seq === undefined ? `${at}/${by}/${act}/${target}` : `#${seq}`;

/** Newest first. */
export const journalRows = (room: Pick<Room, 'journal'>): readonly Row[] =>
  room.journal.toReversed().map((entry) => ({
    id: journalId(entry),
    text: `${entry.by} ${entry.act} ${entry.target} ${entry.result} ${entry.detail}`,
  }));
