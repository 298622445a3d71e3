import { formatAge, formatClock } from '../../text/format.ts';
import { safe } from '../../text/safe.ts';
import { secondsBetween } from '../../units.ts';
import { AXIS } from '../canvas/charts/canvas.ts';
import { flash, only } from '../core/effects.ts';
import { zoneOf } from '../core/state.ts';
import { instantAfter } from '../views/chart/cursor.ts';
import { chartedRange } from '../views/charted-range.ts';
import { type Action, inRoom } from './action.ts';

/** Steps that lead across what charts show: about the columns of one that has half a page. */
const STEPS = 60;

/** The cursor of all charts one step back or on. It begins at the newest values, and beyond them it ends. */
const moved = (by: 1 | -1) =>
  inRoom(({ state, world: { localZone }, scene }) => {
    const range = chartedRange(state.views.at(-1), scene, state);
    const { cursor } = state;
    const isAtEnd = cursor === null || cursor >= range.to - (range.to - range.from) / STEPS;
    if (by > 0 && isAtEnd)
      return cursor === null
        ? only(state)
        : flash({ ...state, cursor: null }, 'info', 'Charts tell no values of an instant any more');
    const at = instantAfter(cursor, by, range, STEPS + AXIS);
    if (at === cursor) return only(state);
    const ago = formatAge(secondsBetween(at, range.to));
    const clock = formatClock(at, zoneOf(state, localZone));
    return flash({ ...state, cursor: at }, 'info', `Charts tell the values of ${clock}, ${ago} before the end`);
  });

export const cursorBack: Action = {
  keys: [','],
  context: 'time',
  hint: safe('cursor'),
  description: safe('A cursor in all charts: their values of an instant'),
  run: moved(-1),
  idle: () => safe('Charts show nothing before this'),
};

export const cursorOn: Action = {
  keys: ['.'],
  context: 'time',
  hint: safe('cursor on'),
  description: safe('The cursor on, and at the end away'),
  run: moved(1),
  idle: (_, keyOf) => safe(`Charts have no cursor; ${keyOf('cursor-back')} sets it`),
};
