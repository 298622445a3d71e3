import { type Millis, millis } from '../../../units.ts';
import { also, only, type Step } from '../../core/effects.ts';
import type { View } from '../../core/kinds.ts';
import type { ScreenState } from '../../core/state.ts';
import { type Here, logTime } from '../../core/world.ts';
import { AT_BOTTOM } from './state.ts';

/** Logs of a live room, at hand and in view or beneath what is; undefined while their streams are being found out. */
function openLogs({ state: { views }, world }: Here) {
  const logs = world.logs?.scene;
  const isOpen = world.scene?.playback.kind === 'live' && views.some(({ kind }) => kind === 'logs');
  return isOpen && logs !== undefined && logs.query !== '' ? logs : undefined;
}

const atEnd = (view: View): View => (view.kind === 'logs' ? { ...view, cursor: null, row: AT_BOTTOM } : view);

/**
 * Logs that are open go through time with the room: a window as long as theirs that ends at an instant; null: at now, with
 * whatever comes. Those of a tape go with it by themselves.
 */
export function logsUntil(to: Millis | null, here: Here): Step {
  const { state, world } = here;
  const logs = openLogs(here);
  if (logs === undefined) return only(state);
  const { about, query, server, from, to: end } = logs;
  const span = (end ?? logTime(world)) - from;
  const request = { about, query, server, from: millis((to ?? world.now) - span), to, at: null };
  return also(ended(state), { kind: 'logs', command: { do: 'open', request } });
}

const ended = (state: ScreenState): ScreenState => ({ ...state, views: state.views.map(atEnd) });

/** Where the logs in view end, if that is in the past: from there keys go on through time. */
export const logsShownUntil = (here: Here): Millis | null =>
  here.state.views.at(-1)?.kind === 'logs' ? (openLogs(here)?.to ?? null) : null;
