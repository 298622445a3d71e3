import { expect, test } from 'vitest';
import { isQuit } from '../../../src/screen/core/typed-ahead.ts';

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
