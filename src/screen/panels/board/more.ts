import { safe } from '../../../text/safe.ts';
import { type Run, run } from '../../canvas/runs.ts';
import type { BoardInput } from './kind.ts';

/** Narrower than this, a panel has no room for the words. */
const NARROW = 30;

/** How many more of something there are than are drawn, in a badge; empty where there is none. */
export const moreRun = (more: number, { width, glyphs }: Pick<BoardInput, 'width' | 'glyphs'>): Run =>
  run(more > 0 ? `${glyphs.down}${more}${safe(width < NARROW ? '' : ' more')}` : '', 'accent', { kept: true });
