import { formatDelta } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { type Millis, millis } from '../../../units.ts';
import type { TrailPoint } from '../../../verdict/findings/trail.ts';
import type { CountedVerdict } from '../../../verdict/verdict.ts';
import { plotSamples } from '../../canvas/charts/canvas.ts';
import { plot } from '../../canvas/charts/plot.ts';
import { type Line, run } from '../../canvas/runs.ts';

/** In decades. More evidence than the highest changes nothing, and thresholds would drown below it. */
const HIGHEST = 4;
const LOWEST = -1;

const decades = (logE: number) => Math.min(HIGHEST, Math.max(LOWEST, logE / Math.LN10));

/** Evidence as a number: "0.3", "20", "5,000", ">1 million". */
export function evidenceText(logE: number): Safe {
  const e = Math.exp(Math.min(logE, 50));
  if (e >= 1e6) return safe('≥1 million');
  return sanitiseLine(e >= 10 ? Math.round(e).toLocaleString('en') : e >= 0.01 ? e.toPrecision(2) : '<0.01');
}

interface ChartPlace {
  readonly from: Millis;
  readonly to: Millis;
  readonly width: number;
  readonly height: number;
  readonly timeZone: string;
  readonly unicode: boolean;
}

/** E over time in decades, over dashed lines at WARN and FAIL. */
export function evidenceChart(
  { trail, warnLogE, failLogE }: Pick<CountedVerdict, 'trail' | 'warnLogE' | 'failLogE'>,
  { from, to, width, height, timeZone, unicode }: ChartPlace,
): readonly Line[] {
  const columns = plotSamples(width);
  const threshold = (logE: number) => ({
    samples: Array.from({ length: columns }, () => decades(logE)),
    line: 'baseline' as const,
  });
  const samples = atColumns(trail, from, to, columns, ({ logE }) => decades(logE));
  const rows = plot([threshold(warnLogE), threshold(failLogE), { samples, line: 'candidate' }], {
    width,
    height,
    unit: 'count',
    unicode,
    time: { from, to, timeZone },
    min: 0,
    label: (value) => (value >= HIGHEST ? safe('≥10,000') : evidenceText(value * Math.LN10)),
  });
  return rows.map((row) => row.map(({ text, role }) => run(text, role)));
}

/** A band far wider than the margin and the difference says nothing yet: it ends at so many times the larger. */
const WIDEST = 3;

/** The candidate's difference of errors over time between the ends of its confidence sequence, which are dashed. */
export function differenceChart(
  { trail, errors: { margin } }: Pick<CountedVerdict, 'trail'> & { readonly errors: { readonly margin: number } },
  { from, to, width, height, timeZone, unicode }: ChartPlace,
): readonly Line[] {
  const columns = plotSamples(width);
  const values = trail.map(({ difference }) => Math.abs(difference?.value ?? 0));
  const most = WIDEST * Math.max(margin, ...values);
  const samples = (of: 'lower' | 'value' | 'upper') =>
    atColumns(trail, from, to, columns, ({ difference }) =>
      difference === null ? null : Math.min(most, Math.max(-most, difference[of])),
    );
  const lines = [
    { samples: samples('lower'), line: 'baseline' as const },
    { samples: samples('upper'), line: 'baseline' as const },
    { samples: samples('value'), line: 'candidate' as const },
  ];
  const label = (value: number) => formatDelta(value, 'ratio');
  const rows = plot(lines, { width, height, unit: 'ratio', unicode, time: { from, to, timeZone }, label });
  return rows.map((row) => row.map(({ text, role }) => run(text, role)));
}

/** What stood at the end of each column: it stays as it is until there is more. */
function atColumns(
  trail: readonly TrailPoint[],
  from: Millis,
  to: Millis,
  columns: number,
  shownOf: (point: TrailPoint) => number | null,
): (number | null)[] {
  let next = 0;
  let last: number | null = null;
  return Array.from({ length: columns }, (_, column) => {
    const end = millis(from + ((column + 1) * (to - from)) / columns);
    for (let point = trail[next]; point && point.at <= end; point = trail[next]) {
      last = shownOf(point);
      next += 1;
    }
    return last;
  });
}

/** A confidence band on a scale from 0 to `max`: where it lies, and the rate in it. */
export function bandText(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  rate: number,
  max: number,
  width: number,
  unicode: boolean,
): Safe {
  const [left, line, right, dot] = unicode ? ['├', '─', '┤', '●'] : ['[', '-', ']', 'o'];
  const column = (value: number) => Math.min(width - 1, Math.max(0, Math.round((value / (max || 1)) * (width - 1))));
  const cells = Array.from({ length: width }, () => ' ');
  for (let i = column(lower); i <= column(upper); i += 1) cells[i] = line;
  cells[column(lower)] = left;
  cells[column(upper)] = right;
  cells[column(rate)] = dot;
  return sanitiseLine(cells.join(''));
}
