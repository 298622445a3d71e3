import { formatValue } from '../text/format.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Judged } from './room.ts';

/** What is wrong with the candidate's pods: those that are down, that are missing against the plan, that crash, and that end young. */
export function ailmentsOf(
  pods: Judged['pods'],
  planned: number | null,
  verdict: Pick<Verdict, 'crashLooping' | 'shortLived'> | null,
  candidate: string,
): readonly string[] {
  const there = pods ? pods.up + pods.down : null;
  const missing = planned === null || there === null ? 0 : planned - there;
  const crashing = verdict?.crashLooping.length ?? 0;
  const count = (value: number) => formatValue(value, 'count');
  return [
    ...(pods && pods.down > 0
      ? [
          `${count(pods.down)} of ${count(pods.up + pods.down)} ${candidate} pods ${pods.down === 1 ? 'does' : 'do'} not answer`,
        ]
      : []),
    ...(missing > 0
      ? [
          `${count(missing)} of ${count(planned ?? 0)} planned ${candidate} pods ${missing === 1 ? 'is' : 'are'} missing`,
        ]
      : []),
    ...(crashing > 0
      ? [`${count(crashing)} ${candidate} ${crashing === 1 ? 'pod restarts' : 'pods restart'} again and again`]
      : []),
    ...(verdict?.shortLived ? [`${candidate}’s pods do not live long enough to be compared`] : []),
  ];
}
