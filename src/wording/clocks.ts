import { type EscalationClock, leftOf } from '../room/clocks.ts';
import { formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';

/** "escalates to Bob in 3m10", "escalated to senior 2m00 ago"; empty while there is nothing to say. */
export function escalationText(clock: EscalationClock | null, now: Millis): Sentence {
  if (clock === null) return say``;
  if (clock.state === 'running') return say`escalates to ${clock.who} in ${formatDuration(leftOf(clock, now))}`;
  if (clock.called === null) return say``;
  return say`escalated to ${clock.called.who} ${formatDuration(secondsBetween(clock.called.at, now))} ago`;
}
