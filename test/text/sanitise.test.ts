import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseLine, sanitiseText } from '../../src/text/sanitise.ts';

/** Strings made of what attacks are made of: introducers, terminators, parameters, bidi, surrogates, marks. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('\u001b', '\u001b[', '\u001b]', '\u001bP', '\u001b_', '\u001b^', '\u001bX', '\u001b\\', '\u0007'),
      fc.constantFrom(
        '\u0090',
        '\u0098',
        '\u009b',
        '\u009c',
        '\u009d',
        '\u009e',
        '\u009f',
        '\u0085',
        '\u007f',
        '\u0000',
      ),
      fc.constantFrom('31m', '2J', '?1049h', '0;title', '8;;http://x', '52;c;eA==', ' q', '(0', 'a', '\n', '\r', '\t'),
      fc.constantFrom(
        '\u202e',
        '\u2066',
        '\u200f',
        '\u061c',
        '\u200b',
        '\u200d',
        '\ufe0f',
        '\ufeff',
        '\u{e0041}',
        '\u3164',
      ),
      fc.constantFrom('\ud800', '\udc00', '\u0301', '\u0338', '\ufffe', '👩', '中', 'é', '\u00ad', '\ufff9', '\u2028'),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const PRINTABLE = /^[^\p{Cc}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029\ufff9-\ufffb]*$/u;

describe('text from a server', () => {
  it.each([
    ['plain ASCII', 'p95 at 45 ms', 'p95 at 45 ms'],
    ['accents and CJK', 'réseau 中文 😀', 'réseau 中文 😀'],
    ['a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['an 8-bit colour', '\u009b31mred', 'red'],
    ['a cut-off colour', 'end\u001b[38;5', 'end'],
    ['a screen switch', '\u001b[?1049hx', 'x'],
    ['a title, closed by BEL', '\u001b]0;owned\u0007x', 'x'],
    ['a title, closed by ST', '\u001b]0;owned\u001b\\x', 'x'],
    ['an 8-bit title', '\u009d0;owned\u009cx', 'x'],
    ['a title that never ends', 'x\u001b]0;owned', 'x'],
    ['a title that ends at a line end', 'x\u001b]0;owned\ny', 'x\ny'],
    ['a clipboard write', '\u001b]52;c;cm0gLXJm\u0007x', 'x'],
    ['a tmux passthrough', '\u001bPtmux;\u001b\u001b]52;c;eA==\u0007\u001b\\x', 'x'],
    ['an application command', '\u001b_payload\u001b\\x', 'x'],
    ['a charset switch', '\u001b(0x', 'x'],
    ['a reset', '\u001bcx', 'x'],
    ['an escape in an escape', '\u001b\u001b[31m[31mx', '[31mx'],
    ['a lone escape', 'a\u001b', 'a'],
    ['a bell', 'a\u0007b', 'a�b'],
    ['a backspace', 'ok\b\bno', 'ok��no'],
    ['a reordering', 'user\u202egnp.exe', 'usergnp.exe'],
    ['isolates and marks', '\u2066a\u2069\u200f\u061cb', 'ab'],
    ['zero-width characters', 'a\u200bb\ufeffc\u2060d\u00ade', 'abcde'],
    ['joined emoji', '👩\u200d💻 ⚠\ufe0f', '👩💻 ⚠'],
    ['hidden tags', 'a\u{e0068}\u{e0069}b', 'ab'],
    ['a lone surrogate', 'a\ud800b', 'a�b'],
    ['line ends of all kinds', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
    ['a tab', 'a\tb', 'a  b'],
    ['a pile of marks', `z${'\u0301'.repeat(50)}`, `z${'\u0301'.repeat(4)}`],
    ['a mark on nothing', '\u0338x', '◌\u0338x'],
  ])('is safe with %s', (_, text, safe) => {
    expect(sanitiseText(text)).toBe(safe);
  });

  it('holds nothing but printable characters and line ends, whatever it was', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of sanitiseText(text).split('\n')) expect(line).toMatch(PRINTABLE);
        expect(sanitiseLine(text)).toMatch(PRINTABLE);
      }),
      { numRuns: 1000 },
    );
  });

  it('is left alone the second time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(sanitiseText(sanitiseText(text))).toBe(sanitiseText(text));
        expect(sanitiseLine(sanitiseLine(text))).toBe(sanitiseLine(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('fits on one line when asked to', () => {
    expect(sanitiseLine('first\r\n\n  second\n')).toBe('first second');
    expect(sanitiseLine('  as it is ')).toBe('  as it is ');
  });
});
