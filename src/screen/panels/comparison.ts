import { windowOfQueries } from '../../room/rings/query-window.ts';
import type { Comparison, ComparisonMetric, Room, Verdict } from '../../room/shown.ts';
import { differenceState, keepsLimits } from '../../room/versions/comparison.ts';
import { formatDelta, formatDuration } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { limitText, missedText } from '../../wording/limits.ts';
import { verdictReasons, verdictSentence } from '../../wording/verdict.ts';
import { type Cell, columns, widest } from '../canvas/columns.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, run, wrap, wrapTo } from '../canvas/runs.ts';
import { WHOLE } from '../core/chart-window.ts';
import { inView, urgency, worstFirst, worstOf } from '../core/worst.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import type { PanelKind } from './kind.ts';
import { hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { readingRun, readingText, stateMark, unknownDetail, verdictMark, verdictTone, verdictWord } from './parts.ts';

/** What it draws from. */
type Part = 'at' | 'comparison';
type Input = PanelInput<Part>;

/** Both versions and their difference, and where there is room what more there is to say of it. */
const tableOf = (metrics: readonly ComparisonMetric[], width: number) =>
  columns(
    [
      { name: 'mark', width: 1 },
      { name: 'label', width: widest(labelsOf(metrics), { least: 8, most: 24 }), least: 8, gap: 1 },
      { name: 'baseline', width: 9, align: 'right' },
      { name: 'candidate', width: 9, align: 'right', gap: 1 },
      { name: 'delta', width: 10, align: 'right', gap: 1 },
      { name: 'more', width: 'flows', least: 6, vanishes: true, gap: 2 },
    ],
    width,
  );

const labelsOf = (metrics: readonly ComparisonMetric[]): readonly Safe[] => metrics.map(({ label }) => label);

/** Rows from which a chart tells more than it takes away. */
const CHART = 7;

/** Baseline against candidate, metric by metric, under the verdict. */
function draw(input: Input): PanelDrawing {
  const { comparison } = input.room;
  if (comparison === null) return { title: safe('Comparison'), badge: [], lines: [] };
  const { glyphs, width, height } = input;
  const title = safe(`${comparison.baseline.label} ${glyphs.becomes} ${comparison.candidate.label}`);
  const tone = verdictTone(comparison.verdict);
  const verdictBadge: Line = [verdictRun(comparison.verdict, glyphs)];
  const metrics = comparison.metrics.filter((metric) => input.ids.includes(metric.id));
  if (metrics.length === 0 && comparison.metrics.length > 0) return { title, badge: verdictBadge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title, badge: verdictBadge, lines: [summary(comparison, input)] };
  const table = tableOf(metrics, width);
  const header = table.header({
    label: newestText(metrics),
    baseline: run(comparison.baseline.label, 'baseline'),
    candidate: run(comparison.candidate.label, 'candidate'),
    delta: glyphs.delta,
  });
  // What is counted is worth rows of the list: cut, it names no window, beside numbers of another one. What limits say
  // stands in the list anyway.
  const sentence = verdictSentence(input.room);
  const wanted = Math.min(wrap(sentence, width).length, 2);
  const least = comparison.verdict.method !== 'e-process' || height < 4 ? 0 : height < 6 ? 1 : wanted;
  const said = Math.max(least, Math.min(wanted, height - metrics.length - 1));
  const rows = height - 1 - said;
  const words = widest(metrics.map((m) => limitText(m, comparison.baseline.label)));
  const lines = listLines(
    inView(metrics, rows, (m) => m.id === input.cursor, urgency),
    (m) => m.id,
    input,
    rows,
    (m) => metricRow(m, input, table, words),
  );
  const badge: Line = [...verdictBadge, hiddenRun(metrics.length - lines.length, glyphs)];
  const shown: Line[] = [
    ...wrapTo(sentence, width, said).map((text) => [run(text, tone, { bold: tone === 'fail' })]),
    header,
    ...lines,
  ];
  if (input.detail !== 'full') return { title, badge, lines: shown };
  const left = height - shown.length;
  const chosen = metrics.find((m) => m.id === input.cursor) ?? worstFirst(metrics)[0];
  if (chosen !== undefined && left >= CHART)
    return { title, badge, lines: [...shown, ...chartOf(chosen, input, left)] };
  const reasons = verdictReasons(input.room).slice(0, Math.max(0, left - 1));
  return { title, badge, lines: [...shown, [], ...reasons.map((text): Line => [run(text, 'dim')])] };
}

/** The selected metric, or the worst, of both versions over time. */
function chartOf(metric: ComparisonMetric, { chart, width, room }: Input, height: number): Line[] {
  const curves = [
    { expr: metric.baselineExpr, line: 'baseline' },
    { expr: metric.candidateExpr, line: 'candidate' },
  ] as const;
  const head: Line = [run(metric.label, 'title'), run(`  ${limitText(metric, baselineOf(room))}`, 'dim')];
  return [[], head, ...chart(curves, metric.unit, width, height - 2, { limit: metric.limits.own })];
}

function metricRow(metric: ComparisonMetric, input: Input, table: ReturnType<typeof tableOf>, words: number): Line {
  const { unit } = metric;
  const { baseline, candidate } = table.widths;
  const delta = metric.delta === null ? safe('') : formatDelta(metric.delta, unit);
  // Which of its limits it misses: a number that is better than the other version's is not the one to be red.
  const { own } = metric.states;
  const difference = differenceState(metric);
  return table.row({
    mark: stateMark(metric.state, input.glyphs),
    label: run(metric.label),
    baseline: readingRun(metric.baseline, unit, baseline, 'baseline'),
    candidate: [readingRun(metric.candidate, unit, candidate, own === 'ok' ? 'candidate' : own)],
    delta: run(delta, difference === 'ok' ? 'dim' : difference),
    more: (cells) => moreOf(metric, input, words, cells),
  });
}

/** Why a value is not known or which limit is missed; else the trend, and the limit where there is room for all limits. */
function moreOf(metric: ComparisonMetric, { trend, room }: Input, words: number, cells: number): Cell {
  const unknown = unknownDetail(metric.candidate.known ? metric.baseline : metric.candidate, metric.unit, room.at);
  if (unknown !== '') return run(unknown, 'dim');
  if (!keepsLimits(metric)) return run(missedText(metric, baselineOf(room)), metric.state);
  // All trends are equally wide, so that one moment stands in one column.
  const table = columns(
    [
      { name: 'trend', width: 'rest', least: 16, most: 40 },
      { name: 'limit', width: 'flows', least: words, most: words, vanishes: true, gives: 1, gap: 2 },
    ],
    cells,
  );
  return table.row({
    trend: (width) => run(trend(metric.candidateExpr, width), 'candidate'),
    limit: run(limitText(metric, baselineOf(room)), 'dim'),
  });
}

const baselineOf = ({ comparison }: Pick<Room, 'comparison'>): Safe => comparison?.baseline.label ?? safe('');

/** Over how long the newest values are taken: the verdict above them counts another time. */
function newestText(metrics: readonly ComparisonMetric[]): Safe {
  const window = windowOfQueries(metrics.flatMap((m) => [m.baselineExpr, m.candidateExpr]));
  return safe(window === null ? 'newest' : `last ${formatDuration(window)}`);
}

function summary(comparison: Comparison, { glyphs }: Input): Line {
  const worst = comparison.metrics.find((m) => m.state === 'fail') ?? comparison.metrics.find((m) => m.state !== 'ok');
  return [
    verdictRun(comparison.verdict, glyphs),
    ...(worst === undefined ? [] : [run(`  ${worst.label} ${readingText(worst.candidate, worst.unit)}`, worst.state)]),
  ];
}

const verdictRun = (verdict: Verdict, glyphs: Glyphs) =>
  run(`${verdictMark(verdict, glyphs)} ${verdictWord(verdict)}`, verdictTone(verdict), { bold: true });

const subject = (metric: string) => ({ kind: 'metric', metric }) as const;

/** The baseline against the candidate. */
export const comparison: PanelKind<Part> = {
  title: safe('Comparison'),
  place: {
    spots: { wall: [1, 0, 0], wide: [1, 0, 0], medium: [1, 0, 0], small: [2, 0, 0] },
    stays: 4,
    share: 3,
    inOneRow: true,
  },
  need(size, { comparison }) {
    const metrics = Math.max(1, comparison?.metrics.length ?? 0);
    return { min: 4, want: 2 + metrics + (isRoomy(size) ? 12 : 2), grow: isRoomy(size) ? 2 : 1 };
  },
  present: (room) => room.comparison !== null,
  reads: { at: true, comparison: true },
  rows: (room) => (room.comparison?.metrics ?? []).map((m) => ({ id: m.id, text: `${m.id} ${m.label} ${m.state}` })),
  state: ({ comparison }) =>
    worstOf(comparison ? [comparison.verdict.level, ...comparison.metrics.map((m) => m.state)] : []),
  draw,
  open: (id) => chartView(subject(id)),
  copy: (id, room) => subjectCopy(subject(id), room),
  logs: (id, scene) => subjectLogs(subject(id), scene, WHOLE),
  hints: () => ({ first: ['verdict'], besides: [] }),
};
