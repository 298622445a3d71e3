import { isProven } from '../room/versions/verdict.ts';
import { type Sentence, say } from '../text/say.ts';
import { limitsReasons } from './limits.ts';
import { type VerdictRoom, verdictReasons } from './verdict.ts';

/** Why the verdict is as it is, without what limits say: that stands beside each value. */
export function countedReasons(room: VerdictRoom): readonly Sentence[] {
  const all = verdictReasons(room);
  // Without a judgement the limits that are missed come first.
  return room.comparison && room.comparison.verdict.judged === null
    ? all.slice(limitsReasons(room.comparison).length)
    : all;
}

/** The verdict without a number, for somebody who never heard of one; empty where nothing is compared. */
export function plainVerdict({ comparison }: Pick<VerdictRoom, 'comparison'>): Sentence {
  if (!comparison) return say``;
  const { verdict, baseline, candidate } = comparison;
  const [old, young] = [baseline.label, candidate.label];
  const { state, level, method, because, judged } = verdict;
  if (because === 'not-rolled-out') return say`Nothing is rolled out, so ${young} is not judged.`;
  if (state === 'unknown') return say`It is not known whether ${young} is worse than ${old}. Do not go on until it is.`;
  if (judged?.data === 'DOWN') return say`${young} is down. Do not roll it out further.`;
  switch (state) {
    case 'worse': {
      if (method === 'limits') return say`${young} is beyond its limits. Do not roll it out further.`;
      const isOver =
        judged !== null && isProven(judged) && judged.verdict?.reasons.some(({ kind }) => kind === 'recovered');
      return isOver
        ? say`${young} was worse than ${old} for a while. Find out why before you go on.`
        : say`${young} is worse than ${old}. Do not roll it out further.`;
    }
    case 'better':
      return say`${young} is better than ${old}. The rollout may go on.`;
    case 'same':
      return method === 'limits'
        ? say`${young} is within its limits. The rollout may go on.`
        : say`${young} is not worse than ${old}. The rollout may go on.`;
    case 'inconclusive':
      if (method === 'limits') return say`${young} is near its limits. Find out why before you go on.`;
      return level === 'warn'
        ? say`${young} may be worse than ${old}. Find out why before you go on.`
        : say`It is too early to say whether ${young} is worse than ${old}. Wait.`;
  }
}
