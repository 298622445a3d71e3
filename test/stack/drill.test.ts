import { expect, test } from 'vitest';
import { newsIn } from './drill.ts';

/** As "member status", with the first letters. */
const news = (told: string) =>
  newsIn(told.split(' ').map((one) => ({ by: one.slice(0, 1), status: one.endsWith('f') ? 'firing' : 'resolved' })))
    .map((status) => status.slice(0, 1))
    .join('');

test.each([
  ['one member', '1f 1r 1f', 'frf'],
  ['one that says again that it fires', '1f 1f 1r 1f 1f', 'frf'],
  ['one that tells an end twice', '1f 1r 1r', 'frr'],
  ['another that says the same a moment later', '1f 2f 1r 2r 1f 2f', 'frf'],
  ['another that is late by a whole incident', '1f 2f 1r 1f 2r 2f', 'frf'],
  ['another that has not heard of anything before', '1f 1r 2r 2f', 'frf'],
  ['one that leaves an end to another', '1f 2r 1f', 'frf'],
  ['one that leaves it to another, and says more than once that it fires', '1f 2f 2r 1f 2f 1f', 'frf'],
  ['another that tells an end nobody else tells', '1f 1r 1f 2f 2r 2f 2r', 'frfr'],
])('what is news of %s', (_, told, expected) => {
  expect(news(told)).toBe(expected);
});
