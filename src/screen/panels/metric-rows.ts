import { limitSigns } from '../../limits/limit.ts';
import { usualWindow, windowOfQueries } from '../../room/rings/query-window.ts';
import type { ComparisonMetric } from '../../room/shown.ts';
import { type HeldLimit, heldAt, heldLimits } from '../../room/versions/held.ts';
import { formatAge, formatDelta, formatValue } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { type Seconds, secondsBetween } from '../../units.ts';
import { windowText } from '../../wording/windows.ts';
import { isSample, type Samples } from '../canvas/charts/samples.ts';
import { limitSparkline, sparkline, sparklineSamples } from '../canvas/charts/sparkline.ts';
import { type Cell, columns, widest } from '../canvas/columns.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { blank, type Line, type Run, run } from '../canvas/runs.ts';
import { distanceRuns } from './distance.ts';
import type { PanelInput } from './panel.ts';
import { readingRun, readingText, stateMark, unknownDetail } from './parts.ts';

type Input = Pick<PanelInput<'at' | 'comparison'>, 'room' | 'width' | 'glyphs' | 'unicode' | 'past' | 'range'>;
type Names = Readonly<Record<'baseline' | 'candidate', Safe>>;

/** The metrics of two versions as a table: both values, the limit that decides, and how far from it. */
export interface MetricTable {
  /** @param label what stands above the labels */
  header(label: Safe): Line;
  row(metric: ComparisonMetric): Line;
}

const exprsOf = ({ baselineExpr, candidateExpr }: ComparisonMetric) => [baselineExpr, candidateExpr];

/** Over how long most of the values are taken. */
export const metricWindow = (metrics: readonly ComparisonMetric[]): Seconds | null => usualWindow(metrics.map(exprsOf));

/** How far a metric is from the limit that decides; null where there is none, or it is not known. */
export const metricDistance = (metric: ComparisonMetric) => heldLimits(metric)[0]?.distance ?? null;

/** @param all every metric, whatever is filtered: so that columns stay as wide as they are */
export function metricTable(all: readonly ComparisonMetric[], names: Names, input: Input): MetricTable {
  const { glyphs, width } = input;
  const window = metricWindow(all);
  const gap = width < ROOMY ? 1 : 2;
  const table = columns(
    [
      { name: 'mark', width: 1 },
      {
        name: 'label',
        width: widest(
          all.map((m) => labelText(m, window, glyphs)),
          { least: 8, most: 24 },
        ),
        least: 8,
        gap: 1,
      },
      { name: 'baseline', width: valueWidth(all, 'baseline', names), align: 'right', gap },
      { name: 'candidate', width: valueWidth(all, 'candidate', names), align: 'right', gap },
      {
        name: 'limit',
        width: widest([
          safe('limit'),
          ...all.flatMap((m) =>
            heldLimits(m)
              .slice(0, 1)
              .map((held) => heldText(held, names, glyphs)),
          ),
        ]),
        vanishes: true,
        align: 'right',
        gap,
      },
      { name: 'more', width: 'flows', least: LEAST_BAR, vanishes: true, gap },
    ],
    width,
  );
  const headerOf = (label: Safe) =>
    table.header({
      label,
      baseline: run(names.baseline, 'baseline'),
      candidate: run(names.candidate, 'candidate'),
      limit: safe('limit'),
    });
  const bar = all.every(({ state }) => state === 'ok') ? WELL_BAR : BAR;
  const more = moreTable(table.widths.more, bar);
  return {
    header: (label) => {
      if (table.widths.more === 0) return headerOf(label);
      const names = { trend: pastText(more.widths.trend, input), delta: glyphs.delta };
      return [...headerOf(label), run(blank(gap)), ...more.header(names)];
    },
    row(metric) {
      const [held] = heldLimits(metric);
      const { baseline, candidate } = table.widths;
      return table.row({
        mark: stateMark(metric.state, glyphs),
        label: run(labelText(metric, window, glyphs)),
        baseline: readingRun(metric.baseline, metric.unit, baseline, { tone: 'baseline' }),
        candidate: candidateRun(metric, candidate),
        limit: held === undefined ? [] : run(heldText(held, names, glyphs), held.state === 'ok' ? 'dim' : held.state),
        more: (cells) => moreOf(metric, held, input, moreTable(cells, bar)),
      });
    },
  };
}

/** Narrower than this, numbers stand closer. */
const ROOMY = 60;
/** Cells of a bar, at least and at most. */
const LEAST_BAR = 5;
const BAR = 19;
/** Where all is well no word stands behind it. */
const WELL_BAR = 11;
const LEAST_TREND = 8;
const TREND = 16;
const DELTA = 11;

/** The distance, then the past, then the difference: as much of it as there is room for. */
const moreTable = (cells: number, bar: number) =>
  columns(
    [
      { name: 'bar', width: bar, least: LEAST_BAR, vanishes: true, gives: 3 },
      {
        name: 'trend',
        width: Math.max(TREND, Math.min(80, cells - bar - 2 - DELTA - 2)),
        least: LEAST_TREND,
        vanishes: true,
        gives: 2,
        gap: 2,
      },
      { name: 'delta', width: DELTA, vanishes: true, gives: 1, gap: 2, align: 'right' },
    ],
    cells,
  );

