import { literals } from '../../../text/safe.ts';
import { axisRange } from '../../core/axis.ts';
import { only } from '../../core/effects.ts';
import type { View } from '../../core/kinds.ts';
import type { Here } from '../../core/world.ts';
import type { ViewKind } from '../kind.ts';
import { around } from '../logs/jumps.ts';
import { instantAfter } from './cursor.ts';
import { drawChart } from './draw.ts';
import { subjectCopy, subjectLogs, subjectMoved } from './subjects.ts';

/** The cursor so many columns to the right; it begins at the end it is moved away from. */
function moved(by: 1 | -1, { state, world: { scene, pageWidth } }: Here) {
  if (scene === undefined) return undefined;
  const range = axisRange(state.axis, scene.trends.since, scene.room.at);
  return only({ ...state, cursor: instantAfter(state.cursor, by, range, pageWidth) });
}

/** One thing over time, on the whole screen. */
export const chart: ViewKind<View<'chart'>> = {
  contexts: [],
  draw: (view, input) => drawChart(view, input),
  move: (view, by, room) => ({ ...view, subject: subjectMoved(view.subject, by, room) }),
  act(_view, action, _, here) {
    if (action === 'left' || action === 'right') return moved(action === 'left' ? -1 : 1, here);
    return undefined;
  },
  copy: ({ subject }, room) => subjectCopy(subject, room),
  logs({ subject }, scene, { axis, cursor }) {
    const jump = subjectLogs(subject, scene, axis);
    return jump === null || cursor === null ? jump : around(scene.room, jump.about, jump.labels, cursor);
  },
  hints: () => ({ first: [], besides: ['left', 'zoom-in', 'zoom-out', 'earlier', 'later', 'live'] }),
  hintWords: literals({ left: 'cursor' }),
};
