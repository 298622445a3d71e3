import type { Approval, Validation } from '../room/rings/approvals.ts';
import { formatAge, formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';

/** "by alice 3m ago, confirmed by bob (override: the sensor is broken)"; empty when the store does not say. */
export function byWhom({ by, at, approvedBy, override }: Validation, now: Millis): Sentence {
  const who = by === '' ? '' : `by ${by}${at === null ? '' : ` ${ageText(at, now)}`}`;
  const confirmed = approvedBy === undefined ? '' : `, confirmed by ${approvedBy}`;
  return say`${`${who}${confirmed}${override === undefined ? '' : ` (override: ${override})`}`.trim()}`;
}

/** "alice requested the validation of ring0 3m ago; another operator must confirm it within 57m" */
export function requestText(ring: string, { by, at, expiresAt, override }: Approval, now: Millis): Sentence {
  const reason = override === undefined ? '' : ` (override: ${override})`;
  const left = formatDuration(Math.max(0, secondsBetween(now, expiresAt)));
  return say`${by} requested the validation of ${ring} ${ageText(at, now)}${reason}; another operator must confirm it within ${left}`;
}

function ageText(at: Millis, now: Millis): string {
  const age = secondsBetween(at, now);
  return age < 10 ? 'just now' : `${formatAge(age)} ago`;
}
