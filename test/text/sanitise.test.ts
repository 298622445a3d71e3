import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseColoured, sanitiseLine, sanitiseText } from '../../src/text/sanitise.ts';
import { hostile } from '../hostile.ts';
import { VirtualTerminal } from '../terminal/virtual-terminal.ts';

const ESC = '\u001b';
const COLOURS = new RegExp(`${ESC}\\[[\\d;:]*m`, 'g');
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
    ['a title that never ends', 'x\u001b]0;owned', 'x0;owned'],
    ['a title that does not end in its line', '"\u001b]" is no duration\ny\u0007', '"" is no duration\ny�'],
    ['a clipboard write', '\u001b]52;c;cm0gLXJm\u0007x', 'x'],
    ['a tmux passthrough', '\u001bPtmux;\u001b\u001b]52;c;eA==\u0007\u001b\\x', 'tmux;x'],
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

  it('keeps what is written from right to left, in emoji and in scripts with marks readable', () => {
    for (const text of ['שלום עולם 3', 'مرحبا بالعالم', 'नमस्ते', 'ภาษาไทย', '👍🏽 ok', '🇫🇷', 'Ångström', '本番環境'])
      expect(sanitiseLine(text)).toBe(text);
  });

  it('has colours and nothing else left where they are ringdeck’s own', () => {
    expect(sanitiseColoured('\u001b[1m\u001b[38;2;1;2;3mred\u001b[0m\u001b[8m\u001b[2Kx\u001b]0;t\u0007y')).toBe(
      '\u001b[1m\u001b[38;2;1;2;3mred\u001b[0mxy',
    );
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of sanitiseColoured(text).replace(COLOURS, '').split('\n')) expect(line).toMatch(PRINTABLE);
      }),
      { numRuns: 1000 },
    );
  });

  it('moves, colours and asks nothing on a terminal: what follows stands where it would', async () => {
    const texts = fc.sample(hostile, { numRuns: 300, seed: 9 }).map((text) => sanitiseText(text));
    const columns = 400;
    const terminal = new VirtualTerminal(columns, 8);
    const untouched = new VirtualTerminal(columns, 8);
    await untouched.write('\u001b[2J\u001b[Hend');
    for (const text of texts) {
      const lines = text.split('\n').length;
      await terminal.write(`${text.replaceAll('\n', '\r\n')}`);
      expect(terminal.answers, text).toEqual([]);
      // Whatever it was, no mode and no style is left of it, and it took as many rows as it has lines.
      expect(terminal.scrolledBy + terminal.row).toBe(lines - 1);
      await terminal.write('\u001b[2J\u001b[3J\u001b[Hend');
      expect(terminal.cells()).toEqual(untouched.cells());
      terminal.reset();
    }
  });
});
