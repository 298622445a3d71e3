import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { drawAcknowledge } from './draw.ts';
import { acknowledgeKeys } from './keys.ts';

/** Acknowledges alerts. */
export const acknowledge: DialogKind<Dialog<'acknowledge'>> = {
  takesText: true,
  keys: acknowledgeKeys,
  draw: (dialog, input, { scene, timeZone }) => drawAcknowledge(input, dialog, scene.room, timeZone),
  isBusy: ({ busy }) => busy,
  answered: (dialog, { message, alerts = [] }) => ({ ...dialog, busy: false, message, came: alerts }),
};
