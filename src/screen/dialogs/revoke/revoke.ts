import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { drawRevoke } from './draw.ts';
import { revokeKeys } from './keys.ts';

const takingBack = <D extends Dialog<'revoke' | 'withdraw'>>(): DialogKind<D> => ({
  takesText: true,
  keys: revokeKeys,
  draw(dialog, input, { scene: { room } }) {
    const ring = room.rings.find(({ id }) => id === dialog.ring);
    return ring === undefined ? null : drawRevoke(input, dialog, room, ring);
  },
  isBusy: ({ busy }) => busy,
  answered: (dialog, { message }) => ({ ...dialog, busy: false, message }),
});

/** Takes a validation back. */
export const revoke = takingBack<Dialog<'revoke'>>();
/** Takes a request for a validation back. */
export const withdraw = takingBack<Dialog<'withdraw'>>();
