import fc from 'fast-check';

/** What comes before and what comes behind the halves of pairs. */
const [BEFORE, HALVES, LAST] = [0xd800, 0x800, 0x10ffff];

/**
 * Any character but half a pair, for `fc.string({ unit: character })`. It is fast-check's own unit `binary`, which makes a
 * list of a million characters first: that takes seconds.
 */
export const character: fc.Arbitrary<string> = fc.nat(LAST - HALVES).map(
  (place) => String.fromCodePoint(place < BEFORE ? place : place + HALVES),
  (text) => {
    const point = typeof text === 'string' ? text.codePointAt(0) : undefined;
    if (point === undefined || text !== String.fromCodePoint(point)) throw new Error('it is no character');
    return point < BEFORE ? point : point - HALVES;
  },
);
