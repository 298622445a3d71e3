import type { Comparison, Judged } from '../../../room/shown.ts';
import { formatDelta, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { cell, type Line, run, type Tone } from '../../canvas/runs.ts';
import type { DetailInput } from '../shared/detail.ts';
import { evidenceText } from './charts.ts';

type CountedVerdict = NonNullable<Judged['verdict']>;
type MetricVerdict = CountedVerdict['metrics'][number];

const NAME = 16;
/** Beside the values there is room for the band of the difference. */
const WITH_BAND = 96;

/** Ratios and means that are compared: the value of each version, their difference, and how sure it is. */
export function metricLines(
  metrics: readonly MetricVerdict[],
  { baseline, candidate }: Comparison,
  { width, glyphs, height }: DetailInput,
  { warnLogE }: Pick<CountedVerdict, 'warnLogE'>,
): Line[] {
  if (metrics.length === 0) return [];
  const row = (metric: MetricVerdict): Line => {
    const { label, unit, logE, passes, difference } = metric;
    const value = (of: number | null): Safe => (of === null ? safe('unknown') : formatValue(of, unit));
    const tone: Tone = logE >= warnLogE ? 'warn' : 'text';
    return [
      run(logE >= warnLogE ? `${glyphs.pointer} ` : '  ', tone),
      run(cell(label, NAME - 2), tone),
      run(cell(value(metric.baseline.value), 9, 'right'), 'baseline'),
      run(cell(value(metric.candidate.value), 10, 'right'), 'candidate'),
      run(cell(difference ? formatDelta(difference.value, unit) : '', 11, 'right'), tone),
      run(cell(`E ${evidenceText(logE)}`, 14, 'right'), tone === 'text' ? 'dim' : tone),
      ...(width >= WITH_BAND ? [run(`  ${boundText(metric)}`, passes ? 'ok' : 'dim')] : []),
    ];
  };
  const header: Line = [
    run(cell('', NAME)),
    run(cell(baseline.label, 9, 'right'), 'baseline'),
    run(cell(candidate.label, 10, 'right'), 'candidate'),
  ];
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