/** Of how long the trends are, where there is room for it. */
function pastText(cells: number, { range }: Input): Safe {
  const age = formatAge(secondsBetween(range.from, range.to));
  return [safe(`of the limit, past ${age}`), safe(`past ${age}`)].find(({ length }) => length <= cells) ?? safe('');
}

/** What is called by its label, and its window where that is not the one of most. */
function labelText(metric: ComparisonMetric, usual: Seconds | null, { separator }: Glyphs): Safe {
  const window = windowOfQueries(exprsOf(metric));
  return window === null || window === usual
    ? metric.label
    : safe(`${metric.label} ${separator} ${windowText(window)}`);
}

/** A number that is missed by another limit than its own is not the one to be red. */
const candidateRun = ({ candidate, unit, limits, states: { own } }: ComparisonMetric, width: number): Run =>
  readingRun(candidate, unit, width, { tone: own === 'ok' ? 'candidate' : own, limit: limits.own });

const valueWidth = (all: readonly ComparisonMetric[], of: 'baseline' | 'candidate', names: Names): number =>
  widest(
    [
      names[of],
      ...all.map((metric) => readingText(metric[of], metric.unit, of === 'candidate' ? metric.limits.own : null)),
    ],
    { least: 6, most: 10 },
  );

/** A limit as short as it can be told: "≤ 1.00 %", "≤ V1+2.00 pt", "≥ V1×1.1". */
export function heldText(
  { of, limit, unit }: Pick<HeldLimit, 'of' | 'limit' | 'unit'>,
  { baseline }: Pick<Names, 'baseline'>,
  glyphs: Glyphs,
): Safe {
  if (of === 'own') return limitSigns(limit, unit, glyphs);
  const same = of === 'delta' ? 0 : 1;
  const more = (n: number) => (of === 'delta' ? formatDelta(n, unit) : formatValue(n, unit));
  return limitSigns(limit, (n) => (n === same ? baseline : safe(`${baseline}${more(n)}`)), glyphs);
}

/** Why a value is not known; else how far it is from its limit, how far it was, and how the versions differ. */
function moreOf(
  metric: ComparisonMetric,
  held: HeldLimit | undefined,
  input: Input,
  table: ReturnType<typeof moreTable>,
): Cell {
  const { room, unicode } = input;
  const unknown = unknownDetail(metric.candidate.known ? metric.baseline : metric.candidate, metric.unit, room.at);
  if (unknown !== '') return run(unknown, 'dim');
  const past = pastOf(metric, table.widths.trend, input);
  const delta = metric.delta === null ? safe('') : formatDelta(metric.delta, metric.unit);
  return table.row({
    bar: (width) => {
      if (held !== undefined) return distanceRuns(held.distance, width, unicode);
      return run(table.widths.trend > 0 ? rangeText(past, metric) : safe(''), 'dim');
    },
    trend: (width) => (held === undefined ? freeTrend(past, width, unicode) : limitTrend(metric, past, width, unicode)),
    delta: run(delta, 'dim'),
  });
}

interface PastValues {
  readonly baseline: Samples;
  readonly candidate: Samples;
}

function pastOf(
  { baselineExpr, candidateExpr }: ComparisonMetric,
  cells: number,
  { past, unicode }: Input,
): PastValues {
  const samples = sparklineSamples(cells, unicode);
  return { baseline: past({ expr: baselineExpr }, samples), candidate: past({ expr: candidateExpr }, samples) };
}

/** How much of its limits was used: all such trends are on one scale. */
function limitTrend(
  metric: ComparisonMetric,
  { baseline, candidate }: PastValues,
  cells: number,
  unicode: boolean,
): Line {
  const shares = candidate.map((value, i) => {
    const known = isSample(value)
      ? heldAt(metric, { baseline: sampleOf(baseline[i]), candidate: value })[0]
      : undefined;
    return known?.distance?.share ?? null;
  });
  return limitSparkline(shares, cells, unicode).map(({ text, beyond }) => run(text, beyond ? 'fail' : 'candidate'));
}

const sampleOf = (value: number | null | undefined) => (value !== undefined && isSample(value ?? null) ? value : null);

/** Without a limit a trend begins at zero, and says where it ends: a small change looks small. */
const freeTrend = (past: PastValues, cells: number, unicode: boolean): Line => [
  run(sparkline(past.candidate, cells, { unicode, min: 0, max: topOf(past) || 1 }), 'candidate'),
];

/** "max 240", where the scale of a trend without a limit ends, that of both versions: it begins at zero. */
function rangeText(past: PastValues, { unit }: ComparisonMetric): Safe {
  if (!past.candidate.some(isSample)) return safe('');
  return safe(`max ${formatValue(topOf(past), unit)}`);
}

const topOf = ({ baseline, candidate }: PastValues): number =>
  [...baseline, ...candidate].filter(isSample).reduce((a, b) => Math.max(a, b), 0);
