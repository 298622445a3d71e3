import type { ComparisonMetric, Room, RoomFinding } from '../../room/shown.ts';
import { heldLimits } from '../../room/versions/held.ts';
import { formatValue } from '../../text/format.ts';
import { joined, literals, type Safe, safe } from '../../text/safe.ts';
import { widthOf } from '../../text/width.ts';
import { limitText } from '../../wording/limits.ts';
import { countedReasons } from '../../wording/verdict-plain.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { wrapLine } from '../canvas/in-full.ts';
import { type Line, run, wrap } from '../canvas/runs.ts';
import { worstFirst } from '../core/worst.ts';
import { CHART, chartGrid } from './chart-grid.ts';
import { heldText } from './metric-rows.ts';
import type { PanelInput } from './panel.ts';
import { metricLimits } from './relative-limits.ts';

/** What it is drawn from. */
type Input = PanelInput<'at' | 'comparison' | 'patterns'>;

/** Kinds of line in the logs that are worth rows here; the log diff has all. */
const FINDINGS = 3;

/** What else tells the versions apart, below their numbers: what is new in the logs, the worst metrics over time, and why the verdict is as it is. */
export function belowMetrics(metrics: readonly ComparisonMetric[], input: Input, rows: number): readonly Line[] {
  const { width, room } = input;
  const left = rows - 1;
  const reasons = countedReasons(room).flatMap((text) => wrap(text, width).map((part): Line => [run(part, 'dim')]));
  const chosen = metrics.filter(({ id }) => id === input.cursor);
  const unwell = metrics.filter(({ state }) => state !== 'ok');
  // While all is well, what the profile names first is worth a chart, however far from its limit.
  const calm = (room.comparison?.metrics ?? []).filter((metric) => metrics.includes(metric));
  const charted = [...new Set([...chosen, ...unwell, ...calm])];
  // What is new in the logs is told in full before anything is drawn.
  const found = findingLines(input, left);
  const spare = left - found.length;
  if (spare < CHART || charted.length === 0) return left < 1 ? [] : [[], ...[...found, ...reasons].slice(0, left)];
  const after = reasons.slice(0, spare - CHART);
  const size = { width, height: spare - after.length };
  const draw = (metric: ComparisonMetric, cells: number, height: number) =>
    chartOf(metric, { ...input, width: cells }, height);
  return [[], ...found, ...chartGrid(charted, draw, size), ...after];
}

const KINDS = literals({ new: 'new in', grown: 'more in', vanished: 'gone in' });

/** The worst lines of the logs. */
export const worthFinding = (patterns: Room['patterns']): readonly RoomFinding[] =>
  worstFirst(patterns?.findings ?? [])
    .filter(({ state }) => state !== 'ok')
    .slice(0, FINDINGS);

/** What the logs of the candidate say otherwise, the worst of it, in so many rows at most: each has one at least. */
function findingLines({ room: { patterns, comparison }, width, glyphs }: Input, most: number): readonly Line[] {
  const name = comparison?.candidate.label ?? safe('');
  const worst = worthFinding(patterns).slice(0, Math.max(0, most));
  let left = most - worst.length;
  return worst.flatMap((finding) => {
    const what = run(`${glyphs[finding.state]} ${KINDS[finding.kind]} ${name}'s log `, finding.state, { bold: true });
    const lines = wrapLine(
      [what, run(`${timesText(finding)}  `), run(finding.template, 'title', { hangs: true })],
      width,
      1 + left,
    );
    left -= lines.length - 1;
    return lines;
  });
}

/** How often its lines came; of those that grew, how many times as often as in the baseline. */
function timesText({ factor, lines, kind }: RoomFinding): Safe {
  if (factor !== null) return joined([formatValue(factor, 'score'), safe('times')], ' ');
  return safe(`×${formatValue(kind === 'vanished' ? lines.baseline : lines.candidate, 'count')}`);
}

/** A metric of both versions over time, under its name and its limits. */
function chartOf(metric: ComparisonMetric, { chart, width, room, glyphs }: Input, height: number): readonly Line[] {
  const curves = [
    { expr: metric.baselineExpr, line: 'baseline', name: baselineOf(room), unjudged: true },
    { expr: metric.candidateExpr, line: 'candidate', name: room.comparison?.candidate.label ?? safe('') },
  ] as const;
  const name = run(metric.label, metric.state === 'ok' ? 'title' : metric.state, { bold: true });
  const limits = [limitText(metric, baselineOf(room)), limitsInSigns(metric, baselineOf(room), glyphs)];
  const fitting = limits.find((text) => widthOf(metric.label) + 2 + widthOf(text) <= width) ?? limits[1] ?? safe('');
  const head: Line = [name, run(`  ${fitting}`, 'dim')];
  return [head, ...chart(curves, metric.unit, width, height - 1, metricLimits(metric, baselineOf(room), glyphs))];
}

/** "≤ 1.00 %, ≤ V1+2.00 pt" */
const limitsInSigns = (metric: ComparisonMetric, baseline: Safe, glyphs: Glyphs): Safe =>
  joined(
    heldLimits(metric).map((held) => heldText(held, { baseline }, glyphs)),
    ', ',
  );

const baselineOf = ({ comparison }: Pick<Room, 'comparison'>) => comparison?.baseline.label ?? safe('');
