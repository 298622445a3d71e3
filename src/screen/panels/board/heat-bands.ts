import { formatValue } from '../../../text/format.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import type { Unit } from '../../../units.ts';
import { type HeatBand, shadesOf } from '../../canvas/charts/heat.ts';
import { isSample, type Samples } from '../../canvas/charts/samples.ts';
import type { Past } from '../../canvas/charts/trend.ts';
import { type Line, run } from '../../canvas/runs.ts';
import type { Content } from './kind.ts';

type Buckets = Content<'histogram'>['buckets'];

/** What lies between two bounds over time: buckets hold all below their bound. */
export function heatBands(buckets: Buckets, unit: Unit, past: Past, columns: number): readonly HeatBand[] {
  const counted = buckets.map((bucket) => past(bucket, columns));
  return buckets.map(({ le }, i) => ({
    upTo: boundText(le, unit),
    samples: i === 0 ? (counted[0] ?? []) : less(counted[i] ?? [], counted[i - 1] ?? []),
  }));
}

const less = (upTo: Samples, below: Samples): Samples =>
  upTo.map((value, column) => {
    const under = below[column] ?? null;
    return isSample(value) && isSample(under) ? Math.max(0, value - under) : null;
  });

const boundText = (le: number, unit: Unit): Safe => (Number.isFinite(le) ? formatValue(le, unit) : safe('+Inf'));

/** What each shade stands for: "░ ≤ 2.1/s". */
export const shadesLine = (bands: readonly HeatBand[], unicode: boolean): Line =>
  shadesOf(bands, unicode).flatMap(
    ({ sign, upTo }, i): Line => [
      run(i > 0 ? '  ' : ''),
      run(sanitiseLine(sign), 'accent'),
      run(` ${unicode ? '≤' : '<='} ${formatValue(upTo, 'per-second')}`, 'dim'),
    ],
  );

/** The quantiles that are told of now. */
const TOLD = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/**
 * Below which bound half of the newest lie, and nearly all: "p50 ≤ 100 ms  p95 ≤ 250 ms"; as many of them as fit so many
 * cells. Empty where that is not known.
 */
export function boundsText(buckets: Buckets, unit: Unit, atMost: Safe, width: number): Safe {
  const counts = buckets.map(({ le, reading }) => ({ le, count: reading.known ? reading.value : Number.NaN }));
  const total = counts.at(-1)?.count ?? 0;
  if (!(total > 0) || counts.some(({ count }) => Number.isNaN(count))) return safe('');
  const told = Object.entries(TOLD).map(([name, share]) => {
    const le = counts.find(({ count }) => count >= share * total)?.le ?? Number.POSITIVE_INFINITY;
    return safe(`${sanitiseLine(name)} ${atMost} ${boundText(le, unit)}`);
  });
  const texts = told.map((_, i) => joined(told.slice(0, i + 1), '  '));
  return texts.findLast((text) => widthOf(text) <= width) ?? safe('');
}
