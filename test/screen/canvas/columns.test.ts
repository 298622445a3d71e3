import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, columns, widest } from '../../../src/screen/canvas/columns.ts';
import { type Line, lineWidth, type Run, run } from '../../../src/screen/canvas/runs.ts';
import { joined, safe } from '../../../src/text/safe.ts';
import { sanitiseLine } from '../../../src/text/sanitise.ts';

const textOf = (line: Line): string =>
  joined(
    line.map(({ text }) => text),
    '',
  );

/** A name that gives way last, a number, a bar of what is left, and two remarks, the second of which goes first. */
const TABLE = [
  { name: 'name', width: 8, least: 4, gives: 3 },
  { name: 'value', width: 5, align: 'right', gap: 1 },
  { name: 'bar', width: 'rest', least: 3, most: 10, gap: 1 },
  { name: 'limit', width: 6, gap: 2, vanishes: true, gives: 2 },
  { name: 'note', width: 10, least: 3, gap: 2, vanishes: true, gives: 1 },
] as const;
const widthsAt = (width: number) => Object.values(columns(TABLE, width).widths);

describe('columns', () => {
  test.each<[width: number, cells: readonly number[], why: string]>([
    [60, [8, 5, 10, 6, 10], 'all have what they want, and the bar no more than its most'],
    [38, [8, 5, 3, 6, 10], 'the bar is what is left'],
    [33, [8, 5, 3, 6, 5], 'what gives way first shrinks'],
    [31, [8, 5, 3, 6, 3], 'to its least'],
    [30, [8, 5, 7, 6, 0], 'and vanishes whole, with the space before it'],
    [26, [8, 5, 3, 6, 0], 'what gives way next does not shrink'],
    [25, [8, 5, 3, 0, 5], 'but vanishes, which may leave room for less than itself'],
    [20, [8, 5, 5, 0, 0], 'those that stay have the row'],
    [17, [7, 5, 3, 0, 0], 'the last to give way shrinks'],
    [14, [4, 5, 3, 0, 0], 'as far as it may'],
    [12, [4, 5, 1, 0, 0], 'what fills the row has less than its least before the row is too wide'],
    [8, [4, 5, 0, 0, 0], 'and the row is cut in the end'],
  ])('of %i cells share them %j: %s', (width, cells) => {
    expect(widthsAt(width)).toEqual(cells);
  });

  test('align, cut and fill what stands in them, wide characters and nothing at all too', () => {
    const table = columns(
      [
        { name: 'name', width: 6 },
        { name: 'value', width: 6, align: 'right', gap: 1 },
        { name: 'state', width: 3, gap: 1, after: 1 },
        { name: 'rest', width: 'rest' },
      ],
      22,
    );
    const row = (name: string, value: string, state?: string, rest = '') =>
      textOf(
        table.row({
          name: run(sanitiseLine(name)),
          value: run(sanitiseLine(value)),
          ...(state !== undefined && { state: run(sanitiseLine(state)) }),
          rest: run(sanitiseLine(rest)),
        }),
      );
    expect(row('memory', '212 MB', 'bad', 'rest')).toBe('memory 212 MB bad rest');
    expect(row('memory use', '1', 'b')).toBe('memor…      1 b       ');
    expect(row('本番環境', '本', undefined, 'x')).toBe('本番…      本     x   ');
    expect(row('', '')).toBe(' '.repeat(22));
    expect(textOf(table.row({}))).toBe('');
    expect(textOf(table.row({ value: run('1') }))).toBe('            1');
  });

  test('draw the space around a single run like it, and around a line not at all', () => {
    const table = columns(
      [
        { name: 'a', width: 2, gap: 1, after: 1 },
        { name: 'b', width: 1 },
      ],
      9,
    );
    const shown = (line: Line) => line.filter(({ text }) => text !== '').map(({ text, tone }) => `${text}|${tone}`);
    expect(shown(table.row({ a: run('x', 'ok'), b: run('y') }))).toEqual([' x  |ok', 'y|undefined']);
    expect(shown(table.row({ a: [run('x', 'ok')], b: run('y') }))).toEqual([
      ' |undefined',
      'x|ok',
      ' |undefined',
      ' |undefined',
      'y|undefined',
    ]);
  });

  test('ask for as much of a bar as there is room for, and for none that has given way', () => {
    const asked: number[] = [];
    const bar = (cells: number): Run => {
      asked.push(cells);
      return run(safe('#').repeat(cells), 'ok');
    };
    expect(textOf(columns(TABLE, 20).row({ name: run('memory'), value: run('1'), bar, limit: bar }))).toBe(
      'memory       1 #####',
    );
    expect(asked).toEqual([5]);
  });

  test('are headed by their names, dim, or by runs', () => {
    const table = columns(
      [
        { name: 'a', width: 3 },
        { name: 'b', width: 3, align: 'right' },
        { name: 'c', width: 'flows', gap: 1 },
      ],
      9,
    );
    const head = table.header({ a: safe('it'), b: run('V1', 'baseline') });
    expect(textOf(head)).toBe('it  V1');
    expect(head.map(({ tone }) => tone)).toEqual(['dim', 'baseline']);
  });

  test('leave what flows to what the row stands in', () => {
    const table = columns(
      [
        { name: 'a', width: 3 },
        { name: 'b', width: 'flows', gap: 1, least: 4, vanishes: true },
      ],
      10,
    );
    expect(textOf(table.row({ a: run('x'), b: [run('words one after'), run(' the other')] }))).toBe(
      'x   words one after the other',
    );
    expect(
      columns(
        [
          { name: 'a', width: 7 },
          { name: 'b', width: 'flows', gap: 1, least: 4, vanishes: true },
        ],
        10,
      ).widths.b,
    ).toBe(0);
  });

  test('are as wide as their widest text', () => {
    expect(widest([safe('V1'), safe('本番環境')])).toBe(8);
    expect(widest([safe('memory use')], { most: 6 })).toBe(6);
    expect(widest([], { least: 4 })).toBe(4);
  });
});

