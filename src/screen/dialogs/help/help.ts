import { safe } from '../../../text/safe.ts';
import { keyContexts } from '../../actions/contexts.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { keyOf } from '../shared/typing.ts';
import { drawFound, drawHelp } from './draw.ts';
import { entriesFor } from './entries.ts';
import { helpKeys } from './keys.ts';

const TYPE_FIRST = safe('Type what you want to do: enter does what is found');
const NOTHING_FITS = safe('Nothing is called so: other words may find it, esc clears');

/** The keys that work here, to be read, searched and run. */
export const help: DialogKind<Dialog<'help'>> = {
  takesText: true,
  isWide: true,
  keys: helpKeys,
  idle: ({ text }, event) => (keyOf(event) === 'enter' ? (text === '' ? TYPE_FIRST : NOTHING_FITS) : null),
  draw(dialog, input, around) {
    const { text, chosen, scroll } = dialog;
    const contexts = keyContexts(around.state, around.scene);
    return text === ''
      ? drawHelp(input, around.keymap, contexts, scroll)
      : drawFound(input, dialog, entriesFor(text, contexts, around), chosen);
  },
};
