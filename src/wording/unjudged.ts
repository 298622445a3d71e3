import type { Judged } from '../room/versions/verdict.ts';
import { formatAge } from '../text/format.ts';
import { type Millis, secondsBetween } from '../units.ts';
import type { CountedVerdict } from '../verdict/verdict.ts';
import { unreadText } from './readings.ts';
import { percent, type Speaker } from './verdict-claims.ts';

/** What keeps samples from being counted, in the words of whoever found it. */
const problemText = (problem: NonNullable<Judged['problem']>, now: Millis): string =>
  'detail' in problem
    ? problem.detail
    : `it is not known how many pods there should be: ${unreadText(problem.reading, now)}`;

/** What keeps a version from being judged; empty where nothing does. */
export function dataText(
  { data, verdict, until, since, problem, pods, silence }: Judged,
  { baselineName, candidateName, at }: Speaker,
): string {
  const found = problem && problemText(problem, at);
  switch (data) {
    case 'NO_SERIES':
      return (
        found ??
        `there is no counter of ${verdict && verdict.pods.baseline === 0 ? baselineName : candidateName}’s requests`
      );
    case 'NO_ERROR_SERIES':
      return `its errors are not counted: ${found ?? ''}`;
    case 'NOT_COUNTERS':
      return found ?? '';
    case 'NO_BOUNDARY':
      return `its latency cannot be compared: ${found ?? ''}`;
    case 'NO_TRAFFIC':
      return `no traffic: ${quietest(verdict, baselineName, candidateName)}`;
    case 'STALE': {
      const gone = silence === null && pods && pods.up + pods.down === 0 ? `${candidateName} has no pods, ` : '';
      const age = verdict?.at == null ? '' : ` for ${formatAge(secondsBetween(verdict.at, at))}`;
      return `${gone}no new requests were counted${age}${silence === null ? '' : `: ${silence}`}`;
    }
    case 'QUERY_ERROR':
      return `its samples cannot be read: ${found ?? 'the query fails'}`;
    case 'PARTIAL':
      return `samples may be missing: ${found ?? 'the server warns'}`;
    case 'COUNTING': {
      const whole = Math.max(1, at - since);
      return `still counting the requests of this stage, ${percent(Math.min(1, Math.max(0, until - since) / whole))} done`;
    }
    case 'WAITING':
      return silence ?? 'waiting for the first samples';
    case 'DOWN':
    case 'OK':
      return '';
  }
}

function quietest(verdict: CountedVerdict | null, baselineName: string, candidateName: string): string {
  return verdict && verdict.errors.candidate.requests > 0 && verdict.errors.baseline.requests === 0
    ? `${baselineName} gets no requests`
    : `${candidateName} gets no requests`;
}
