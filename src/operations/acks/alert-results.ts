import type { RoomAlert } from '../../room/room.ts';
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
  if (!only) return { result: 'refused', message: 'no alert is chosen', alerts };
  if (more.length === 0) return { result: only.result, message: only.message, alerts };
  const not = alerts.filter(({ result }) => result !== 'done');
  const result = not.some((one) => one.result === 'failed')
    ? 'failed'
    : not.length < alerts.length
      ? 'done'
      : 'refused';
  const failures = not.map((one) => (one.result === 'failed' ? `${one.name} failed: ${one.message}` : one.message));
  const done = alerts.length - not.length;
  const head = result === 'refused' ? [] : [`${done} of ${alerts.length} alerts ${did}`];
  return { result, message: [...head, ...new Set(failures)].join('; '), alerts };
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
