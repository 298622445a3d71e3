import { formatDuration, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Unit } from '../../../units.ts';
import { type Scale, valueAt } from './scale.ts';

/** Cells of the longest text of a round value. */
export const TICK_WIDTH = 8;

interface Measure {
  /** So many of the base unit are one of these. */
  readonly size: number;
  readonly suffix: string;
}

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A round value of a scale, as short as it can be told: "2 %", "0.5 s", "20 MB", "12k/s". All of a scale are told by one measure. */
export function tickText(value: number, scale: Scale, unit: Unit): Safe {
  const top = Math.max(Math.abs(scale.base), Math.abs(valueAt(scale, scale.rows - 1)));
  if (unit === 'seconds' && top >= 60) return formatDuration(Math.round(value));
  const { size, suffix } = measureOf(top, unit);
  const number = value === 0 ? safe('0') : numberText(value / size, scale.step / size);
  const text = `${unit === 'factor' ? '×' : ''}${number}${suffix}`;
  return text.length <= TICK_WIDTH && scale.step / size >= FINEST ? sanitiseLine(text) : exponent(value);
}

/** A value without the zeros that say no more: "1 %", "0.5 s". */
export const shortValue = (value: number, unit: Unit): Safe =>
  sanitiseLine(
    formatValue(value, unit)
      .replace(/(\.\d*?)0+(?=\D*$)/u, '$1')
      .replace(/\.(?=\D*$)/u, ''),
  );

/** Less than this takes too many decimals to be read. */
const FINEST = 1e-6;

/** A number with as many decimals as tell it from its neighbours, so far from it. */
export function numberText(value: number, step: number): Safe {
  const decimals = Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const size = Math.abs(value).toFixed(decimals);
  const [whole = '', fraction] = size.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(size) !== 0 ? '−' : '';
  return sanitiseLine(sign + grouped + (fraction === undefined ? '' : `.${fraction}`));
}

/** With as many digits as there is room for. */
function exponent(value: number): Safe {
  if (value === 0) return safe('0');
  const [text = ''] = [2, 1, 0]
    .map((digits) =>
      value
        .toExponential(digits)
        .replace(/\.?0+e/, 'e')
        .replace('+', '')
        .replaceAll('-', '−'),
    )
    .filter(({ length }) => length <= TICK_WIDTH);
  return sanitiseLine(text);
}

function measureOf(top: number, unit: Unit): Measure {
  switch (unit) {
    case 'ratio':
      return { size: 0.01, suffix: ' %' };
    case 'seconds':
      return top < 1e-3
        ? { size: 1e-6, suffix: ' µs' }
        : top < 1
          ? { size: 1e-3, suffix: ' ms' }
          : { size: 1, suffix: ' s' };
    case 'bytes':
      return prefixed(top, 1e3, ' ', 'B');
    case 'bytes-per-second':
      return prefixed(top, 1e3, ' ', 'B/s');
    case 'eur':
      return prefixed(top, 1e4, '', ' €');
    case 'usd':
      return prefixed(top, 1e4, '', ' $');
    case 'gbp':
      return prefixed(top, 1e4, '', ' £');
    case 'per-second':
      return prefixed(top, 1e4, '', '/s');
    case 'count':
    case 'score':
    case 'factor':
      return prefixed(top, 1e4, '', '');
  }
}

/** With a prefix from a number on. */
function prefixed(top: number, from: number, gap: string, unit: string): Measure {
  const [size, prefix] = PREFIXES.find(([least]) => top >= least && top >= from) ?? [1, ''];
  return { size, suffix: `${gap}${prefix}${unit}` };
}
