import { isDeepStrictEqual } from 'node:util';
import { safe } from '../../../text/safe.ts';
import { whyIdle } from '../../actions/idle.ts';
import { flash, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';
import { lineOf } from '../shared/edited-line.ts';
import { editLine } from '../shared/line-editor.ts';
import { keyOf } from '../shared/typing.ts';
import type { PaletteDialog } from './state.ts';
import { type Suggestion, suggestions } from './suggestions.ts';

/** Lines that are remembered. */
const MOST = 50;

/** Chooses a command by typing or arrows, and runs it; one that wants more words waits for these. */
export function paletteKeys(dialog: Dialog<'palette'>, event: ScreenEvent, { state, world }: Here): Step {
  const { list } = suggestions(world, dialog.text);
  const at = Math.max(0, Math.min(dialog.chosen, list.length - 1));
  const chosen = list[at];
  const to = (more: Partial<PaletteDialog>) => only({ ...state, dialog: { ...dialog, ...more } });
  switch (keyOf(event)) {
    case 'esc':
      return only({ ...state, dialog: null });
    case 'enter':
      if (chosen === undefined) return only(state);
      return chosen.args === null
        ? to({ ...lineOf(chosen.line), chosen: 0, back: 0 })
        : remembered(run(chosen, { state, world }), chosen.line.trim());
    case 'up':
      return mayRecall(dialog) && at === 0
        ? recalled(dialog, 1, { state, world })
        : to({ chosen: Math.max(0, at - 1) });
    case 'down':
      return dialog.back > 0
        ? recalled(dialog, -1, { state, world })
        : to({ chosen: Math.max(0, Math.min(list.length - 1, at + 1)) });
    case 'tab':
      return to({ ...(chosen === undefined ? {} : lineOf(chosen.line)), chosen: 0, back: 0 });
    default: {
      const line = editLine(dialog, event);
      return to(line.text === dialog.text ? line : { ...line, chosen: 0, back: 0 });
    }
  }
}

/** What was typed is not taken away for what was typed before. */
const mayRecall = ({ text, back }: PaletteDialog): boolean => back > 0 || text === '';

/** A line that was run before, so many further back; before the first of them nothing is typed again. */
function recalled(dialog: Dialog<'palette'>, by: 1 | -1, { state }: Here): Step {
  const back = dialog.back + by;
  const line = back === 0 ? '' : state.commands[back - 1];
  if (line === undefined) return flash(state, 'info', 'No command was run before that');
  return only({ ...state, dialog: { ...dialog, ...lineOf(line), chosen: 0, back } });
}

/** The newest first, each once. */
function remembered({ state, effects }: Step, line: string): Step {
  const commands = [line, ...state.commands.filter((one) => one !== line)].slice(0, MOST);
  return { state: { ...state, commands }, effects };
}

/** Runs a command with the dialog closed; one that changes nothing says why, as its key does. */
export function run({ command, args }: Pick<Suggestion, 'command' | 'args'>, { state, world }: Here): Step {
  const closed = { ...state, dialog: null };
  const step = command.run({ state: closed, world }, args ?? []);
  if (step.effects.length > 0 || !isDeepStrictEqual(step.state, closed)) return step;
  const { action, name } = command;
  const why = action === undefined ? safe(`${name}: it is already so`) : whyIdle(action, 0, closed, world);
  return flash(closed, 'info', why);
}
