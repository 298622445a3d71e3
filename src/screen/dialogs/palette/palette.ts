import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { commands, completions } from './commands.ts';
import { drawPalette } from './draw.ts';
import { paletteKeys } from './keys.ts';

/** Every command by its name. */
export const palette: DialogKind<Dialog<'palette'>> = {
  takesText: true,
  keys: paletteKeys,
  draw({ text, chosen }, input, { scene, keymap, themes, logs }) {
    const all = commands(scene.room, keymap, themes, scene.playback.kind === 'tape', logs);
    return drawPalette(input, text, completions(all, text), chosen);
  },
};
