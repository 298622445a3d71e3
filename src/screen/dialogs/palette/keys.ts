import { isDeepStrictEqual } from 'node:util';
import { safe } from '../../../text/safe.ts';
import { whyIdle } from '../../actions/idle.ts';
import { flash, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';
import { fieldText, keyOf } from '../shared/typing.ts';
import type { PaletteDialog } from './state.ts';
import { type Suggestion, suggestions } from './suggestions.ts';

/** Chooses a command by typing or arrows, and runs it; one that wants more words waits for these. */
export function paletteKeys(dialog: Dialog<'palette'>, event: ScreenEvent, { state, world }: Here): Step {
  const { list } = suggestions(world, dialog.text);
  const chosen = list[Math.min(dialog.chosen, list.length - 1)];
  const to = (more: Partial<PaletteDialog>) => only({ ...state, dialog: { ...dialog, ...more } });
  switch (keyOf(event)) {
    case 'esc':
      return only({ ...state, dialog: null });
    case 'enter':
      if (chosen === undefined) return only(state);
      return chosen.args === null ? to({ text: chosen.line, chosen: 0 }) : run(chosen, { state, world });
    case 'up':
      return to({ chosen: Math.max(0, dialog.chosen - 1) });
    case 'down':
      return to({ chosen: Math.max(0, Math.min(list.length - 1, dialog.chosen + 1)) });
    case 'tab':
      return to({ text: chosen?.line ?? dialog.text, chosen: 0 });
    default:
      return to({ text: fieldText(dialog.text, event), chosen: 0 });
  }
}

/** Runs a command with the dialog closed; one that changes nothing says why, as its key does. */
export function run({ command, args }: Pick<Suggestion, 'command' | 'args'>, { state, world }: Here): Step {
  const closed = { ...state, dialog: null };
  const step = command.run({ state: closed, world }, args ?? []);
  if (step.effects.length > 0 || !isDeepStrictEqual(step.state, closed)) return step;
  const { action, name } = command;
  const why = action === undefined ? safe(`${name}: it is so already`) : whyIdle(action, 0, closed, world);
  return flash(closed, 'info', why);
}
