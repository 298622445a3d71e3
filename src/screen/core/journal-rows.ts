import type { JournalEntry, Room } from '../../room/shown.ts';
import { journalFields } from './fields.ts';
import { once } from './once.ts';
import type { Row } from './rows.ts';

/** The identity of an entry of the journal. */
export const journalId = ({ seq, at, by, act, target }: JournalEntry): string =>
  seq === undefined ? `${at}/${by}/${act}/${target}` : `#${seq}`;

/** Newest first. */
export const journalRows = ({ journal }: Pick<Room, 'journal'>): readonly Row[] => rowsOf(journal);

const rowsOf = once((journal: Room['journal']): readonly Row[] =>
  newestFirst(journal).map((entry) => ({
    id: journalId(entry),
    text: `${entry.by} ${entry.act} ${entry.target} ${entry.result} ${entry.detail}`,
    fields: journalFields(entry),
  })),
);

/** The entries of a journal, newest first. */
export const newestFirst = once((journal: Room['journal']) => journal.toReversed());
