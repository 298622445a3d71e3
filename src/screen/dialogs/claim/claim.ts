import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { drawClaim } from './draw.ts';
import { claimKeys } from './keys.ts';

/** Says that one is on some alerts. */
export const claim: DialogKind<Dialog<'claim'>> = {
  takesText: true,
  keys: claimKeys,
  draw: (dialog, input, { scene, operator }) => drawClaim(input, dialog, scene.room, operator),
  isBusy: ({ busy }) => busy,
  answered: (dialog, { message }) => ({ ...dialog, busy: false, message }),
};
