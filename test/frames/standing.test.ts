import { expect, test } from 'vitest';
import { standingOf } from '../../src/frames/standing.ts';
import { failed, type SourceErrorKind, succeeded } from '../../src/sources/error.ts';

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
