import type { RoomAlert } from '../../room/room.ts';
import { noAlertChosen, summedText } from '../../wording/ack-acts.ts';
import type { ActResult, AlertResult } from '../operations.ts';

/** What an act names. */
type Named = Pick<RoomAlert, 'fingerprint' | 'name'>;

export const resultOf = (
  { fingerprint, name }: Named,
  result: AlertResult['result'],
  message: string,
): AlertResult => ({
  fingerprint,
  name,
  result,
  message,
});

/** Of one alert its own sentence; of several how many were `did`, and every reason why others were not. */
export function summed(alerts: readonly AlertResult[], did: string): ActResult {
  const [only, ...more] = alerts;
  if (!only) return { result: 'refused', message: noAlertChosen(), alerts };
  if (more.length === 0) return { result: only.result, message: only.message, alerts };
  const some = (result: AlertResult['result']) => alerts.some((one) => one.result === result);
  const result = some('failed') ? 'failed' : some('done') ? 'done' : 'refused';
  return { result, message: summedText(alerts, did), alerts };
}

/** Acts on alerts one after the other, each whatever became of the one before; what came of all is one answer. */
export async function inTurn<T extends Named>(
  alerts: readonly T[],
  act: (alert: T) => Promise<ActResult>,
  did: string,
): Promise<ActResult> {
  const results: AlertResult[] = [];
  for (const alert of alerts) {
    const { alerts: came = [], result, message } = await act(alert);
    if (came.length > 0) results.push(...came);
    else results.push(resultOf(alert, result === 'pending' ? 'refused' : result, message));
  }
  return summed(results, did);
}
