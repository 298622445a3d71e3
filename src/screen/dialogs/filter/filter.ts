import type { Room } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { flash, only, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import { filterDoubt, filterFault, type Row } from '../../core/rows.ts';
import { type ScreenState, withFilter } from '../../core/state.ts';
import { listsHere } from '../../panels/lists.ts';
import type { DialogKind } from '../kind.ts';
import type { EditedLine } from '../shared/edited-line.ts';
import { editLine } from '../shared/line-editor.ts';
import { keyOf } from '../shared/typing.ts';
import { completed, completionsOf, wordsText } from './completion.ts';

/** A filter for rows; they follow what is typed. */
export const filter: DialogKind<Dialog<'filter'>> = {
  takesText: true,
  keys(dialog, event, { state, world: { scene } }) {
    const to = (line: EditedLine) => only(withFilter({ ...state, dialog: { ...dialog, ...line } }, line.text));
    switch (keyOf(event)) {
      case 'esc':
        return only(withFilter({ ...state, dialog: null }, ''));
      case 'enter':
        return kept(state, dialog.text, scene?.room);
      case 'tab':
        return scene === undefined ? only(state) : to(completedAt(dialog, listsHere(state, scene.room)));
      default:
        return to(editLine(dialog, event));
    }
  },
  line({ text, at }, { state, room }) {
    const lists = listsHere(state, room);
    const offered = completionsOf(text.slice(0, at), lists);
    return {
      text,
      at,
      keys: offered.words.length > 0 ? wordsText(offered) : KEYS,
      // What may yet become a field is no mistake.
      fault: offered.words.length > 0 ? null : (filterFault(lists, text) ?? filterDoubt(lists, text)),
    };
  },
};

/** The screen with a filter that was entered; as it was, with the reason, where that would stand beside rows of which it hides none. */
export function kept(state: ScreenState, text: string, room: Room | undefined): Step {
  const lists = room === undefined ? [] : listsHere(state, room);
  const fault = filterFault(lists, text);
  if (fault !== null) return flash(state, 'info', fault);
  const doubt = filterDoubt(lists, text);
  const closed = withFilter({ ...state, dialog: null }, text);
  return doubt === null ? only(closed) : flash(closed, 'info', doubt);
}

/** The line with what stands before its caret completed as far as that is clear. */
function completedAt({ text, at }: EditedLine, lists: readonly (readonly Row[])[]): EditedLine {
  const begun = text.slice(0, at);
  const before = completed(begun, completionsOf(begun, lists));
  return { text: before + text.slice(at), at: before.length };
}

const KEYS = safe('enter keep  esc clear  !text hides  severity=critical  age>5m');
