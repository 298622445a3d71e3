import type { Comparison, ComparisonMetric, Room, Verdict } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { verdictSentence } from '../../wording/verdict.ts';
import { windowText } from '../../wording/windows.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, run, wrap, wrapTo } from '../canvas/runs.ts';
import { metricFields } from '../core/fields.ts';
import { once } from '../core/once.ts';
import type { Row } from '../core/rows.ts';
import { inView, urgency, worstFirst, worstOf } from '../core/worst.ts';
import { chartView } from '../views/chart/state.ts';
import { subjectCopy, subjectLogs } from '../views/chart/subjects.ts';
import { belowMetrics, worthFinding } from './below-metrics.ts';
import { CHART } from './chart-grid.ts';
import type { PanelKind } from './kind.ts';
import { metricDistance, metricTable, metricWindow } from './metric-rows.ts';
import { hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { readingText, verdictMark, verdictTone, verdictWord } from './parts.ts';
import { windowTitle } from './window-title.ts';

/** What it draws from. */
type Part = 'at' | 'comparison' | 'patterns';
type Input = PanelInput<Part>;

/** Baseline against candidate, metric by metric, under the verdict. */
function draw(input: Input): PanelDrawing {
  const { comparison } = input.room;
  if (comparison === null) return { title: safe('Comparison'), badge: [], lines: [] };
  const { glyphs, width, height } = input;
  const all = metricsOf(comparison);
  const tone = verdictTone(comparison.verdict);
  const verdictBadge: Line = [verdictRun(comparison.verdict, glyphs)];
  const versions = safe(`${comparison.baseline.label} ${glyphs.becomes} ${comparison.candidate.label}`);
  const window = metricWindow(all);
  const titleBeside = (badge: Line) => windowTitle(versions, window, badge, input);
  const title = titleBeside(verdictBadge);
  const metrics = all.filter((metric) => input.ids.includes(metric.id));
  if (metrics.length === 0 && comparison.metrics.length > 0) return { title, badge: verdictBadge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title, badge: verdictBadge, lines: [summary(comparison, input)] };
  const names = { baseline: comparison.baseline.label, candidate: comparison.candidate.label };
  const table = metricTable(all, names, input);
  // What is counted is worth rows of the list: cut, it names no window, beside numbers of another one. What limits say
  // stands in the list anyway.
  const sentence = verdictSentence(input.room);
  const wanted = wrap(sentence, width).length;
  const listed = Math.min(metrics.length, metrics.filter(({ state }) => state !== 'ok').length + 2);
  const counted =
    height < 4 ? 0 : height < 6 ? 1 : Math.max(Math.min(wanted, 2), Math.min(wanted, height - listed - 1));
  const least = comparison.verdict.method === 'e-process' ? counted : 0;
  const said = Math.max(least, Math.min(wanted, height - metrics.length - 1));
  const rows = height - 1 - said;
  const lines = listLines(
    inView(metrics, rows, (m) => m.id === input.cursor, urgency),
    (m) => m.id,
    input,
    rows,
    table.row,
  );
  const badge: Line = [...verdictBadge, hiddenRun(metrics.length - lines.length, glyphs)];
  const full = titleBeside(badge);
  const shown: Line[] = [
    ...wrapTo(sentence, width, said).map((text) => [run(text, tone, { bold: tone === 'fail' })]),
    // Told once: where the title has no room for it.
    table.header(full === versions && window !== null ? windowText(window) : safe('')),
    ...lines,
  ];
  return { title: full, badge, lines: [...shown, ...belowMetrics(metrics, input, height - shown.length)] };
}

/** Every metric as it is listed: the worst first. */
const metricsOf = once(({ metrics }: Comparison): readonly ComparisonMetric[] => worstFirst(metrics, metricDistance));

function summary(comparison: Comparison, { glyphs }: Input): Line {
  const worst = metricsOf(comparison).find((m) => m.state !== 'ok');
  return [
    verdictRun(comparison.verdict, glyphs),
    ...(worst === undefined ? [] : [run(`  ${worst.label} ${readingText(worst.candidate, worst.unit)}`, worst.state)]),
  ];
}

const verdictRun = (verdict: Verdict, glyphs: Glyphs) =>
  run(`${verdictMark(verdict, glyphs)} ${verdictWord(verdict)}`, verdictTone(verdict), { bold: true });

const rowsOf = once((comparison: Comparison): readonly Row[] =>
  metricsOf(comparison).map((m) => ({ id: m.id, text: `${m.id} ${m.label} ${m.state}`, fields: metricFields(m) })),
);

const comparisonState = ({ comparison }: Pick<Room, 'comparison'>) =>
  worstOf(comparison ? [comparison.verdict.level, ...comparison.metrics.map((m) => m.state)] : []);

/** Rows for the sentence of the verdict, and for each of the worst lines of the logs. */
const SENTENCE = 2;
const FINDING = 2;
/** As many metrics that are well are shown where others want the rows of the rest. */
const FEW = 3;

/** Rows for the verdict, the metrics and what is new in the logs, with the border. */
function rowsTold({ comparison, patterns }: Pick<Room, 'comparison' | 'patterns'>): number {
  const metrics = Math.max(1, comparison?.metrics.length ?? 0);
  const said = comparison?.verdict.method === 'e-process' ? SENTENCE : 0;
  return 2 + said + 1 + metrics + FINDING * worthFinding(patterns).length;
}

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
  need(size, room) {
    const told = rowsTold(room);
    const want = told + (isRoomy(size) ? CHART + 3 : 0);
    return { min: 4, want, grow: isRoomy(size) ? 2 : 1, tells: comparisonState(room) === 'ok' ? 1 : told };
  },
  gives(size, room) {
    const told = rowsTold(room);
    const first = isRoomy(size) ? [told] : [];
    if (comparisonState(room) !== 'ok') return first;
    const few = 2 + SENTENCE + 1 + FEW;
    return [...first, ...(few < told ? [few] : []), 1];
  },
  present: (room) => room.comparison !== null,
  reads: { at: true, comparison: true, patterns: true },
  rows: ({ comparison }) => (comparison === null ? [] : rowsOf(comparison)),
  state: comparisonState,
  draw,
  open: (id) => chartView(subject(id)),
  copy: (id, room) => subjectCopy(subject(id), room),
  logs: (id, scene) => subjectLogs(subject(id), scene),
  hints: () => ({ first: ['verdict'], besides: [] }),
};
