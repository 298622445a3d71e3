import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/screen/canvas/block.ts';
import { Compositor } from '../../../src/screen/canvas/compositor.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../../src/screen/canvas/look.ts';
import { type Line, type Run, run } from '../../../src/screen/canvas/runs.ts';
import { loadTheme } from '../../../src/screen/canvas/themes.ts';
import type { Row } from '../../../src/terminal/cells.ts';
import { safe } from '../../../src/text/safe.ts';
import { sanitiseLine } from '../../../src/text/sanitise.ts';

const theme = await loadTheme('dark', 3);
const sixteen = await loadTheme('dark', 1);
const look = (more: Partial<Look> = {}): Look => ({
  theme,
  glyphs: glyphsFor(true),
  unicode: true,
  links: true,
  level: 3,
  ...more,
});
const LOOK = look();

const block = (x: number, y: number, width: number, ...lines: readonly (string | Line)[]): Block => ({
  at: { x, y, width, height: lines.length },
  lines: lines.map((line) => (typeof line === 'string' ? [run(sanitiseLine(line))] : line)),
});

const compose = (blocks: readonly Block[], columns: number, rows: number, how = LOOK) =>
  new Compositor().compose(blocks, how, columns, rows);
const textOf = (row: Row | undefined): string => (row ?? []).map(({ text }) => text).join('');
const texts = (blocks: readonly Block[], columns: number, rows: number, how = LOOK) =>
  compose(blocks, columns, rows, how).map(textOf);
const stylesOf = (part: Run, how = LOOK): string =>
  compose([block(0, 0, 1, [part])], 1, 1, how)[0]?.[0]?.style.key ?? '';

describe('blocks on top of each other', () => {
  test('cover what lies beneath in all of their rectangle', () => {
    const beneath = block(0, 0, 6, 'aaaaaa', 'bbbbbb', 'cccccc');
    expect(texts([beneath, { at: { x: 2, y: 0, width: 3, height: 2 }, lines: [[run('x')]] }], 6, 3)).toEqual([
      'aax  a',
      'bb   b',
      'cccccc',
    ]);
  });

  test('never leave half of a wide character, at either side of what covers it', () => {
    for (const [x, shown] of [
      [0, 'x 文字'],
      [1, ' x文字'],
      [2, '中x 字'],
      [5, '中文 x'],
    ] as const)
      expect(texts([block(0, 0, 6, '中文字'), block(x, 0, 1, 'x')], 6, 1)).toEqual([shown]);
  });

  test('leave the blank that stands for half a character in its colours', () => {
    const [row] = compose([block(0, 0, 2, [run('中', 'fail')]), block(0, 0, 1, 'x')], 2, 1);
    expect(row?.[1]).toMatchObject({ text: ' ', width: 1, style: { key: stylesOf(run('x', 'fail')) } });
  });

  test('are cut at the ends of the terminal, wide characters as a whole', () => {
    expect(texts([block(2, 0, 4, '中文')], 5, 1)).toEqual(['  中 ']);
    expect(texts([block(0, 0, 4, 'abcd', 'efgh')], 3, 1)).toEqual(['abc']);
    expect(texts([block(-1, 0, 4, '中文')], 4, 1)).toEqual([' 文 ']);
  });

  test('fill every row to exactly as many cells as there are columns, whatever stands in them', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '中', 'e\u0301', '🇫🇷', '👩‍🚀', '─', '✔', '\u200b', '\u0007'),
      maxLength: 9,
    });
    const blocks = fc.array(fc.tuple(fc.integer({ min: -2, max: 9 }), fc.nat(2), fc.nat(9), text), { maxLength: 5 });
    fc.assert(
      fc.property(blocks, (given) => {
        const rows = compose(
          given.map(([x, y, width, words]) => block(x, y, width, words)),
          8,
          3,
        );
        for (const row of rows) {
          expect(row).toHaveLength(8);
          for (const [x, { width }] of row.entries()) {
            expect(x + width).toBeLessThanOrEqual(8);
            for (let next = 1; next < width; next += 1) expect(row[x + next]?.width).toBe(0);
            if (width === 0) expect(row[x - 1]?.width).not.toBe(1);
          }
        }
      }),
    );
  });
});

describe('what is written into cells', () => {
  test('takes no place where it has no width, and never reaches the terminal', () => {
    // Past the compiler, as no text comes here that was not made safe.
    const hostile: Run = { text: 'a\u0007\u001b[2Jb' as ReturnType<typeof sanitiseLine> };
    expect(texts([block(0, 0, 8, [hostile])], 8, 1)[0]).not.toMatch(/\p{Cc}/u);
  });

  test('is one character where two runs of one style meet in it', () => {
    const [row] = compose([block(0, 0, 3, [run('e'), run(sanitiseLine('\u0301x').slice(-1)), run('y')])], 3, 1);
    expect(textOf(row)).toBe('exy');
    const flag = compose([block(0, 0, 4, [run(safe('🇫')), run(safe('🇷'))])], 4, 1)[0];
    expect(flag?.[0]).toMatchObject({ text: '🇫🇷', width: 2 });
  });

  test('is ASCII alone on a terminal without Unicode', () => {
    const ascii = look({ unicode: false, glyphs: glyphsFor(false) });
    expect(texts([block(0, 0, 12, '中 −5 µs é…')], 12, 1, ascii)).toEqual(['__ -5 us e~ ']);
  });

  test('is of the look’s depth of colours, and at level 0 of none, nor bold', () => {
    const loud = run('x', 'fail', { bold: true });
    expect(stylesOf(loud, look({ level: 0 }))).toBe('');
    expect(stylesOf(loud, look({ level: 1, theme: sixteen }))).toContain('[0;1;91m');
    expect(stylesOf(loud, look({ level: 2 }))).toContain('[38;5;');
    expect(stylesOf(loud)).toContain('[38;2;');
    expect(stylesOf(loud)).toContain('[1m');
  });

  test('leads to its page where the terminal knows links', () => {
    const linked = run('x', 'accent', { href: 'https://example.org/a' });
    expect(stylesOf(linked)).toContain(']8;;https://example.org/a');
    expect(stylesOf(linked, look({ links: false }))).not.toContain(']8');
  });
});

describe('rows', () => {
  const blocks = (middle: string) => [
    block(0, 0, 4, 'top'),
    block(0, 1, 2, middle),
    block(2, 1, 2, 'r'),
    block(0, 2, 4, 'end'),
  ];

  test('are the very same where nothing changed, though every line is another object', () => {
    const compositor = new Compositor();
    const before = compositor.compose(blocks('a'), LOOK, 4, 3);
    const after = compositor.compose(blocks('b'), LOOK, 4, 3);
    expect(after.map((row, y) => row === before[y])).toEqual([true, false, true]);
    expect(compositor.compose(blocks('b'), LOOK, 4, 3).map((row, y) => row === after[y])).toEqual([true, true, true]);
  });

  test('are others once a style, the look or the size is another', () => {
    const compositor = new Compositor();
    const of = (part: Run) => [block(0, 0, 2, [part])];
    const first = compositor.compose(of(run('x')), LOOK, 2, 1)[0];
    const styled = compositor.compose(of(run('x', 'fail')), LOOK, 2, 1)[0];
    expect(styled).not.toEqual(first);
    const plain = compositor.compose(of(run('x', 'fail')), look({ level: 0 }), 2, 1)[0];
    expect(plain).toEqual(first);
    expect(compositor.compose(of(run('x', 'fail')), LOOK, 3, 1)[0]).toHaveLength(3);
  });
});
