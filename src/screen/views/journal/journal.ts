import type { JournalEntry, Room } from '../../../room/shown.ts';
import { journalId, journalRows } from '../../core/journal-rows.ts';
import type { View } from '../../core/kinds.ts';
import { openAlert } from '../incident/open.ts';
import { ringView } from '../ring/state.ts';
import { type ListKind, listView } from '../shared/list-kind.ts';
import { drawJournalView } from './draw.ts';

const entryOf = (id: string, { journal }: Room): JournalEntry | undefined =>
  journal.find((entry) => journalId(entry) === id);

const list: ListKind = {
  rows: journalRows,
  draw: drawJournalView,
  open(id, room) {
    const entry = entryOf(id, room);
    const ring = room.rings.find((one) => one.id === entry?.target);
    return ring === undefined ? openAlert(entry?.fingerprint, room) : ringView(ring.id);
  },
  entry: entryOf,
};

/** Who did what, on which evidence. */
export const journal = listView<View<'journal'>>(list);
