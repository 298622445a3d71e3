import { keyContexts } from '../../actions/contexts.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { scrollKeys } from '../shared/scrolling.ts';
import { drawHelp } from './draw.ts';

/** The keys that work here. */
export const help: DialogKind<Dialog<'help'>> = {
  takesText: false,
  isWide: true,
  keys: scrollKeys,
  draw: ({ scroll }, input, { keymap, state, scene }) => drawHelp(input, keymap, keyContexts(state, scene), scroll),
};
