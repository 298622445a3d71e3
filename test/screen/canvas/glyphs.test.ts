import { expect, test } from 'vitest';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { isAscii } from '../../../src/screen/canvas/runs.ts';
import { limitText } from '../../../src/screen/panels/parts.ts';

test('every sign has a form in ASCII alone, and limits keep their equals sign', () => {
  const glyphs = glyphsFor(false);
  for (const sign of [...Object.values(glyphs), ...glyphs.heart].flat()) expect(isAscii(sign)).toBe(true);
  expect(limitText({ limit: { kind: 'at-most', most: 2 }, unit: 'count' }, glyphs)).toBe('<= 2');
  expect(limitText({ limit: { kind: 'at-least', least: 2 }, unit: 'count' }, glyphs)).toBe('>= 2');
});
