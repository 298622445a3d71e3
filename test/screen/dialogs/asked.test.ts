import { expect, test } from 'vitest';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { drawAsked } from '../../../src/screen/dialogs/asked/draw.ts';
import type { Cost } from '../../../src/session/asked.ts';
import { safe } from '../../../src/text/safe.ts';

const cost = (source: 'prometheus' | 'alertmanager-1', samples: number | null): Cost => ({
  source: safe(source),
  samples,
  requests: 68,
  received: 12_300,
  unpacked: 85_000,
});
const drawn = (width: number, costs: readonly Cost[]): string[] => {
  const input = { width, height: 20, glyphs: glyphsFor(true), unicode: true };
  return drawAsked(input, [], costs, 0).lines.map((line) => line.map(({ text }) => text).join(''));
};

test('what the newest refresh cost stands first: each server, and all of them', () => {
  const lines = drawn(60, [cost('prometheus', 1204), cost('alertmanager-1', null)]);
  expect(lines).toEqual([
    'last refresh    requests   samples  received  unpacked',
    'prometheus            68     1,204   12.3 kB   85.0 kB',
    'alertmanager-1        68             12.3 kB   85.0 kB',
    'all                  136     1,204   24.6 kB    170 kB',
    '',
  ]);
});

test('of one server no sum is told, and of none nothing', () => {
  expect(drawn(60, [cost('prometheus', 1204)])).toHaveLength(3);
  expect(drawn(60, [])).toEqual(['Nothing was asked yet']);
});

test('where it is narrow, what was unpacked is left out first', () => {
  const [head = ''] = drawn(46, [cost('prometheus', 1204)]);
  expect(head).toContain('received');
  expect(head).not.toContain('unpacked');
});
