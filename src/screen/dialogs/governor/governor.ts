import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { scrollKeys } from '../shared/scrolling.ts';
import { drawGovernor } from './draw.ts';

/** What the screen and its questions cost, and whether and why it goes slower. */
export const governor: DialogKind<Dialog<'governor'>> = {
  takesText: false,
  keys: scrollKeys,
  draw: ({ scroll }, input, { scene, load, timeZone }) => drawGovernor(input, { scene, load, timeZone }, scroll),
};
