import { History } from '../frames/history.ts';
import { serversOf } from '../frames/servers/expected.ts';
import type { Plan } from '../profile/plan/plan.ts';
import { buildRoom } from '../room/build.ts';
import type { Millis } from '../units.ts';
import type { Scene } from './session.ts';

/** The history of a room whose servers have not answered yet. */
export function unheardHistory(plan: Plan): History {
  const history = new History(plan);
  history.expect(serversOf(plan.profile));
  return history;
}

/** The room before any server, or the ring store, has answered: who is asked, and where all will stand. */
export function unheardScene(plan: Plan, now: Millis): Scene {
  const history = unheardHistory(plan);
  return {
    room: buildRoom(plan, history, { records: null, error: null, journal: [] }, now),
    trends: history,
    playback: { kind: 'live', paused: false },
    asked: [],
    evidenceOf: () => null,
  };
}
