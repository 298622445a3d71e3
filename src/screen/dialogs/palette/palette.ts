import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { keyOf } from '../shared/typing.ts';
import { drawPalette } from './draw.ts';
import { paletteKeys } from './keys.ts';
import { suggestions, whyRefused } from './suggestions.ts';

/** Every command by its name and its words. */
export const palette: DialogKind<Dialog<'palette'>> = {
  takesText: true,
  keys: paletteKeys,
  idle: (dialog, event, world) => (keyOf(event) === 'enter' ? whyRefused(dialog.text, world) : null),
  draw: (dialog, input, around) => drawPalette(input, dialog, suggestions(around, dialog.text)),
};
