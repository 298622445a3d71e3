import type { LapsedAck } from '../room/acks/acks.ts';
import type { EndedAck } from '../room/acks/ended-acks.ts';
import { formatAge, formatDuration } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { byName } from './alerts.ts';

/** What became of an acknowledgement that is over, behind the alert's name: "resolved 2m ago, receivers told". */
export function endingText(ended: Ending, now: Millis): Sentence {
  const { by, receivers, endedAt, telling, toldBy } = ended;
  const at = receivers.length > 0 ? ` at ${receivers.join(', ')}` : '';
  const ago = `${formatAge(secondsBetween(endedAt, now))} ago`;
  switch (telling) {
    case 'standing':
      return say`resolved ${ago}, still acknowledged${byName(by)}: receivers have not been told yet`;
    case 'soon': {
      const left = toldBy === null ? 0 : secondsBetween(now, toldBy);
      const when =
        left > 0
          ? `will be told within ${formatDuration(left)}`
          : 'have probably been told, or will be within a minute';
      return say`resolved ${ago}, receivers ${when}; acknowledged${byName(by)}`;
    }
    case 'told':
      return say`resolved ${ago}, receivers have been told`;
    case 'left-open':
      return say`resolved ${ago}; its page is still open${at}: close it by hand`;
    case 'with-its-group':
      return say`resolved ${ago}; its page may still be open${at}: look there, and close it by hand`;
    case 'unlisted':
      return say`not listed since Alertmanager restarted: it may still be firing, and nobody will be told when it ends`;
    case 'fired-again':
      return say`fired again, perhaps before receivers were told of its end: they may not be paged again; tell them yourself`;
  }
}

type Ending = Pick<EndedAck, 'by' | 'receivers' | 'endedAt' | 'telling' | 'toldBy'>;

/** Why an acknowledgement does not stand for an alert: "was acknowledged at P1 by alice 6m ago, before its severity rose". */
export function lapsedText({ why, by, at, tier, silences, certain, repeatInterval }: LapsedAck, now: Millis): Sentence {
  const age = `${formatAge(secondsBetween(at, now))} ago`;
  const who = by || 'somebody';
  if (!silences) {
    if (why === 'severity-grew')
      return say`was acknowledged at ${tier ?? 'another tier'}${byName(by)} ${age}, before its severity rose`;
    const until = repeatInterval === null ? '' : ` for up to ${formatDuration(repeatInterval)}`;
    return say`fired again, perhaps before receivers were told of its end: they may not be paged again${until}; tell them yourself`;
  }
  if (why === 'fired-again')
    return certain
      ? say`fired again: ${who} acknowledged the incident before this one, ${age}`
      : say`may have fired again since ${who} acknowledged it ${age}; Prometheus has not recorded it yet`;
  const meant = { 'too-wide': 'for another alert', 'severity-grew': `at ${tier}`, 'began-later': 'before it began' }[
    why
  ];
  return say`is silenced by an acknowledgement that ${who} made ${meant} ${age}; nobody has acknowledged this one`;
}

/** What receivers are told of an incident that is over. */
export const overText = (name: string, by: string): Sentence =>
  say`${name} is over: it ended while it was acknowledged by ${by}`;
