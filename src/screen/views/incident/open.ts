import type { Room } from '../../../room/shown.ts';
import type { View } from '../../core/kinds.ts';
import { alertView } from './state.ts';

/** The details of an alert that is still there. */
export const openAlert = (fingerprint: string | undefined, { alerts }: Room): View<'incident'> | null => {
  const alert = alerts.list.find((a) => a.fingerprint === fingerprint);
  return alert === undefined ? null : alertView(alert.fingerprint);
};
