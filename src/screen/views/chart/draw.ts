import { formatClock, formatDuration } from '../../../text/format.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { secondsBetween } from '../../../units.ts';
import { type Run, run, wrap } from '../../canvas/runs.ts';
import type { DetailDrawing, DetailInput } from '../shared/detail.ts';
import type { ChartView } from './state.ts';
import { chartOf } from './subjects.ts';

/** One thing over time, large, with the numbers of now above it and its query below. */
export function drawChart({ subject }: ChartView, input: DetailInput): DetailDrawing | null {
  const shown = chartOf(subject, input);
  if (shown === null) return null;
  const { width, height, range } = input;
  const texts = new Set(shown.curves.map(({ expr }) => expr.text));
  const queries = [...texts]
    .flatMap((text) => wrap(sanitiseLine(text), width))
    .slice(0, Math.max(0, Math.floor(height / 5)));
  const chart = Math.max(0, height - shown.facts.length - queries.length - 1);
  const span = formatDuration(secondsBetween(range.from, range.to));
  return {
    title: shown.title,
    badge: range.live ? [run(`last ${span}`, 'dim')] : [pastRun(input)],
    lines: [
      ...shown.facts,
      range.live ? [] : [run('The chart is of the past, what stands above of now; 0 brings it back to now', 'warn')],
      ...(shown.map?.(chart) ??
        input.chart(shown.curves, shown.unit, width, chart, { ...shown.more, limit: shown.limit })),
      ...queries.map((text) => [run(text, 'dim')]),
    ],
  };
}

/** Which part of the past a chart shows, where its end is not now. */
export const pastRun = ({ range, timeZone }: Pick<DetailInput, 'range' | 'timeZone'>): Run =>
  run(`PAST ${formatClock(range.from, timeZone)} to ${formatClock(range.to, timeZone)}`, 'warn', {
    bold: true,
    inverse: true,
  });
