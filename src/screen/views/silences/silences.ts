import type { Room } from '../../../room/shown.ts';
import { silenceFields } from '../../core/fields.ts';
import type { View } from '../../core/kinds.ts';
import { once } from '../../core/once.ts';
import type { Row } from '../../core/rows.ts';
import { openAlert } from '../incident/open.ts';
import { type ListKind, listView } from '../shared/list-kind.ts';
import { drawSilences } from './draw.ts';

const rowsOf = once((silences: Room['silences']): readonly Row[] =>
  silences.map((silence) => ({
    id: silence.id,
    text: `${silence.by} ${silence.comment} ${silence.matchers}`,
    fields: silenceFields(silence),
  })),
);

const list: ListKind = {
  rows: (room) => rowsOf(room.silences),
  draw: drawSilences,
  open: (id, room) => openAlert(room.silences.find((silence) => silence.id === id)?.covers[0], room),
  entry: (id, room) => room.silences.find((silence) => silence.id === id),
};

/** Silences of others, and what they cover. */
export const silences = listView<View<'silences'>>(list);
