import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { drawPalette } from './draw.ts';
import { paletteKeys } from './keys.ts';
import { suggestions } from './suggestions.ts';

/** Every command by its name and its words. */
export const palette: DialogKind<Dialog<'palette'>> = {
  takesText: true,
  keys: paletteKeys,
  draw: (dialog, input, around) => drawPalette(input, dialog, suggestions(around, dialog.text)),
};
