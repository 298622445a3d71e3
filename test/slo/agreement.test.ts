import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Seen, standingAfter } from '../../src/slo/agreement.ts';
import { millis, seconds } from '../../src/units.ts';

const MINUTE = 60_000;
const SIGNS: Readonly<Record<string, Seen['is']>> = { '.': 'within', '-': 'near', X: 'beyond', '?': 'unknown' };
/** A sign a minute. */
const seen = (signs: string): Seen[] =>
  [...signs].map((sign, i) => ({ at: millis(i * MINUTE), is: SIGNS[sign] ?? 'unknown' }));
const standing = (signs: string) => standingAfter(seen(signs), seconds(5 * 60));

describe('an agreement', () => {
  test.each([
    ['of which nothing was seen is not known', '', { kind: 'unknown' }],
    ['is kept', '...', { kind: 'kept' }],
    ['is near its target', '..-', { kind: 'near' }],
    ['is broken at once', '..X', { kind: 'breached', since: 2 }],
    ['is broken since it first was', '.XX.X', { kind: 'breached', since: 1 }],
    ['is not kept again as soon as it is within', '.X.', { kind: 'recovering', since: 1, within: 2, until: 7 }],
    ['nor a minute before its time', '.X.....', { kind: 'recovering', since: 1, within: 2, until: 7 }],
    ['is kept again after it', '.X......', { kind: 'kept' }],
    ['is within when it is near, too', '.X-----', { kind: 'recovering', since: 1, within: 2, until: 7 }],
    ['is near again after it', '.X.----- ---'.replace(' ', ''), { kind: 'near' }],
    ['begins anew where it was beyond between', '.X...X..', { kind: 'recovering', since: 1, within: 6, until: 11 }],
    ['does not recover while nothing is known', '.X..?...', { kind: 'recovering', since: 1, within: 5, until: 10 }],
    ['stays broken while nothing is known', '.X.?', { kind: 'breached', since: 1 }],
    ['is not known', '..?', { kind: 'unknown' }],
    ['is kept after it was not known', '..?.', { kind: 'kept' }],
  ])('%s', (_, signs, expected) => {
    const inMillis = Object.fromEntries(
      Object.entries(expected).map(([key, value]) => [key, typeof value === 'number' ? value * MINUTE : value]),
    );
    expect(standing(signs)).toEqual(inMillis);
  });

  const signs = fc.array(fc.constantFrom('.', '-', 'X', '?'), { maxLength: 40 }).map((all) => all.join(''));

  test('that was ever broken is kept only after its time within, without a gap', () => {
    fc.assert(
      fc.property(signs, (given) => {
        const { kind } = standing(given);
        const since = given.length - 1 - given.lastIndexOf('X');
        if (given.includes('X') && (kind === 'kept' || kind === 'near')) {
          expect(since).toBeGreaterThan(5);
          expect(given).toMatch(/[.-]{6}/);
        }
      }),
    );
  });

  test('is as it is by what came last, however long it was well before', () => {
    fc.assert(
      fc.property(signs, fc.nat(30), (given, well) => {
        expect(standing(`${'.'.repeat(well)}X${given}`).kind).toBe(standing(`X${given}`).kind);
      }),
    );
  });
});
