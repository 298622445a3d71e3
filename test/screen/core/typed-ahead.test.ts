import { expect, test } from 'vitest';
import { hasQuit, isQuit } from '../../../src/screen/core/typed-ahead.ts';

test.each([
  ['q', true],
  ['qq', true],
  ['\u0003', true],
  ['/abc\u0003', true],
  ['', false],
  ['/q', false],
  ['j', false],
])('typed before the screen reads keys, %j leaves: %s', (typed, leaves) => {
  expect(isQuit(typed, ['q', 'ctrl-c'])).toBe(leaves);
});

test('a profile’s own keys leave, and those it took away do not', () => {
  expect(isQuit('\u0018', ['ctrl-x', 'ctrl-c'])).toBe(true);
  expect(isQuit('q', ['Q', 'ctrl-c'])).toBe(false);
});

test('what is pasted does not leave a screen where nothing else is a key', () => {
  expect(hasQuit('\u001b[200~quick, q\u001b[201~', ['q', 'ctrl-c'])).toBe(false);
  expect(hasQuit('\u001b[200~a\u001b[201~q', ['q', 'ctrl-c'])).toBe(true);
});

test.each(['\u001b[27u', '\u001b[A', '\u001bOA', '\u001b[[A', '\u001b[1;5A'])(
  'no letter in what a terminal writes for the key %j is a key that leaves',
  (written) => {
    expect(hasQuit(written, ['u', 'A', 'ctrl-c'])).toBe(false);
    expect(hasQuit(`${written}u`, ['u', 'ctrl-c'])).toBe(true);
  },
);
