import { runAction } from '../../actions/run.ts';
import { only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { ScreenState } from '../../core/state.ts';
import type { Here, World } from '../../core/world.ts';
import { openQuery } from '../../views/logs/open-logs.ts';
import { ringView } from '../../views/ring/state.ts';
import { fieldText, keyOf } from '../shared/typing.ts';
import { type Command, commands, completions } from './commands.ts';
import type { PaletteDialog } from './state.ts';

/** Chooses a command by typing or arrows, and runs it. */
export function paletteKeys(dialog: Dialog<'palette'>, event: ScreenEvent, { state, world }: Here): Step {
  const tape = world.scene?.playback.kind === 'tape';
  const fitting = completions(commands(world.scene?.room, world.keymap, world.themes, tape, world.logs), dialog.text);
  const chosen = fitting[Math.min(dialog.chosen, fitting.length - 1)];
  const to = (more: Partial<PaletteDialog>) => only({ ...state, dialog: { ...dialog, ...more } });
  const closed = { ...state, dialog: null };
  switch (keyOf(event)) {
    case 'esc':
      return only(closed);
    case 'enter':
      return chosen === undefined ? only(state) : runCommand(closed, chosen, world);
    case 'up':
      return to({ chosen: Math.max(0, dialog.chosen - 1) });
    case 'down':
      return to({ chosen: Math.max(0, Math.min(fitting.length - 1, dialog.chosen + 1)) });
    case 'tab':
      return to({ text: chosen?.name ?? dialog.text, chosen: 0 });
    default:
      return to({ text: fieldText(dialog.text, event), chosen: 0 });
  }
}

function runCommand(state: ScreenState, { does }: Command, world: World): Step {
  switch (does.kind) {
    case 'action':
      return runAction(does.action, 0, { state, world });
    case 'ring':
      return only({ ...state, views: [ringView(does.ring)] });
    case 'act':
      return runAction(does.action, 0, { state: { ...state, views: [ringView(does.ring)] }, world });
    case 'logs':
      return openQuery(state, does.search, world);
    case 'page':
      return only({ ...state, page: does.page, filter: '', views: [] });
    case 'panel':
      return only({ ...state, page: does.page, focus: does.panel, filter: '', views: [] });
    case 'theme':
      return only({ ...state, theme: does.theme, followsBackground: false });
  }
}
