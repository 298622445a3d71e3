import { formatDuration } from '../../../text/format.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { secondsBetween } from '../../../units.ts';
import { run, wrap } from '../../canvas/runs.ts';
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
  const drawn = input.chart(shown.curves, shown.unit, width, chart, { ...shown.more, limit: shown.limit });
  return {
    title: shown.title,
    badge: [run(`last ${span}`, 'dim')],
    lines: [
      ...shown.facts,
      [],
      ...(shown.map?.(chart) ?? (shown.isNow ? [] : drawn)),
      ...queries.map((text) => [run(text, 'dim')]),
    ],
  };
}
