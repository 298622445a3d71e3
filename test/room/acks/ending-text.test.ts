import { expect, it } from 'vitest';
import { endingText } from '../../../src/room/acks/ending-text.ts';
import { ago, NOW } from '../fixtures.ts';

const around = { by: 'alice', receivers: ['pager'], endedAt: ago(120), now: NOW };

it.each([
  [{ is: 'with-its-group' }, /open at pager: .*; look there, and close it by hand$/],
  [{ is: 'fired-again' }, /: receivers may not be paged; tell them yourself$/],
  [{ is: 'soon', by: ago(1) }, /receivers probably told, for certain within a minute; acknowledged by alice$/],
  [{ is: 'soon', by: ago(-120) }, /receivers told within 2m; acknowledged by alice$/],
] as const)('what is to be done, or known when, is told of %o', (telling, words) => {
  expect(endingText(telling, around)).toMatch(words);
});
