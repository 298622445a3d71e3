import { formatDelta } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { millis } from '../../../units.ts';
import type { TrailPoint } from '../../../verdict/findings/trail.ts';
import type { CountedVerdict } from '../../../verdict/verdict.ts';
import { plotSamples } from '../../canvas/charts/canvas.ts';
import { samplesPerCell } from '../../canvas/charts/ink.ts';
import { chartLines, type PlotOptions, plot } from '../../canvas/charts/plot.ts';
import { numberText } from '../../canvas/charts/tick.ts';
import type { Line } from '../../canvas/runs.ts';

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

/** Where and how a chart is drawn, and over what time. */
type ChartPlace = Pick<PlotOptions, 'width' | 'height' | 'time' | 'ink' | 'cursor' | 'marks'>;

const labelOf = (value: number): Safe => (value >= HIGHEST ? safe('≥10,000') : evidenceText(value * Math.LN10));

/** E over time in decades, with what it warns from and from where on the candidate is worse. */
export function evidenceChart(
  { trail, warnLogE, failLogE }: Pick<CountedVerdict, 'trail' | 'warnLogE' | 'failLogE'>,
  place: ChartPlace,
): readonly Line[] {
  const samples = inCells(trail, place, ({ logE }) => decades(logE));
  return chartLines(
    plot([{ samples, line: 'candidate', isBeyond: (value) => value >= decades(failLogE) }], {
      ...place,
      unit: 'score',
      min: 0,
      max: decades(failLogE),
      leastStep: 1,
      levels: [
        { value: decades(warnLogE), line: 'warnLevel', name: safe('warns') },
        { value: decades(failLogE), line: 'failLevel', name: safe('worse') },
      ],
      isNamed: true,
      told: (value) => safe(`E ${labelOf(value)}`),
      label: labelOf,
    }),
  );
}

/** A band far wider than the margin and the difference says nothing yet: it ends at so many times the larger. */
const WIDEST = 3;

/** The candidate's difference of errors over time between the ends of its confidence sequence. */
export function differenceChart(
  { trail, errors: { margin } }: Pick<CountedVerdict, 'trail'> & { readonly errors: { readonly margin: number } },
  place: ChartPlace,
): readonly Line[] {
  const values = trail.map(({ difference }) => Math.abs(difference?.value ?? 0));
  const most = WIDEST * Math.max(margin, ...values);
  const samples = (of: 'lower' | 'value' | 'upper') =>
    inCells(trail, place, ({ difference }) =>
      difference === null ? null : Math.min(most, Math.max(-most, difference[of])),
    );
  return chartLines(
    plot(
      [
        { samples: samples('lower'), line: 'baseline', name: safe('at least') },
        { samples: samples('upper'), line: 'baseline', name: safe('at most') },
        { samples: samples('value'), line: 'candidate', name: safe('difference') },
      ],
      {
        ...place,
        isNamed: true,
        unit: 'ratio',
        levels: [
          { value: 0, line: 'limit', name: safe('no difference') },
          { value: margin, line: 'limit', name: safe('margin') },
        ],
        told: (value) => formatDelta(value, 'ratio'),
        label: (value, { step }) => safe(`${value > 0 ? '+' : ''}${numberText(value * 100, step * 100)} pt`),
      },
    ),
  );
}

/** What stood at the end of each sample's share of the time: it stays as it is until there is more. */
function inCells(
  trail: readonly TrailPoint[],
  { time: { from, to }, width, ink }: ChartPlace,
  shownOf: (point: TrailPoint) => number | null,
): readonly (number | null)[] {
  const count = plotSamples(width) * samplesPerCell(ink);
  let next = 0;
  let last: number | null = null;
  return Array.from({ length: count }, (_, sample) => {
    const end = millis(from + ((sample + 1) * (to - from)) / count);
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
