import { safe } from '../../../text/safe.ts';
import { only } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import { withFilter } from '../../core/state.ts';
import type { DialogKind } from '../kind.ts';
import { fieldText, keyOf } from '../shared/typing.ts';

/** A filter for rows; they follow what is typed. */
export const filter: DialogKind<Dialog<'filter'>> = {
  takesText: true,
  keys(dialog, event, { state }) {
    if (keyOf(event) === 'esc') return only(withFilter({ ...state, dialog: null }, ''));
    if (keyOf(event) === 'enter') return only({ ...state, dialog: null });
    const text = fieldText(dialog.text, event);
    return only(withFilter({ ...state, dialog: { ...dialog, text } }, text));
  },
  line: ({ text }) => ({ text, keys: safe('enter keep  esc clear  !text hides') }),
};
