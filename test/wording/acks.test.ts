import { expect, it } from 'vitest';
import { endingText } from '../../src/wording/acks.ts';
import { ago, endedAck, NOW } from '../room/fixtures.ts';

it.each([
  [{ telling: 'with-its-group' }, /open at pager: look there, and close it by hand$/],
  [{ telling: 'fired-again' }, /: they may not be paged again; tell them yourself$/],
  [
    { telling: 'soon', toldBy: ago(1) },
    /receivers have probably been told, or will be within a minute; acknowledged by alice$/,
  ],
  [{ telling: 'soon', toldBy: ago(-120) }, /receivers will be told within 2m; acknowledged by alice$/],
] as const)('what is to be done, or known when, is told of %o', (telling, words) => {
  expect(endingText(endedAck({ receivers: ['pager'], endedAt: ago(120), ...telling }), NOW)).toMatch(words);
});
