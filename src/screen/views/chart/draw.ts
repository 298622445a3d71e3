import { logqlOf } from '../../../profile/source-query.ts';
import type { ComparisonMetric, Reading } from '../../../room/shown.ts';
import { formatClock, formatDelta, formatDuration, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { secondsBetween, type Unit } from '../../../units.ts';
import type { Curve } from '../../canvas/charts/trend.ts';
import { type Line, type Run, run, wrap } from '../../canvas/runs.ts';
import { infraKey } from '../../core/rows.ts';
import type { Subject } from '../../core/state.ts';
import { limitText, readingText, stateMark, unknownDetail } from '../../panels/parts.ts';
import type { DetailDrawing, DetailInput } from '../shared/detail.ts';

/** What a chart is of: its name, unit, queries, and the numbers above it. */
interface Shown {
  readonly title: Safe;
  readonly unit: Unit;
  readonly curves: readonly Curve[];
  readonly facts: readonly Line[];
}

/** One thing over time, large, with the numbers of now above it and its query below. */
export function drawChart(subject: Subject, input: DetailInput): DetailDrawing | null {
  const shown = shownOf(subject, input);
  if (shown === null) return null;
  const { width, height, range } = input;
  const queries = shown.curves
    .flatMap(({ expr }) => wrap(sanitiseLine(logqlOf(expr) ?? expr), width))
    .slice(0, Math.max(0, Math.floor(height / 5)));
  const chart = Math.max(0, height - shown.facts.length - queries.length - 2);
  const span = formatDuration(secondsBetween(range.from, range.to));
  return {
    title: shown.title,
    badge: range.live ? [run(`last ${span}`, 'dim')] : [pastRun(input)],
    lines: [
      ...shown.facts,
      range.live ? [] : [run('The chart is of the past, what stands above of now; 0 brings it back to now', 'warn')],
      ...input.chart(shown.curves, shown.unit, width, chart),
      [],
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

function shownOf(subject: Subject, input: DetailInput): Shown | null {
  const { room, glyphs } = input;
  switch (subject.kind) {
    case 'metric': {
      const metric = room.comparison?.metrics.find((m) => m.id === subject.metric);
      return metric === undefined ? null : metricShown(metric, input);
    }
    case 'check': {
      const ring = room.rings.find((r) => r.id === subject.ring);
      const check = ring?.checks.find((c) => c.id === subject.check);
      if (ring === undefined || check === undefined) return null;
      return {
        title: safe(`${ring.id} ${glyphs.becomes} ${check.label}`),
        unit: check.unit,
        curves: [{ expr: check.expr, line: 'candidate' }],
        facts: [
          [
            stateMark(check.state, glyphs),
            run(' '),
            ...now(check.reading, check.unit, input),
            run(`   limit ${limitText(check, glyphs)}`, 'dim'),
          ],
        ],
      };
    }
    case 'traffic': {
      const { traffic } = room;
      if (traffic === null) return null;
      return {
        title: safe('Traffic'),
        unit: 'per-second',
        curves: traffic.shares.map((s) => ({ expr: s.expr, line: s.role })),
        facts: traffic.shares.map((s) => [
          run(`${s.label} `, s.role, { bold: true }),
          ...now(s.requests, 'per-second', input),
          run(s.share === null ? '' : `   ${formatValue(s.share, 'ratio')} of all`, 'dim'),
        ]),
      };
    }
    case 'infra': {
      const item = room.infra.find((i) => infraKey(i) === subject.row);
      if (item === undefined) return null;
      const limit =
        item.limit !== null && item.direction !== null
          ? { ...item, limit: item.limit, direction: item.direction }
          : null;
      return {
        title: safe(`${item.group} ${glyphs.becomes} ${item.label}`),
        unit: item.unit,
        curves: [{ expr: item.expr, line: 'candidate' }],
        facts: [
          [
            stateMark(item.state, glyphs),
            run(' '),
            ...now(item.reading, item.unit, input),
            run(limit === null ? '' : `   limit ${limitText(limit, glyphs)}`, 'dim'),
          ],
        ],
      };
    }
  }
}

function metricShown(metric: ComparisonMetric, input: DetailInput): Shown {
  const { room, glyphs } = input;
  const { comparison } = room;
  const delta = metric.delta === null ? safe('difference unknown') : formatDelta(metric.delta, metric.unit);
  return {
    title: metric.label,
    unit: metric.unit,
    curves: [
      { expr: metric.baselineExpr, line: 'baseline' },
      { expr: metric.candidateExpr, line: 'candidate' },
    ],
    facts: [
      [
        run(`${comparison?.baseline.label ?? ''}  `, 'baseline', { bold: true }),
        ...now(metric.baseline, metric.unit, input),
      ],
      [
        run(`${comparison?.candidate.label ?? ''}  `, 'candidate', { bold: true }),
        ...now(metric.candidate, metric.unit, input),
        run('   '),
        stateMark(metric.state, glyphs),
        run(` ${delta}`, metric.states?.difference ?? metric.state, { bold: true }),
        run(metric.missed === undefined || metric.missed === '' ? '' : `   misses ${metric.missed}`, metric.state),
        run(`   ${metric.limitText}; ${metric.better} is better`, 'dim'),
      ],
    ],
  };
}

/** The newest value; when it is not known, why, and the last that was. */
function now(reading: Reading, unit: Unit, { room }: DetailInput): Line {
  if (reading.known) return [run(readingText(reading, unit), 'text', { bold: true, dim: reading.aging })];
  return [
    run(`UNKNOWN, ${readingText(reading, unit)}`, 'unknown', { bold: true }),
    run(`  ${unknownDetail(reading, unit, room.at)}`, 'dim'),
  ];
}
