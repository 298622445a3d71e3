import type { ComparisonMetric, Room, RoomFinding } from '../../room/shown.ts';
import { formatValue } from '../../text/format.ts';
import { literals, safe } from '../../text/safe.ts';
import { limitText } from '../../wording/limits.ts';
import { verdictReasons } from '../../wording/verdict.ts';
import { wrapLine } from '../canvas/in-full.ts';
import { type Line, run, toWidth, wrap } from '../canvas/runs.ts';
import { worstFirst } from '../core/worst.ts';
import type { PanelInput } from './panel.ts';
import { metricLimits } from './relative-limits.ts';

/** What it is drawn from. */
type Input = PanelInput<'at' | 'comparison' | 'patterns'>;

/** Rows from which a chart tells more than it takes away, and those of each where there is room for several. */
const CHART = 7;
const CHARTS = 9;
/** Cells of a chart beside another, and the space between them. */
const BESIDE = 46;
const GAP = 2;
/** Kinds of line in the logs that are worth rows here; the log diff has all. */
const FINDINGS = 3;

/** What else tells the versions apart, below their numbers: what is new in the logs, the worst metrics over time, and why the verdict is as it is. */
export function belowMetrics(metrics: readonly ComparisonMetric[], input: Input, rows: number): readonly Line[] {
  const { width, room } = input;
  const left = rows - 1;
  const found = findingLines(input, left < CHART ? 1 : 2);
  const reasons = verdictReasons(room).flatMap((text) => wrap(text, width).map((part): Line => [run(part, 'dim')]));
  const chosen = metrics.filter(({ id }) => id === input.cursor);
  const charted = [...chosen, ...metrics.filter(({ id }) => id !== input.cursor)];
  if (left < CHART || charted.length === 0) return left < 1 ? [] : [[], ...[...found, ...reasons].slice(0, left)];
  const above = found.slice(0, left - CHART);
  const after = reasons.slice(0, left - CHART - above.length);
  return [[], ...above, ...charts(charted, input, left - above.length - after.length), ...after];
}

const KINDS = literals({ new: 'new in', grown: 'more in', vanished: 'gone in' });

/** What the logs of the candidate say otherwise, the worst of it. @param most rows of each */
function findingLines({ room: { patterns, comparison }, width, glyphs }: Input, most: number): readonly Line[] {
  const worst = worstFirst(patterns?.findings ?? []).filter(({ state }) => state !== 'ok');
  const name = comparison?.candidate.label ?? safe('');
  return worst.slice(0, FINDINGS).flatMap((finding) => {
    const what = run(`${glyphs[finding.state]} ${KINDS[finding.kind]} ${name}'s log `, finding.state, { bold: true });
    return wrapLine(
      [what, run(`${timesText(finding)}  `), run(finding.template, 'title', { hangs: true })],
      width,
      most,
    );
  });
}

/** How often its lines came; of those that grew, how many times as often as in the baseline. */
function timesText({ factor, lines, kind }: RoomFinding) {
  if (factor !== null) return formatValue(factor, 'factor');
  return safe(`×${formatValue(kind === 'vanished' ? lines.baseline : lines.candidate, 'count')}`);
}

/** As many charts as have room, the first of them the worst, side by side where it is wide. */
function charts(metrics: readonly ComparisonMetric[], input: Input, rows: number): readonly Line[] {
  const { width } = input;
  const beside = Math.max(1, Math.min(Math.floor((width + GAP) / (BESIDE + GAP)), metrics.length));
  const below = Math.max(1, Math.min(Math.floor(rows / CHARTS), Math.ceil(metrics.length / beside)));
  const cells = Math.floor((width - GAP * (beside - 1)) / beside);
  return Array.from({ length: below }, (_, i) => {
    const height = Math.floor((rows * (i + 1)) / below) - Math.floor((rows * i) / below);
    const drawn = metrics
      .slice(i * beside, (i + 1) * beside)
      .map((metric) => chartOf(metric, { ...input, width: cells }, height));
    return Array.from({ length: height }, (_, row) =>
      drawn.flatMap((lines, column): Line => [...(column > 0 ? [run('  ')] : []), ...toWidth(lines[row] ?? [], cells)]),
    );
  }).flat();
}

/** A metric of both versions over time, under its name and its limits. */
function chartOf(metric: ComparisonMetric, { chart, width, room, glyphs }: Input, height: number): readonly Line[] {
  const curves = [
    { expr: metric.baselineExpr, line: 'baseline', name: baselineOf(room), unjudged: true },
    { expr: metric.candidateExpr, line: 'candidate', name: room.comparison?.candidate.label ?? safe('') },
  ] as const;
  const limits = run(`  ${limitText(metric, baselineOf(room))}`, 'dim');
  const head: Line = [run(metric.label, metric.state === 'ok' ? 'title' : metric.state, { bold: true }), limits];
  return [head, ...chart(curves, metric.unit, width, height - 1, metricLimits(metric, baselineOf(room), glyphs))];
}

const baselineOf = ({ comparison }: Pick<Room, 'comparison'>) => comparison?.baseline.label ?? safe('');