const column = (name: string): fc.Arbitrary<Column> =>
  fc
    .record(
      {
        width: fc.oneof(fc.nat(12), fc.constant('rest' as const)),
        least: fc.nat(8),
        most: fc.nat(20),
        vanishes: fc.constant(true as const),
        gives: fc.nat(9),
        align: fc.constantFrom('left' as const, 'right' as const),
        gap: fc.nat(2),
        after: fc.nat(2),
      },
      { requiredKeys: ['width'] },
    )
    .map((of) => ({
      ...of,
      name,
      ...(typeof of.width === 'number' && of.least !== undefined && { least: Math.min(of.least, of.width) }),
    }));
const NAMES = ['a', 'b', 'c', 'd', 'e'];
/** At most one of them takes the rest: two would share what the first leaves. */
const tables = fc
  .tuple(...NAMES.map(column))
  .map((all): Column[] =>
    all.filter(({ width }, i) => width !== 'rest' || all.findIndex((one) => one.width === 'rest') === i),
  );
const texts = fc
  .array(fc.string({ unit: fc.constantFrom('a', ' ', '本', '👩‍🚀', 'é', '█'), maxLength: 14 }).map(sanitiseLine), {
    minLength: NAMES.length,
    maxLength: NAMES.length,
  })
  .map((all) => Object.fromEntries(NAMES.map((name, i) => [name, run(all[i] ?? safe(''))])));
const width = fc.nat(60);

describe('columns, whatever they are', () => {
  test('are never wider than asked, and as wide where one takes all the rest', () => {
    fc.assert(
      fc.property(tables, texts, width, (of, cells, w) => {
        const table = columns(of, w);
        const drawn = lineWidth(table.row(cells));
        expect(drawn).toBeLessThanOrEqual(w);
        const filling = of.find((one) => one.width === 'rest' && one.most === undefined);
        if (filling !== undefined && (table.widths[filling.name] ?? 0) > 0) expect(drawn).toBe(w);
      }),
    );
  });

  test('have no less for what gives way before them', () => {
    fc.assert(
      fc.property(tables, width, (of, w) => {
        const order = (one: Column) => one.gives ?? (one.width === 'rest' ? -Infinity : Infinity);
        const { widths } = columns(of, w);
        // Nothing that may vanish takes a cell from what stays longer.
        const first = of.filter((one) => one.vanishes).toSorted((a, b) => order(a) - order(b) || 0)[0];
        if (first === undefined) return;
        const without = columns(
          of.filter((one) => one !== first),
          w,
        ).widths;
        for (const one of of) if (order(one) > order(first)) expect(widths[one.name]).toBe(without[one.name]);
      }),
    );
  });

  test('have between their least and what they want, or vanish if they may', () => {
    fc.assert(
      fc.property(tables, width, (of, w) => {
        const { widths } = columns(of, w);
        for (const one of of) {
          const own = widths[one.name] ?? 0;
          if (typeof one.width === 'number') {
            expect(own).toBeLessThanOrEqual(one.width);
            if (own > 0 || !one.vanishes) expect(own).toBeGreaterThanOrEqual(one.least ?? one.width);
          } else if (own > 0) expect(own).toBeLessThanOrEqual(Math.min(one.most ?? w, w));
        }
      }),
    );
  });
});
