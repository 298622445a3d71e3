import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAgainst,
  formatAge,
  formatClock,
  formatDelta,
  formatDuration,
  formatMinute,
  formatValue,
} from '../../src/text/format.ts';
import { millis, UNITS, type Unit } from '../../src/units.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const ordinary = fc.double({ noNaN: true, min: -1e7, max: 1e7 });
const anyUnit = fc.constantFrom(...UNITS);

describe('a value', () => {
  it.each<[number, Unit, string]>([
    [0, 'ratio', '0 %'],
    [0.00004, 'ratio', '<0.01 %'],
    [0.002, 'ratio', '0.20 %'],
    [0.0023, 'ratio', '0.23 %'],
    [0.09996, 'ratio', '10.0 %'],
    [0.839, 'ratio', '83.9 %'],
    [0.99996, 'ratio', '>99.9 %'],
    [1, 'ratio', '100 %'],
    [12.5, 'ratio', '1,250 %'],
    [-0.00001, 'ratio', '>−0.01 %'],
    [0, 'seconds', '0 ms'],
    [0.000_000_1, 'seconds', '<1 µs'],
    [0.000_45, 'seconds', '450 µs'],
    [0.0045, 'seconds', '4.5 ms'],
    [0.045, 'seconds', '45 ms'],
    [0.9996, 'seconds', '1.0 s'],
    [1.2, 'seconds', '1.2 s'],
    [59.96, 'seconds', '1m'],
    [252, 'seconds', '4m12'],
    [-252, 'seconds', '−4m12'],
    [0, 'bytes', '0 B'],
    [512, 'bytes', '512 B'],
    [999_600, 'bytes', '1.00 MB'],
    [212e6, 'bytes', '212 MB'],
    [12.34e9, 'bytes', '12.3 GB'],
    [0, 'bytes-per-second', '0 B/s'],
    [0.001, 'bytes-per-second', '<0.01 B/s'],
    [12.5e6, 'bytes-per-second', '12.5 MB/s'],
    [2e18, 'bytes-per-second', '>999 PB/s'],
    [1240, 'eur', '1,240 €'],
    [1_250_000, 'usd', '1.25M $'],
    [-3.5, 'gbp', '−3.50 £'],
    [0, 'per-second', '0/s'],
    [0.002, 'per-second', '<0.01/s'],
    [1.5, 'per-second', '1.50/s'],
    [141.2, 'per-second', '141/s'],
    [4120, 'count', '4,120'],
    [3, 'count', '3'],
    [3.25, 'count', '3.25'],
    [999_999, 'count', '999,999'],
    [1_234_567, 'count', '1.23M'],
    [1e20, 'count', '1.0e20'],
    [4.2, 'score', '4.20'],
    [1.3, 'factor', '×1.3'],
    [2, 'factor', '×2'],
    [100, 'factor', '×100'],
    [Number.NaN, 'ratio', 'NaN'],
    [Infinity, 'seconds', '+Inf'],
    [-Infinity, 'count', '−Inf'],
  ])('of %d as %s reads %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('takes at most ten cells', () => {
    fc.assert(fc.property(fc.double(), anyUnit, (value, unit) => formatValue(value, unit).length <= 10));
  });

  it('reads as zero only when it is zero', () => {
    fc.assert(
      fc.property(finite, anyUnit, (value, unit) => {
        const readsAsZero = /^×?0( |\/|$)/.test(formatValue(value, unit));
        return unit === 'bytes' || readsAsZero === (value === 0);
      }),
    );
  });

  it('is within half of its last digit of what was given', () => {
    fc.assert(
      fc.property(ordinary, anyUnit, (value, unit) => {
        const text = formatValue(value, unit);
        const { bound, number, tolerance } = parse(text);
        if (bound === '<') expect(value).toBeLessThan(number);
        else if (bound === '>') expect(value).toBeGreaterThan(number);
        else expect(Math.abs(value - number)).toBeLessThanOrEqual(tolerance * (1 + 1e-9));
      }),
    );
  });
});

