import type { Ailment } from '../room/versions/ailments.ts';
import { formatAge, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';

/** What is wrong with the candidate's pods: "1 of 3 V2 pods does not answer". */
export function ailmentText(ailment: Ailment, candidate: string, now: Millis): Sentence {
  if (ailment.kind === 'short-lived') return say`${candidate}’s pods do not run long enough to be compared`;
  const { pods } = ailment;
  const one = pods === 1;
  const count = (value: number) => formatValue(value, 'count');
  switch (ailment.kind) {
    case 'down':
      return say`${count(pods)} of ${count(ailment.of)} ${candidate} pods ${one ? 'does' : 'do'} not answer`;
    case 'missing':
      return say`${count(pods)} of ${count(ailment.of)} planned ${candidate} pods ${one ? 'is' : 'are'} missing`;
    case 'gone': {
      const age = formatAge(secondsBetween(ailment.since, now));
      return one
        ? say`1 ${candidate} pod has been gone for ${age} and has not been replaced`
        : say`${count(pods)} ${candidate} pods have been gone for ${age} and have not been replaced`;
    }
    case 'crashing':
      return say`${count(pods)} ${candidate} ${one ? 'pod keeps' : 'pods keep'} restarting`;
  }
}
