import { expect, test } from 'vitest';
import { answerOf } from '../../../src/commands/shared/failure.ts';

test.each([
  [[], 0],
  [['undecided'], 2],
  [['missing', 'undecided'], 3],
  [['missing', 'fail', 'undecided'], 1],
] as const)('refusals of the kinds %j exit with %d: a certain refusal wins over missing data', (kinds, exit) => {
  expect(answerOf(kinds)).toBe(exit);
});
