import { safe } from '../../../text/safe.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { drawValidate } from './draw.ts';
import { validateKeys } from './keys.ts';
import { outlookOf } from './outlook.ts';

/** Validates a ring: the evidence, a typed confirmation, and the time to take it back. */
export const validate: DialogKind<Dialog<'validate'>> = {
  takesText: true,
  keys: validateKeys,
  draw(dialog, input, { scene: { room }, operator, timeZone }) {
    const ring = room.rings.find(({ id }) => id === dialog.ring);
    const outlook = outlookOf(room, dialog.ring, operator);
    if (ring === undefined || outlook === undefined) return null;
    return drawValidate(input, dialog, room, ring, outlook, timeZone);
  },
  isBusy: ({ stage }) => stage.kind === 'busy',
  answered(dialog, { message }) {
    const overriding = dialog.stage.kind === 'busy' && dialog.stage.override !== null;
    return { ...dialog, stage: { kind: overriding ? 'override' : 'review' }, message };
  },
  idle: ({ stage }) => (stage.kind === 'countdown' ? safe('It is counting down: esc takes it back') : null),
  lastWords: ({ ring, stage }) =>
    stage.kind === 'countdown'
      ? safe(`${ring} was NOT validated: ringdeck was closed before the countdown ended.`)
      : null,
};
