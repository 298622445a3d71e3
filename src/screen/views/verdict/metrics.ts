import type { Comparison, Judged } from '../../../room/shown.ts';
import { formatDelta, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run, type Tone } from '../../canvas/runs.ts';
import type { DetailInput } from '../shared/detail.ts';
import { evidenceText } from './charts.ts';

type CountedVerdict = NonNullable<Judged['verdict']>;
type MetricVerdict = CountedVerdict['metrics'][number];

/** What is compared with so many cells for its name, the value of each version, their difference, and how sure that is. */
export const comparedOver = (name: number, width: number) =>
  columns(
    [
      { name: 'pointer', width: 1, after: 1 },
      { name: 'name', width: name },
      { name: 'baseline', width: 9, align: 'right' },
      { name: 'candidate', width: 10, align: 'right' },
      { name: 'difference', width: 11, align: 'right' },
      { name: 'evidence', width: 14, align: 'right' },
      { name: 'bound', width: 'flows', least: 34, vanishes: true, gap: 2 },
    ],
    width,
  );

/** Ratios and means that are compared: the value of each version, their difference, and how sure it is. */
export function metricLines(
  metrics: readonly MetricVerdict[],
  { baseline, candidate }: Comparison,
  { width, glyphs, height }: DetailInput,
  { warnLogE }: Pick<CountedVerdict, 'warnLogE'>,
): Line[] {
  if (metrics.length === 0) return [];
  const table = comparedOver(14, width);
  const row = (metric: MetricVerdict): Line => {
    const { label, unit, logE, passes, difference } = metric;
    const value = (of: number | null): Safe => (of === null ? safe('unknown') : formatValue(of, unit));
    const tone: Tone = logE >= warnLogE ? 'warn' : 'text';
    return table.row({
      pointer: run(logE >= warnLogE ? glyphs.pointer : '', tone),
      name: run(label, tone),
      baseline: run(value(metric.baseline.value), 'baseline'),
      candidate: run(value(metric.candidate.value), 'candidate'),
      difference: run(difference ? formatDelta(difference.value, unit) : safe(''), tone),
      evidence: run(`E ${evidenceText(logE)}`, tone === 'text' ? 'dim' : tone),
      bound: run(boundText(metric), passes ? 'ok' : 'dim'),
    });
  };
  const header = table.row({ baseline: run(baseline.label, 'baseline'), candidate: run(candidate.label, 'candidate') });
  // Where there is little room, what is compared first is told first.
  const shown = height >= 34 ? metrics : metrics.toSorted((a, b) => b.logE - a.logE).slice(0, 3);
  return [[], [run('Metrics', 'title')], header, ...shown.map(row)];
}

/** "passes above −2.0 pt: surely +1.3 pt". */
function boundText({ difference, worse, unit, margin }: MetricVerdict): Safe {
  const side = worse === 'lower' ? 'above' : 'below';
  const asked = formatDelta(worse === 'lower' ? -margin : margin, unit);
  const bound = difference && (worse === 'lower' ? difference.lower : difference.upper);
  const surely = bound === null || !Number.isFinite(bound) ? safe('nothing yet') : formatDelta(bound, unit);
  return safe(`passes ${side} ${asked}: surely ${surely}`);
}
