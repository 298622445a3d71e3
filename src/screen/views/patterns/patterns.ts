import { literals } from '../../../text/safe.ts';
import { patternFields } from '../../core/fields.ts';
import type { View } from '../../core/kinds.ts';
import { openPattern } from '../logs/open-logs.ts';
import { type ListKind, listSelection, listView } from '../shared/list-kind.ts';
import { drawPatterns } from './draw.ts';
import { kindOf, patternId, patternRows } from './rows.ts';

const list: ListKind = {
  rows: (room) =>
    patternRows(room).map((row) => ({
      id: patternId(row),
      text: `${kindOf(row)} ${row.level} ${row.template}`,
      fields: patternFields(row, kindOf(row)),
    })),
  draw: drawPatterns,
  entry: (id, room) => patternRows(room).find((row) => patternId(row) === id),
};

/** What the logs of one version say and those of the other do not; a row opens its lines. */
export const patterns = listView<View<'patterns'>>(list, {
  act(view, action, _index, { state, world }) {
    const { scene, logs } = world;
    if (scene === undefined || (action !== 'open' && action !== 'logs')) return undefined;
    const { selected } = listSelection(list, view, scene.room);
    const row = patternRows(scene.room).find((one) => patternId(one) === selected);
    return openPattern(row, state, scene, logs !== null);
  },
  hintWords: literals({ open: 'its lines' }),
});
