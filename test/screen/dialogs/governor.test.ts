import { expect, test } from 'vitest';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Load } from '../../../src/screen/core/load.ts';
import { drawGovernor } from '../../../src/screen/dialogs/governor/draw.ts';
import { journal } from '../../../src/screen/panels/journal.ts';
import type { Spell } from '../../../src/terminal/governor.ts';
import { safe } from '../../../src/text/safe.ts';
import { millis } from '../../../src/units.ts';
import { healthy, sceneOf } from '../rooms.ts';

const at = (hour: number, minute: number) => millis(Date.UTC(2026, 0, 1, hour, minute));
const SPELLS: readonly Spell[] = [
  { because: 'limit', from: at(13, 1), to: at(13, 5) },
  { because: 'unfocused', from: at(14, 2), to: null },
];
const loadOf = (spells: readonly Spell[], limit: number | null = null): Load => ({
  pacing: {
    rates: { bytesPerSecond: 139.4, framesPerSecond: 0.2, millisPerFrame: 1.2 },
    limit,
    period: spells.some(({ to }) => to === null) ? 2000 : 100,
    spells,
  },
  memory: () => ({ heap: 41_000_000, resident: 151_000_000 }),
});
const costs = [{ source: safe('prometheus'), requests: 68, samples: 1204, received: 12_300, unpacked: 85_000 }];
const input = { width: 60, height: 20, glyphs: glyphsFor(true), unicode: true };
const scene = sceneOf(healthy);
const textOf = (lines: readonly (readonly { readonly text: string }[])[]) =>
  lines.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );

test('what the screen costs is told in figures, and that it never had to go slower', () => {
  const { lines } = drawGovernor(input, { scene: { ...scene, costs }, load: loadOf([]), timeZone: 'UTC' }, 0);
  expect(textOf(lines)).toEqual([
    'to the terminal  139 B/s in 0.20 frames/s',
    'a frame takes    1.2 ms',
    'limit            none',
    'changes          at most every 100 ms',
    'a refresh asks   68 queries',
    'and is given     1,204 samples in 12.3 kB, 85.0 kB unpacked',
    'memory           41.0 MB of heap, 151 MB resident',
    '',
    'It has never had to slow down.',
  ]);
});

test('where it goes slower it says since when and why, the newest first', () => {
  const drawing = drawGovernor(input, { scene, load: loadOf(SPELLS, 200), timeZone: 'UTC' }, 0);
  const lines = textOf(drawing.lines);
  expect(lines).toContain('limit            200 B/s');
  expect(lines).toContain('a refresh asks   nobody');
  expect(lines.slice(-2)).toEqual([
    '14:02 slower: the terminal lost the focus, still',
    '13:01 slower: --max-bps was reached, until 13:05',
  ]);
  expect(textOf([drawing.badge ?? []])).toEqual(['slower']);
});

test('the journal of a wall tells of it among what was done, and no filter is for it', () => {
  const entry = { at: at(13, 30), by: 'bob', act: 'claim', target: 'Down', result: 'done', detail: '' } as const;
  const room = { journal: [{ ...entry, by: safe('bob'), target: safe('Down'), detail: safe(''), seq: 1 }] };
  const draw = (ids: readonly string[]) =>
    textOf(
      journal.draw({
        ...{ room, width: 70, height: 5, detail: 'full', glyphs: glyphsFor(true), unicode: true, timeZone: 'UTC' },
        ...{ operator: '', ids, all: ['#1'], cursor: undefined, marks: [], spells: SPELLS },
      } as Parameters<typeof journal.draw>[0]).lines,
    );
  expect(draw(['#1'])).toEqual([
    '14:02 screen   slowed down: the terminal lost the focus, still',
    '13:30 bob      is on Down',
    '13:01 screen   slowed down: --max-bps was reached, until 13:05',
  ]);
  expect(draw([])).toEqual(['No row matches the filter']);
});
