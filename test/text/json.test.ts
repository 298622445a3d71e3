import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/text/json.ts';
import { sanitiseText } from '../../src/text/sanitise.ts';
import { hostile } from '../hostile.ts';

const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, hostile, fc.integer(), fc.constant(null), tie('list'), tie('table')),
  list: fc.array(tie('any'), { maxLength: 4 }),
  table: fc.dictionary(hostile, tie('any'), { maxKeys: 4 }),
})).any;

describe('a value as JSON', () => {
  it('is safe to print, and whoever parses it gets exactly what was written', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (given, indent) => {
        const text = jsonText(given, indent);
        expect(sanitiseText(text)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(given)));
      }),
      { numRuns: 500 },
    );
  });

  it('looks as ever where nothing has to be escaped', () => {
    const given = { name: 'réseau 中文 😀 re\u0301seau नमस्ते', list: [1, 'a\nb', null] };
    expect(jsonText(given)).toBe(JSON.stringify(given));
    expect(jsonText(given, 2)).toBe(JSON.stringify(given, null, 2));
  });

  it.each([
    ['\u009b31m', '"\\u009b31m"'],
    ['\u202e', '"\\u202e"'],
    ['\u2028', '"\\u2028"'],
    ['\u007f', '"\\u007f"'],
    ['\u{e0041}', '"\\udb40\\udc41"'],
    ['\ufffe', '"\\ufffe"'],
    ['\u0338\u0338x', '"\\u0338\\u0338x"'],
    ['a \u0338', '"a \\u0338"'],
    ['\u001b\u0338', '"\\u001b\\u0338"'],
    ['a"\u0338', '"a\\"\\u0338"'],
    ['a\n\u0338', '"a\\n\\u0338"'],
    ['\u200b\u0338', '"\\u200b\\u0338"'],
    [`z${'\u0301'.repeat(5)}`, `"z${'\u0301'.repeat(4)}\\u0301"`],
  ])('escapes %j where JSON lets it stand', (given, text) => {
    expect(jsonText(given)).toBe(text);
  });
});
