import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { toAscii } from '../../../src/screen/canvas/ascii.ts';
import { cell, cut, lineWidth, run, spread, toWidth, wrap } from '../../../src/screen/canvas/runs.ts';
import { graphemesOf, joined, safe } from '../../../src/text/safe.ts';
import { sanitiseLine } from '../../../src/text/sanitise.ts';
import { isNarrow, widthOf } from '../../../src/text/width.ts';

const text = fc
  .oneof(
    fc.string({ maxLength: 30 }),
    fc.string({ unit: fc.constantFrom('a', '本', '👩‍🚀', 'é', '🇫🇷', ' ', '─'), maxLength: 30 }),
  )
  .map(sanitiseLine);
const width = fc.nat(40);

describe('text in cells', () => {
  test('takes as many as a terminal gives it, also where what is drawn of bars and charts is not looked at closely', () => {
    const drawn = fc.string({
      unit: fc.constantFrom(...'a ─╿▀█░▟⠀⣿本é€→✔…Δ', 'e\u0301', '\ufe0f', '👩‍🚀'),
      maxLength: 8,
    });
    fc.assert(fc.property(drawn, (t) => widthOf(t) === stringWidth(t)));
    const narrow = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isNarrow);
    expect(narrow.length).toBeGreaterThan(1000);
    expect(narrow.filter((sign) => stringWidth(sign) !== 1)).toEqual([]);
    // None joins its neighbour, in either order: each is a character by itself.
    const both = joined(narrow.map(sanitiseLine), '');
    for (const all of [both, joined(graphemesOf(both).toReversed(), '')])
      expect(graphemesOf(all)).toHaveLength(narrow.length);
  });

  test('is cut to at most the width, and says that it was cut', () => {
    expect(cut('memory use', 7)).toBe('memory…');
    expect(cut('本番環境', 4)).toBe('本…');
    fc.assert(fc.property(text, width, (t, w) => widthOf(cut(t, w)) <= w));
  });

  test('fills a cell exactly, at either side', () => {
    fc.assert(
      fc.property(
        text,
        width,
        fc.constantFrom('left' as const, 'right' as const),
        (t, w, align) => widthOf(cell(t, w, align)) === w,
      ),
    );
  });

  test('fits a line of runs exactly', () => {
    fc.assert(
      fc.property(
        fc.array(text),
        width,
        (texts, w) =>
          lineWidth(
            toWidth(
              texts.map((t) => run(t)),
              w,
            ),
          ) === w,
      ),
    );
  });

  test('spreads two lines over exactly the width', () => {
    fc.assert(fc.property(text, text, width, (a, b, w) => lineWidth(spread([run(a)], [run(b)], w)) === w));
  });

  test('wraps into lines that fit', () => {
    expect(wrap('V2 is worse than V1', 8)).toEqual(['V2 is', 'worse', 'than V1']);
    // A number stays with its unit.
    expect(wrap('V2 still gets 5.36 % of it', 18)).toEqual(['V2 still gets', '5.36 % of it']);
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (t, w) => {
        for (const line of wrap(t, w)) expect(widthOf(line)).toBeLessThanOrEqual(w);
      }),
    );
  });

  test('keeps its width when it becomes ASCII', () => {
    expect(toAscii(safe('−0.03 pt ≤ 2 …'))).toBe('-0.03 pt < 2 ~');
    expect(toAscii(safe('€ 12 µs für 本'))).toBe('E 12 us fur __');
    fc.assert(fc.property(text, (t) => widthOf(toAscii(t)) === widthOf(t)));
  });
});
