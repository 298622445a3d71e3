import { History } from '../../../src/frames/history.ts';
import { buildRoom } from '../../../src/room/build.ts';
import type { Room } from '../../../src/room/room.ts';
import { coveredQuery } from '../../../src/slo/covered.ts';
import { millis, seconds } from '../../../src/units.ts';
import { type Answer, frameAt, planOf } from '../observe.ts';

export const SLO = { id: 'up', label: 'Availability', objective: 0.999, errors: 'bad[$window]' };
export const LEFT = '1 - (bad[30d]) / 0.001';
/** For how much of a window the server has data. */
export const covered = (days: number): string => coveredQuery('count(up)', seconds(days * 86_400));
export const WELL: Record<string, Answer> = {
  [LEFT]: 0.6,
  'bad[5m]': 0,
  'bad[1h]': 0,
  'bad[30m]': 0,
  'bad[6h]': 0,
  [covered(30)]: 30 * 86_400,
};

/** The room of a profile after frames, each of answers at so many seconds. */
export const room = (
  fields: Record<string, unknown>,
  frames: readonly (readonly [number, Record<string, Answer>])[],
): Room => {
  const plan = planOf({ refresh: '5s', ...fields });
  const history = new History(plan);
  for (const [at, answers] of frames) history.extend(frameAt(at, answers));
  const ledger = { records: {}, error: null, journal: [] };
  return buildRoom(plan, history, ledger, millis((frames.at(-1)?.[0] ?? 0) * 1000));
};
