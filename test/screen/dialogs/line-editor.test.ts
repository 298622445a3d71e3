import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { lineWidth } from '../../../src/screen/canvas/runs.ts';
import { editLine } from '../../../src/screen/dialogs/shared/line-editor.ts';
import { typedText } from '../../../src/screen/dialogs/shared/typed-text.ts';
import { sanitiseLine } from '../../../src/text/sanitise.ts';
import { hands } from '../hands.ts';
import { spike } from '../rooms.ts';

/** A text with its caret as "|". */
const parted = (marked: string) => ({ text: marked.replace('|', ''), at: marked.indexOf('|') });
const marked = ({ text, at }: { text: string; at: number }) => `${text.slice(0, at)}|${text.slice(at)}`;
const typed = (line: string, text: string) => marked(editLine(parted(line), { type: 'text', text }));
const pressed = (line: string, key: string) => marked(editLine(parted(line), { type: 'field', key }));

describe('a key', () => {
  test.each([
    ['ab|c', 'left', 'a|bc'],
    ['|abc', 'left', '|abc'],
    ['ab|c', 'right', 'abc|'],
    ['abc|', 'right', 'abc|'],
    ['ab|c', 'home', '|abc'],
    ['ab|c', 'ctrl-a', '|abc'],
    ['a|bc', 'end', 'abc|'],
    ['a|bc', 'ctrl-e', 'abc|'],
    ['two words| more', 'ctrl-left', 'two |words more'],
    ['two words |', 'alt-b', 'two |words '],
    ['two| words', 'ctrl-right', 'two words|'],
    ['|two words', 'alt-f', 'two| words'],
    ['ab|c', 'backspace', 'a|c'],
    ['ab|c', 'delete', 'ab|'],
    ['abc|', 'delete', 'abc|'],
    ['two wo|rds', 'ctrl-w', 'two |rds'],
    ['two words|', 'alt-backspace', 'two |'],
    ['two |words more', 'alt-d', 'two | more'],
    ['two |words', 'ctrl-u', '|words'],
    ['two |words', 'ctrl-k', 'two |'],
    ['日本|語', 'left', '日|本語'],
    ['e\u0301|x', 'left', '|e\u0301x'],
    ['e\u0301|x', 'backspace', '|x'],
    ['🇩🇪|', 'backspace', '|'],
    ['ab|c', 'pgup', 'ab|c'],
  ])('%s %s gives %s', (before, key, after) => expect(pressed(before, key)).toBe(after));
});

describe('a text', () => {
  test.each([
    ['a|c', 'b', 'ab|c'],
    ['|', 'two\nlines', 'two lines|'],
    ['|', 'the end\r\n', 'the end|'],
    ['|', '{\n  severity="critical",\n  team="db"\n}\n', '{ severity="critical", team="db" }|'],
    ['|', 'tab\there', 'tab here|'],
    ['|', 'un\u200bseen \u202eturned', 'unseen turned|'],
    ['a|', '\u001b[31m', 'a [31m|'],
  ])('in %j: %j', (before, text, after) => expect(typed(before, text)).toBe(after));

  test('never becomes longer than it may, nor ends in half a character', () => {
    const { text } = editLine({ text: '', at: 0 }, { type: 'text', text: '🇩🇪'.repeat(5) }, 10);
    expect(text).toBe('🇩🇪🇩🇪');
  });
});

test('the caret is always seen, whatever is typed and however little room there is', () => {
  const glyphs = glyphsFor(true);
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.nat({ max: 40 }),
      fc.integer({ min: 1, max: 30 }),
      (raw, place, width) => {
        const text = sanitiseLine(raw);
        const signs = [...text];
        const at = signs.slice(0, place).join('').length;
        const line = typedText({ text, at }, width, glyphs);
        expect(line.filter(({ text: one }) => one === glyphs.caret)).toHaveLength(1);
        expect(lineWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('what is longer than its field is told at both ends', () => {
  const shown = (at: number) =>
    typedText({ text: 'abcdefghijklmnopqrstuvwxyz', at }, 10, glyphsFor(true))
      .map(({ text }) => text)
      .join('');
  expect([shown(0), shown(13), shown(26)]).toEqual(['▏abcdefgh…', '…ijklm▏no…', '…stuvwxyz▏']);
});

describe.each([
  ['a filter', ['/'], 'text'],
  ['a command', [':'], 'text'],
  ['what help is asked for', ['?'], 'text'],
  ['a note', ['4', 'a'], 'note'],
  ['a duration', ['4', 'a', 'tab'], 'duration'],
  ['the note of a claim', ['4', 'c'], 'note'],
  ['the name of a ring', ['1', 'V'], 'typed'],
])('%s is edited in its middle', (_, keys, name) => {
  test('by arrows, and at its ends', () => {
    const h = hands(spike);
    h.press(...keys);
    h.type('abd');
    h.press('left', 'c', 'home', '_', 'end', '!', 'ctrl-a', 'delete');
    const { dialog } = h.state();
    const text = dialog && 'form' in dialog ? (dialog.form.values as Record<string, string>)[name] : dialog;
    expect(typeof text === 'string' ? text : (text as { text?: string } | null)?.text).toBe('abcd!');
  });
});
