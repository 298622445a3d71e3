import { type EditedLine, lineOf } from '../shared/edited-line.ts';

/** What was typed to find a command, and which of those that fit is chosen. */
export interface PaletteDialog extends EditedLine {
  readonly chosen: number;
  /** How many commands back the line was taken from; 0: it was typed. */
  readonly back: number;
}

export const paletteDialog = (text = '') => ({ kind: 'palette', ...lineOf(text), chosen: 0, back: 0 }) as const;
