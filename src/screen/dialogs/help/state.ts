import { type EditedLine, lineOf } from '../shared/edited-line.ts';

/** What is looked for among keys and commands, which of those found is chosen, and how far the list of all is scrolled. */
export interface HelpDialog extends EditedLine {
  readonly chosen: number;
  readonly scroll: number;
}

export const helpDialog = (text = '') => ({ kind: 'help', ...lineOf(text), chosen: 0, scroll: 0 }) as const;
