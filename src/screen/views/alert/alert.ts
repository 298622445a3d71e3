import { alertCopy } from '../../core/copies.ts';
import type { View } from '../../core/kinds.ts';
import type { ViewKind } from '../kind.ts';
import { alertLogs } from '../logs/jumps.ts';
import { drawAlert } from './draw.ts';

/** The details of an alert. */
export const alert: ViewKind<View<'alert'>> = {
  contexts: [],
  draw({ fingerprint, scroll }, input) {
    const found = input.room.alerts.list.find((one) => one.fingerprint === fingerprint);
    return found === undefined ? null : drawAlert(found, scroll, input);
  },
  move: (view, by) => ({ ...view, scroll: Math.max(0, view.scroll + by) }),
  copy: (view, room) => alertCopy(view.fingerprint, room),
  logs: (view, { room }) => alertLogs(view.fingerprint, room),
  about: (view) => ({ alert: view.fingerprint }),
  hints: () => ({ first: ['acknowledge', 'claim', 'unacknowledge', 'logs', 'copy'], besides: ['runbook'] }),
};
