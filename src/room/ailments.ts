import { formatAge, formatValue } from '../text/format.ts';
import { type Millis, secondsBetween } from '../units.ts';
import type { CountedVerdict } from '../verdict/verdict.ts';
import type { Judged } from './room.ts';

/** What is wrong with the candidate's pods: those that are down, that are missing against the plan or gone, that crash, and that end young. */
export function ailmentsOf(
  pods: Judged['pods'],
  planned: number | null,
  verdict: Pick<CountedVerdict, 'crashLooping' | 'gone' | 'shortLived'> | null,
  candidate: string,
  now: Millis,
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
    ...(planned === null ? goneText(verdict?.gone ?? null, there, candidate, now) : []),
    ...(crashing > 0
      ? [`${count(crashing)} ${candidate} ${crashing === 1 ? 'pod restarts' : 'pods restart'} again and again`]
      : []),
    ...(verdict?.shortLived ? [`${candidate}’s pods do not live long enough to be compared`] : []),
  ];
}

/** What ended and was not replaced, where no plan tells how many pods there should be; those that `up` still knows are told of as down. */
function goneText(
  gone: CountedVerdict['gone'],
  there: number | null,
  candidate: string,
  now: Millis,
): readonly string[] {
  if (gone === null) return [];
  const pods = Math.min(gone.pods, gone.of - (there ?? 0));
  if (pods <= 0) return [];
  const age = formatAge(secondsBetween(gone.since, now));
  return [
    pods === 1
      ? `1 ${candidate} pod has been gone for ${age}, and nothing has taken its place`
      : `${formatValue(pods, 'count')} ${candidate} pods have been gone for ${age}, and nothing has taken their place`,
  ];
}
