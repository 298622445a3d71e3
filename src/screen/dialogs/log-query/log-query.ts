import type { Dialog } from '../../core/kinds.ts';
import type { DialogKind } from '../kind.ts';
import { drawLogQuery } from './draw.ts';
import { logQueryKeys, offersFor } from './keys.ts';

/** A query for the logs. */
export const logQuery: DialogKind<Dialog<'log-query'>> = {
  takesText: true,
  keys: logQueryKeys,
  draw: (dialog, input, { logs }) => drawLogQuery(input, dialog, offersFor(dialog, logs), logs?.scene),
};