/** Reads a text back into base units; `tolerance` is what its last digit leaves open. */
function parse(text: string): { bound: string; number: number; tolerance: number } {
  const [, bound = '', sign = '', rest = ''] = /^([<>]?)([−]?)(.*)$/.exec(text) ?? [];
  const factor = sign === '' ? 1 : -1;
  if (/^\d+(s|m|h|d|y)/.test(rest) && !rest.includes('/')) return { bound, ...duration(rest, factor) };
  const [, digits = '', suffix = ''] = /^×?([\d,.]+(?:e\d+)?)(.*?)(?:\/s| [€$£])?$/.exec(rest) ?? [];
  const scale =
    {
      ' %': 0.01,
      ' µs': 1e-6,
      ' ms': 1e-3,
      k: 1e3,
      ' kB': 1e3,
      M: 1e6,
      'M %': 1e4,
      ' MB': 1e6,
      'G %': 1e7,
    }[suffix] ?? 1;
  const decimals = digits.split('.')[1]?.length ?? 0;
  const trimmed = rest.startsWith('×') ? Math.max(0, 2 - (digits.split('.')[0]?.length ?? 1) + 1) : decimals;
  return {
    bound,
    number: factor * scale * Number(digits.replaceAll(',', '')),
    tolerance: (scale * 10 ** -trimmed) / 2,
  };
}

function duration(text: string, factor: number): { number: number; tolerance: number } {
  const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
  const [, large = '', unit = '', small = '0'] = /^(\d+)(s|m|h|d) ?(\d*)/.exec(text) ?? [];
  const below: Record<string, number> = { s: 1, m: 1, h: 60, d: 3600 };
  const number = Number(large) * (unitSeconds[unit] ?? 0) + Number(small) * (below[unit] ?? 0);
  const cut = Number(large) >= 10 && unit === 'd' ? 86_400 : (below[unit] ?? 0);
  return { number: factor * number, tolerance: cut + 0.5 };
}

describe('a difference', () => {
  it.each<[number, Unit, string]>([
    [0, 'ratio', '±0'],
    [0.0003, 'ratio', '+0.03 pt'],
    [0.11, 'ratio', '+11.0 pt'],
    [-0.11, 'ratio', '−11.0 pt'],
    [0.00001, 'ratio', '<+0.01 pt'],
    [-0.00001, 'ratio', '>−0.01 pt'],
    [-0.007, 'seconds', '−7.0 ms'],
    [-0.012, 'seconds', '−12 ms'],
    [0.3, 'factor', '+0.30'],
    [12, 'count', '+12'],
    [12e6, 'bytes', '+12.0 MB'],
    [Number.NaN, 'ratio', 'NaN'],
  ])('of %d as %s reads %s', (delta, unit, text) => {
    expect(formatDelta(delta, unit)).toBe(text);
  });

  it('takes at most eleven cells and always shows its direction', () => {
    fc.assert(
      fc.property(finite, anyUnit, (delta, unit) => {
        const text = formatDelta(delta, unit);
        expect(text.length).toBeLessThanOrEqual(11);
        expect(text).toContain(delta === 0 ? '±' : delta > 0 ? '+' : '−');
      }),
    );
  });
});

describe('a duration', () => {
  it.each<[number, string, string]>([
    [0, '0s', '0s'],
    [0.9, '0s', '0s'],
    [12.9, '12s', '12s'],
    [-0.5, '0s', '0s'],
    [-65, '−1m05', '0s'],
    [252, '4m12', '4m'],
    [900, '15m', '15m'],
    [51_000, '14h10', '14h'],
    [86_400, '1d', '1d'],
    [183_600, '2d 3h', '2d'],
    [61.5 * 86_400, '61d', '61d'],
    [30 * 365 * 86_400, '30y', '30y'],
    [1e300, '>999y', '>999y'],
    [Number.NaN, 'NaN', 'NaN'],
    [Infinity, '+Inf', '+Inf'],
  ])('of %d s reads %s, and as an age %s', (seconds, text, age) => {
    expect(formatDuration(seconds)).toBe(text);
    expect(formatAge(seconds)).toBe(age);
  });

  it('takes at most seven cells', () => {
    fc.assert(
      fc.property(fc.double(), (seconds) => formatDuration(seconds).length <= 7 && formatAge(seconds).length <= 6),
    );
  });
});

describe('a clock', () => {
  const at = millis(Date.UTC(2025, 5, 1, 22, 5, 9));

  it('shows the time of day of the zone asked for', () => {
    expect(formatClock(at, 'UTC')).toBe('22:05:09');
    expect(formatClock(at, 'Europe/Paris')).toBe('00:05:09');
    expect(formatMinute(at, 'Asia/Kolkata')).toBe('03:35');
  });

  it('names a zone that does not exist', () => {
    expect(() => formatClock(at, 'Mars/Olympus')).toThrow(RangeError);
  });
});

it.each([
  [4.497, 4.5, 'score', '<4.50'],
  [0.010004, 0.01, 'ratio', '>1.00 %'],
  [4.5, 4.5, 'score', '4.50'],
  [4.2, 4.5, 'score', '4.20'],
] as const)('%d against a limit of %d reads as what it is', (value, limit, unit, text) => {
  expect(formatAgainst(value, limit, unit)).toBe(text);
});
