import { type Safe, safe } from '../../text/safe.ts';
import { type ChartWindow, pan, WHOLE, zoom } from '../core/chart-window.ts';
import { only } from '../core/effects.ts';
import type { ActionId } from '../core/kinds.ts';
import { withTop } from '../core/state.ts';
import type { Here, InRoom } from '../core/world.ts';
import { type Action, inRoom } from './action.ts';

/** Moves or scales the charts of the view on top; those of the room always show all up to now. */
const inWindow = (to: (window: ChartWindow, scene: InRoom['scene']) => ChartWindow) =>
  inRoom(({ state, scene }) => {
    const view = state.views.at(-1);
    if (view === undefined || !('window' in view)) return only(state);
    return only(withTop(state, { ...view, window: to(view.window, scene) }));
  });

const idle = ({ state }: Here, keyOf: (action: ActionId) => Safe): Safe => {
  const view = state.views.at(-1);
  return view !== undefined && 'window' in view
    ? safe('The chart shows that already: there is no more of it')
    : safe(`Only charts move in time: ${keyOf('open')} opens one`);
};

export const zoomIn: Action = {
  keys: ['+'],
  context: 'chart',
  hint: safe('zoom in'),
  description: safe('Half the time on the chart'),
  run: inWindow((window, { trends, room }) => zoom(window, 0.5, trends.since, room.at)),
  idle,
};

export const zoomOut: Action = {
  keys: ['-'],
  context: 'chart',
  hint: safe('zoom out'),
  description: safe('Twice the time on the chart'),
  run: inWindow((window, { trends, room }) => zoom(window, 2, trends.since, room.at)),
  idle,
};

export const earlier: Action = {
  keys: ['['],
  context: 'chart',
  hint: safe('earlier'),
  description: safe('Move the chart into the past'),
  run: inWindow((window, { trends, room }) => pan(window, -0.25, trends.since, room.at)),
  idle,
};

export const later: Action = {
  keys: [']'],
  context: 'chart',
  hint: safe('later'),
  description: safe('Move the chart towards now'),
  run: inWindow((window, { trends, room }) => pan(window, 0.25, trends.since, room.at)),
  idle,
};

export const live: Action = {
  keys: ['0'],
  context: 'chart',
  hint: safe('live'),
  description: safe('Chart back to now, at its usual scale'),
  run: inWindow(() => WHOLE),
  idle,
};
