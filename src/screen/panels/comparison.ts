import { windowOfQueries } from '../../room/rings/query-window.ts';
import type { Comparison, ComparisonMetric, Room, Verdict } from '../../room/shown.ts';
import { differenceState, keepsLimits } from '../../room/versions/comparison.ts';
import { formatDelta, formatDuration } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { limitText, missedText } from '../../wording/limits.ts';
import { verdictReasons, verdictSentence } from '../../wording/verdict.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { isRoomy } from '../canvas/layout.ts';
import { cell, type Line, run, widthOf, wrap, wrapTo } from '../canvas/runs.ts';
import { WHOLE } from '../core/chart-window.ts';
import { inView, urgency, worstFirst, worstOf } from '../core/worst.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import type { PanelKind } from './kind.ts';
import { hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { readingRun, readingText, stateMark, unknownDetail, verdictMark, verdictTone, verdictWord } from './parts.ts';

const VALUE = 9;
const DELTA = 10;
/** Rows from which a chart tells more than it takes away. */
const CHART = 7;

/** Baseline against candidate, metric by metric, under the verdict. */
function draw(input: PanelInput): PanelDrawing {
  const { comparison } = input.room;
  if (comparison === null) return { title: safe('Comparison'), badge: [], lines: [] };
  const { glyphs, width, height } = input;
  const title = safe(`${comparison.baseline.label} ${glyphs.becomes} ${comparison.candidate.label}`);
  const tone = verdictTone(comparison.verdict);
  const verdictBadge: Line = [verdictRun(comparison.verdict, glyphs)];
  const metrics = comparison.metrics.filter((metric) => input.ids.includes(metric.id));
  if (metrics.length === 0 && comparison.metrics.length > 0) return { title, badge: verdictBadge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title, badge: verdictBadge, lines: [summary(comparison, input)] };
  const label = Math.min(24, Math.max(8, ...metrics.map((m) => widthOf(m.label))), Math.max(8, width - 32));
  const header: Line = [
    run(cell(`  ${newestText(metrics)}`, label + 2), 'dim'),
    run(cell(comparison.baseline.label, VALUE, 'right'), 'baseline'),
    run(` ${cell(comparison.candidate.label, VALUE, 'right')}`, 'candidate'),
    run(` ${cell(glyphs.delta, DELTA, 'right')}`, 'dim'),
  ];
  // What is counted is worth rows of the list: cut, it names no window, beside numbers of another one. What limits say
  // stands in the list anyway.
  const sentence = verdictSentence(input.room);
  const wanted = Math.min(wrap(sentence, width).length, 2);
  const least = comparison.verdict.method !== 'e-process' || height < 4 ? 0 : height < 6 ? 1 : wanted;
  const said = Math.max(least, Math.min(wanted, height - metrics.length - 1));
  const rows = height - 1 - said;
  const words = Math.max(0, ...metrics.map((m) => widthOf(limitText(m, comparison.baseline.label))));
  const lines = listLines(
    inView(metrics, rows, (m) => m.id === input.cursor, urgency),
    (m) => m.id,
    input,
    rows,
    (m) => metricRow(m, input, label, words),
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
function chartOf(metric: ComparisonMetric, { chart, width, room }: PanelInput, height: number): Line[] {
  const curves = [
    { expr: metric.baselineExpr, line: 'baseline' },
    { expr: metric.candidateExpr, line: 'candidate' },
  ] as const;
  const head: Line = [run(metric.label, 'title'), run(`  ${limitText(metric, baselineOf(room))}`, 'dim')];
  return [[], head, ...chart(curves, metric.unit, width, height - 2, metric.limits.own)];
}

function metricRow(metric: ComparisonMetric, input: PanelInput, label: number, words: number): Line {
  const { glyphs, width, room } = input;
  const left = width - (label + 2 + VALUE + 1 + VALUE + 1 + DELTA);
  const delta = metric.delta === null ? '' : formatDelta(metric.delta, metric.unit);
  // Which of its limits it misses: a number that is better than the other version's is not the one to be red.
  const { own } = metric.states;
  const difference = differenceState(metric);
  const fixed: Line = [
    stateMark(metric.state, glyphs),
    run(` ${cell(metric.label, label)}`),
    readingRun(metric.baseline, metric.unit, VALUE, 'baseline'),
    run(' '),
    readingRun(metric.candidate, metric.unit, VALUE, own === 'ok' ? 'candidate' : own),
    run(` ${cell(delta, DELTA, 'right')}`, difference === 'ok' ? 'dim' : difference),
  ];
  if (left < 8) return fixed;
  const unknown = unknownDetail(metric.candidate.known ? metric.baseline : metric.candidate, metric.unit, room.at);
  if (unknown !== '') return [...fixed, run(`  ${unknown}`, 'dim')];
  if (!keepsLimits(metric)) return [...fixed, run(`  ${missedText(metric, baselineOf(room))}`, metric.state)];
  // All trends are equally wide, so that one moment stands in one column.
  const worded = left >= 20 + words;
  const trend = input.trend(metric.candidateExpr, Math.min(40, worded ? left - words - 4 : left - 2));
  const line: Line = [...fixed, run('  '), run(trend, 'candidate')];
  return worded ? [...line, run(`  ${limitText(metric, baselineOf(room))}`, 'dim')] : line;
}

const baselineOf = ({ comparison }: Room): Safe => comparison?.baseline.label ?? safe('');

/** Over how long the newest values are taken: the verdict above them counts another time. */
function newestText(metrics: readonly ComparisonMetric[]): Safe {
  const window = windowOfQueries(metrics.flatMap((m) => [m.baselineExpr, m.candidateExpr]));
  return safe(window === null ? 'newest' : `last ${formatDuration(window)}`);
}

function summary(comparison: Comparison, { glyphs }: PanelInput): Line {
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
export const comparison: PanelKind = {
  title: safe('Comparison'),
  place: {
    spots: {
      wall: { band: 1, column: 0, row: 0 },
      wide: { band: 1, column: 0, row: 0 },
      medium: { band: 1, column: 0, row: 0 },
      small: { band: 2, column: 0, row: 0 },
    },
    stays: 4,
    share: 3,
    inOneRow: true,
  },
  need(size, { comparison }) {
    const metrics = Math.max(1, comparison?.metrics.length ?? 0);
    return { min: 4, want: 2 + metrics + (isRoomy(size) ? 12 : 2), grow: isRoomy(size) ? 2 : 1 };
  },
  present: (room) => room.comparison !== null,
  rows: (room) => (room.comparison?.metrics ?? []).map((m) => ({ id: m.id, text: `${m.id} ${m.label} ${m.state}` })),
  state: ({ comparison }) =>
    worstOf(comparison ? [comparison.verdict.level, ...comparison.metrics.map((m) => m.state)] : []),
  draw,
  open: (id) => chartView(subject(id)),
  copy: (id, room) => subjectCopy(subject(id), room),
  logs: (id, scene) => subjectLogs(subject(id), scene, WHOLE),
  hints: () => ({ first: ['verdict'], besides: [] }),
};
