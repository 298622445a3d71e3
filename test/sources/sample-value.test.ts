import fc from 'fast-check';
import { is } from 'valibot';
import { describe, expect, test } from 'vitest';
import { readBound, readNumber, samplePoint } from '../../src/sources/sample-value.ts';

describe('a number as Prometheus writes it', () => {
  test.each([
    ['0', 0],
    ['-0', -0],
    ['42', 42],
    ['-1.5', -1.5],
    ['0.30000000000000004', 0.1 + 0.2],
    ['1152921504606846976', 2 ** 60],
    ['1e-07', 1e-7],
    ['1.7976931348623157e+308', Number.MAX_VALUE],
    ['5e-324', Number.MIN_VALUE],
    ['NaN', Number.NaN],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-Inf', Number.NEGATIVE_INFINITY],
  ])('is read: %s', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  test('is read whatever the number', () => {
    // What JavaScript writes is what Go writes, but for the digits of a short exponent.
    const asGo = (number: number) => String(number).replace(/e([+-])(\d)$/, 'e$10$2');
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) =>
        Object.is(readNumber(asGo(number)) ?? Number.NaN, number === 0 ? 0 : number),
      ),
    );
  });
});

describe('no number', () => {
  test.each([
    '0x10',
    '0b11',
    '0o7',
    '1_000',
    '1,000',
    '1,5',
    '0.5abc',
    '5.',
    '.5',
    '+5',
    '05',
    '1e',
    '1e5.5',
    '1e999',
    '-1e999',
    '--1',
    '1 2',
    ' 1',
    '1 ',
    '1\n',
    '',
    ' ',
    'Inf',
    'inf',
    '+inf',
    'Infinity',
    '-Infinity',
    'nan',
    'NAN',
    'null',
    'true',
    '[1]',
    '１',
    '1n',
    '0x1p-2',
  ])('is %j', (text) => {
    expect(readNumber(text)).toBeNull();
    expect(is(samplePoint, [1, text])).toBe(false);
  });

  test('is a number with anything else in it', () => {
    const strange = fc.string({ minLength: 1, maxLength: 3 }).filter((text) => /[^\d.eE+-]/.test(text));
    const place = fc.nat(20);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), strange, place, (number, text, at) => {
        const digits = String(number);
        const cut = at % (digits.length + 1);
        return readNumber(digits.slice(0, cut) + text + digits.slice(cut)) === null;
      }),
    );
  });
});

test.each([
  ['0.005', 0.005],
  ['1e-05', 0.00001],
  ['1.0E-4', 0.0001],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['0.5abc', null],
  ['', null],
])('the bound %j of a bucket is %j', (le, bound) => {
  expect(readBound(le)).toBe(bound);
});

test.each([[['1', '1']], [[1, 1]], [[1e300, '1']], [[1]], [[1, '1', 2]]])('%j is no point of a series', (point) => {
  expect(is(samplePoint, point)).toBe(false);
});
