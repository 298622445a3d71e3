import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowedErrors, asLeft, burnRate, goodOf, timeLeft } from '../../src/slo/budget.ts';
import { type Burn, burning, judgeSlo } from '../../src/slo/burning.ts';
import { windowText } from '../../src/slo/window.ts';
import { seconds } from '../../src/units.ts';

const objective = fc.constantFrom(0.9, 0.95, 0.99, 0.999, 0.9995, 0.9999);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const MONTH = seconds(30 * 86_400);

describe('an error budget', () => {
  test.each([
    [0.9, 0.1],
    [0.99, 0.01],
    [0.999, 0.001],
    [0.9995, 0.0005],
    [0.99999, 0.00001],
  ])('of an objective of %d allows %d to be bad', (given, allowed) => {
    expect(allowedErrors(given)).toBe(allowed);
  });

  test.each([
    ['all of it, while nothing was bad', 1, 1],
    ['a fifth', 0.2, 0.2],
    ['less than none beyond', -1, -1],
    ['all of it where counters give more than there was', 1.004, 1],
    ['what nothing but errors would leave', -5000, -999],
    ['nothing known of 0/0', Number.NaN, null],
    ['nothing known of an infinity', Number.NEGATIVE_INFINITY, null],
  ])('is left: %s', (_, given, left) => {
    expect(asLeft(given, 0.999)).toBe(left);
  });

  test('is what was good leaves of it', () => {
    fc.assert(
      fc.property(share, objective, (good, of) => {
        const left = 1 - (1 - good) / allowedErrors(of);
        expect(goodOf(left, of)).toBeCloseTo(good, 9);
        expect(asLeft(left, of)).toBeCloseTo(left, 9);
      }),
    );
  });

  test('burns at 1 where it lasts exactly as long as its window, and so many times faster', () => {
    fc.assert(
      fc.property(objective, fc.double({ min: 0.01, max: 9, noNaN: true }), (of, factor) => {
        const errors = factor * allowedErrors(of);
        expect(burnRate(errors, of)).toBeCloseTo(Math.min(factor, 1 / allowedErrors(of)), 6);
        expect(timeLeft(1, factor, MONTH)).toBe(factor < 1 ? null : MONTH / factor);
      }),
    );
    expect([burnRate(null, 0.9), burnRate(Number.NaN, 0.9)]).toEqual([null, null]);
    // Extrapolated rates of two counters may give a little less than nothing.
    expect(burnRate(-0.001, 0.9)).toBe(0);
  });

  test.each([
    ['at 14.4 times, a month lasts two days and two hours', 1, 14.4, 180_000],
    ['a fifth of it at 6 times a day', 0.2, 6, 86_400],
    ['gone is gone', 0, 0, 0],
    ['gone, whatever comes', -3, null, 0],
    ['nothing burns', 0.5, 0, null],
    ['nothing is known of the rate', 0.5, null, null],
    ['nothing is known of what is left', null, 6, null],
    ['it lasts longer than the window', 0.9, 0.5, null],
  ])('lasts: %s', (_, left, burn, time) => {
    expect(timeLeft(left, burn, MONTH)).toBe(time);
  });
});

describe('two windows', () => {
  const rate = (of: number): Burn => ({ of: 'rate', rate: of });
  const [idle, unknown] = [{ of: 'idle' }, { of: 'unknown' }] as const;
  test.each<[string, Burn, Burn, string]>([
    ['burn when both exceed the rate', rate(15), rate(14.5), 'both'],
    ['do not at the rate itself', rate(14.4), rate(20), 'one'],
    ['burn on one when it began just now', rate(20), rate(2), 'one'],
    ['burn on one when it is over', rate(0), rate(20), 'one'],
    ['do not burn', rate(1), rate(0), 'no'],
    ['do not burn without traffic', idle, idle, 'no'],
    ['burn on one when nobody comes any more', idle, rate(20), 'one'],
    ['are not known', unknown, rate(20), 'unknown'],
    ['are not known, be the other well', rate(0), unknown, 'unknown'],
  ])('%s', (_, short, long, is) => {
    expect(burning({ factor: 14.4, short, long })).toBe(is);
  });
});

describe('an objective', () => {
  test.each([
    ['is kept', 0.5, 'no', 'no', 'ok kept'],
    ['fails when its budget is gone', 0, 'no', 'no', 'fail budget-gone'],
    ['fails then, whatever else is not known', -0.2, 'unknown', 'unknown', 'fail budget-gone'],
    ['fails when it burns fast', 0.9, 'both', 'no', 'fail burns fast'],
    ['fails then, be its budget not known', null, 'both', 'unknown', 'fail burns fast'],
    ['is not known without its budget', null, 'no', 'both', 'unknown budget-unknown'],
    ['is not known without its fast burn', 0.9, 'unknown', 'both', 'unknown burn-unknown fast'],
    ['is not known without its slow burn', 0.9, 'one', 'unknown', 'unknown burn-unknown slow'],
    ['warns when it burns slowly', 0.9, 'one', 'both', 'warn burns slow'],
    ['warns when it burns fast over one window', 0.9, 'one', 'no', 'warn burns-on-one fast'],
    ['warns when it burns slowly over one window', 0.9, 'no', 'one', 'warn burns-on-one slow'],
  ] as const)('%s', (_, left, fast, slow, stands) => {
    const { state, because } = judgeSlo(left, { fast, slow });
    const words = [state, because.kind, 'pace' in because ? because.pace : ''];
    expect(words.join(' ').trim()).toBe(stands);
  });
});

test.each([
  [300, '5m'],
  [3600, '1h'],
  [5400, '90m'],
  [86_400, '1d'],
  [28 * 86_400, '28d'],
  [90, '90s'],
])('a window of %d s is named %s', (length, name) => {
  expect(windowText(seconds(length))).toBe(name);
});
