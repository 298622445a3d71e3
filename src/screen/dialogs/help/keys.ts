import { keyContexts } from '../../actions/contexts.ts';
import { only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';
import { run } from '../palette/keys.ts';
import { paletteDialog } from '../palette/state.ts';
import { lineOf } from '../shared/edited-line.ts';
import { editLine } from '../shared/line-editor.ts';
import { keyOf } from '../shared/typing.ts';
import { type Entry, entriesFor } from './entries.ts';
import type { HelpDialog } from './state.ts';

/** Looks for keys and commands by what is typed, and runs the one that is chosen; with nothing typed all of them scroll. */
export function helpKeys(dialog: Dialog<'help'>, event: ScreenEvent, { state, world }: Here): Step {
  const { text, chosen, scroll } = dialog;
  const to = (more: Partial<HelpDialog>) => only({ ...state, dialog: { ...dialog, ...more } });
  const closed = { ...state, dialog: null };
  const key = keyOf(event);
  if (key === 'esc') return text === '' ? only(closed) : to({ ...lineOf(''), chosen: 0 });
  if (text === '') {
    // The key that opened it closes it.
    if (event.type === 'text' && event.text === '?') return only(closed);
    const lines = scrolled(key, world.screenful);
    return lines === null ? to({ ...editLine(dialog, event), chosen: 0 }) : to({ scroll: Math.max(0, scroll + lines) });
  }
  const entries = entriesFor(text, keyContexts(state, world.scene), world);
  const last = entries.length - 1;
  const at = Math.max(0, Math.min(chosen, last));
  if (key === 'enter') {
    const entry = entries[at];
    return entry === undefined ? only(state) : runEntry(entry, { state: closed, world });
  }
  // There home and end are those of the text.
  const by = key === 'home' || key === 'end' ? null : scrolled(key, world.screenful);
  if (by !== null) return to({ chosen: Math.max(0, Math.min(last, at + by)) });
  const line = editLine(dialog, event);
  return to({ ...line, chosen: line.text === text ? at : 0 });
}

/** So many lines or rows; null for keys that are none of that. */
function scrolled(key: string, screenful: number): number | null {
  switch (key) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'pgup':
      return -screenful;
    case 'pgdn':
      return screenful;
    case 'home':
      return -Infinity;
    case 'end':
      return Infinity;
    default:
      return null;
  }
}

/** A key is pressed; a command that takes words waits for them in the palette. */
function runEntry({ command }: Entry, here: Here): Step {
  if (command.takes.length === 0) return run({ command, args: [] }, here);
  return only({ ...here.state, dialog: paletteDialog(`${command.name} `) });
}
