import { expect, test } from 'vitest';
import { pastOf, standingOf } from '../../src/frames/standing.ts';
import { failed, type SourceErrorKind, succeeded } from '../../src/sources/error.ts';
import { millis } from '../../src/units.ts';

const outcomeOf = (word: 'fine' | SourceErrorKind) =>
  word === 'fine' ? succeeded(1) : failed({ kind: word, message: word });
type Word = Parameters<typeof outcomeOf>[0];

test.each<[readonly Word[], string]>([
  [[], 'up'],
  [['fine', 'fine'], 'up'],
  // Refusals are answers, and about the query.
  [['fine', 'bad-query'], 'up'],
  [['bad-query', 'bad-query'], 'up, lacking: every query is refused: bad-query'],
  [['fine', 'bad-body'], 'up, lacking: bad-body'],
  [['fine', 'bad-query', 'timeout'], 'up, lacking: timeout'],
  [['bad-query', 'bad-body'], 'up, lacking: bad-body'],
  [['bad-body', 'bad-body'], 'down: bad-body'],
  [['too-large', 'bad-body'], 'down: too-large'],
  [['bad-body', 'unreachable'], 'down: unreachable'],
  [['server'], 'down: server'],
])('to answers %j a server is %s', (words, expected) => {
  const standing = standingOf(words.map(outcomeOf));
  const lacking = standing.ok ? standing.value.lacking : undefined;
  const said = standing.ok ? `up${lacking ? `, lacking: ${lacking.message}` : ''}` : `down: ${standing.error.message}`;
  expect(said).toBe(expected);
});

test.each([
  [[], undefined],
  [[0, 40], undefined],
  [[null, null], undefined],
  [[40, null, 30], 'its answers are from 30s before it was asked'],
])('of answers that are %j seconds old the newest tells how old what a server says is', (ages, words) => {
  const at = millis(1_700_000_000_000);
  const outcomes = ages.map((age) =>
    age === null
      ? failed({ kind: 'timeout', message: '' })
      : succeeded({ samples: [], warnings: [], ...(age > 0 && { asOf: millis(at - age * 1000) }) }),
  );
  const { asOf, lacking } = pastOf(outcomes, at);
  expect([asOf, lacking?.message]).toEqual([words && at - 30_000, words]);
});
