import type { View } from '../../core/kinds.ts';
import type { ViewKind } from '../kind.ts';
import { drawChart } from './draw.ts';
import { subjectCopy, subjectLogs } from './subjects.ts';

/** One thing over time, on the whole screen. */
export const chart: ViewKind<View<'chart'>> = {
  contexts: ['chart'],
  draw: ({ subject }, input) => drawChart(subject, input),
  copy: ({ subject }, room) => subjectCopy(subject, room),
  logs: ({ subject, window }, scene) => subjectLogs(subject, scene, window),
  hints: () => ({ first: [], besides: ['zoom-in', 'zoom-out', 'earlier', 'later', 'live'] }),
};
