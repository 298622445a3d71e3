import { keyContexts } from '../../actions/contexts.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { drawFound, drawHelp } from './draw.ts';
import { entriesFor } from './entries.ts';
import { helpKeys } from './keys.ts';

/** The keys that work here, to be read, searched and run. */
export const help: DialogKind<Dialog<'help'>> = {
  takesText: true,
  isWide: true,
  keys: helpKeys,
  draw(dialog, input, around) {
    const { text, chosen, scroll } = dialog;
    const contexts = keyContexts(around.state, around.scene);
    return text === ''
      ? drawHelp(input, around.keymap, contexts, scroll)
      : drawFound(input, dialog, entriesFor(text, contexts, around), chosen);
  },
};
