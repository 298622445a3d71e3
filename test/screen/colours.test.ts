import { describe, expect, test } from 'vitest';
import type { Volume } from '../../src/logs/volume.ts';
import { loadTheme, shippedThemes } from '../../src/screen/canvas/themes.ts';
import { drawHistogram } from '../../src/screen/views/logs/histogram.ts';
import { millis, seconds } from '../../src/units.ts';
import { VirtualTerminal } from '../terminal/virtual-terminal.ts';
import { hands } from './hands.ts';
import { type PictureOptions, painted } from './picture.ts';
import { healthy, sceneOf, spike } from './rooms.ts';

/** What a terminal shows of a picture: of each cell its text, whether it is in reverse, and its colours. */
async function shown(room: typeof spike, keys: readonly string[], options: PictureOptions) {
  const { columns = 140, rows = 44 } = options;
  const terminal = new VirtualTerminal(columns, rows);
  const drawn = painted(sceneOf(room), hands(room).press(...keys), { level: 3, ...options });
  await terminal.write(drawn.replaceAll('\n', '\r\n'));
  return {
    lines: terminal.lines(),
    cells: terminal
      .cells()
      .map(
        (line) => line.match(/.+?\/\d\/\d{4}\/[\d,-]+(?= |$)/gu)?.map((cell) => cell.replace(/^ (?=.\/)/u, '')) ?? [],
      ),
  };
}

const REVERSE = /^.\/\d\/\d\d1\d\//u;

test('without colours a P0 stands in reverse video, in every shipped theme', async () => {
  for (const theme of shippedThemes(0)) {
    const { name } = theme;
    const { lines, cells } = await shown(spike, [], { theme });
    const row = lines.findIndex((line) => line.includes('P0 V2ErrorSpike firing'));
    expect(cells[row]?.[lines[row]?.indexOf('P0') ?? 0], name).toMatch(REVERSE);
    expect(cells[0]?.[1], name).toMatch(REVERSE);
  }
});

test('no theme draws white, or black, on the terminal’s own background', async () => {
  for (const level of [1, 2, 3] as const)
    for (const theme of shippedThemes(level))
      for (const style of Object.values(theme.styles))
        if (style.backgroundColor === undefined)
          expect(['#ffffff', '#000000', 'white', 'whiteBright', 'black', 'ansi256(231)', 'ansi256(16)']).not.toContain(
            style.color,
          );
});

test('a full bar is filled in the colour that stands for its tone, in high contrast too', async () => {
  const theme = await loadTheme('high-contrast', 3);
  const { cells } = await shown(spike, [], { theme });
  const blocks = cells.flat().filter((cell) => cell.startsWith('█'));
  expect(blocks.length).toBeGreaterThan(0);
  // 50331648 is a colour of 24 bits, and the other number the colour itself: black is 0.
  for (const cell of blocks) expect(cell).not.toMatch(/\/50331648,0,/);
});

test('the bar of the selected row is not turned round', async () => {
  const theme = await loadTheme('dark', 3);
  const { cells, lines } = await shown(healthy, ['3'], { theme });
  const row = lines.findIndex((line) => line.includes('plan 30'));
  const blocks = cells[row]?.filter((cell) => /^[█░]/.test(cell)) ?? [];
  expect(blocks.length).toBeGreaterThan(10);
  for (const cell of blocks) expect(cell).not.toMatch(REVERSE);
  expect(cells[row]?.filter((cell) => REVERSE.test(cell)).length).toBeGreaterThan(10);
});

describe('the histogram of a log page', () => {
  const volumeOf = (counts: Volume['buckets'][number]): Volume => ({
    from: millis(0),
    to: millis(60_000),
    step: seconds(60),
    buckets: [counts],
    counted: 'by the server',
  });

  test.each([
    [1, 99],
    [10, 90],
    [28, 72],
    [50, 50],
    [90, 10],
    [100, 0],
  ])('paints as much red as there are errors: %i beside %i', (error, info) => {
    const place = { width: 40, height: 6, timeZone: 'UTC', unicode: true };
    const rows = drawHistogram(volumeOf({ error, info }), null, place).slice(0, -1);
    const cells = rows.flat().filter(({ text }) => text !== ' ');
    const eighths = (text: string) => ' ▁▂▃▄▅▆▇█'.indexOf(text);
    const red = cells.reduce((sum, { text, tone }) => sum + (tone === 'fail' ? eighths(text) : 0), 0);
    const all = cells.reduce((sum, { text, rest }) => sum + (rest === undefined ? eighths(text) : 8), 0);
    expect(red / all).toBeGreaterThan(0);
    expect(Math.abs(red / all - error / (error + info))).toBeLessThanOrEqual(1 / 40);
  });

  test('hides no error in ASCII, and calls no cell one that holds few', () => {
    const rows = drawHistogram(volumeOf({ error: 1, info: 30 }), null, {
      width: 10,
      height: 4,
      timeZone: 'UTC',
      unicode: false,
    });
    const text = rows.slice(0, -1).map((row) => row.map((part) => part.text).join(''));
    expect(text.join('')).not.toContain('#');
    expect(text.at(-1)).toBe('x'.repeat(10));
  });
});
