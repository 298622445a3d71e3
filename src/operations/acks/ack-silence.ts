import { formatAckComment, parseAckComment } from '../../room/acks/comment.ts';
import type { AckLife } from '../../room/acks/upkeep.ts';
import type { RoomAlert } from '../../room/room.ts';
import { exactMatchers } from '../../room/silences/matchers.ts';
import type { NewSilence, Silence } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../../units.ts';

/** A server whose clock is a little behind ours must not take the silence for a pending one; it clamps the start to now. */
const HEAD_START = seconds(-60);

/** What an acknowledgement is made of, beside the alert. */
export interface AckRequest {
  readonly operator: string;
  readonly note: string;
  readonly nonce: string;
  /** How the comment begins. */
  readonly mark: string;
  readonly duration: Seconds;
  /** It is not extended. */
  readonly fixed: boolean;
  /** The labels of every alert the member lists. */
  readonly listed: readonly Labels[];
  /** By the clock of the member it is sent to. */
  readonly serverNow: Millis;
}

/** The silence that acknowledges one alert and nothing else. */
export function ackSilence(
  { exactLabels, labels, fingerprint, began }: Pick<RoomAlert, 'exactLabels' | 'labels' | 'fingerprint' | 'began'>,
  request: AckRequest,
): NewSilence {
  const { operator, note, nonce, mark, duration, fixed, listed, serverNow } = request;
  const words = { user: operator, ring: labels.ring ?? '', fingerprint, nonce, began, note };
  return {
    matchers: exactMatchers(exactLabels, listed),
    startsAt: addSeconds(serverNow, HEAD_START),
    endsAt: addSeconds(serverNow, duration),
    createdBy: operator,
    comment: formatAckComment(fixed ? { ...words, duration } : words, mark),
  };
}

/**
 * The same silence with a later end, null when it is as late as it may be. Matchers and start stay as the server gave
 * them: only then does it keep its id.
 */
export function extended(silence: Silence, life: AckLife, mark: string, serverNow: Millis): NewSilence | null {
  const { id, matchers, startsAt, createdBy, comment } = silence;
  const since = parseAckComment(comment, mark)?.since ?? startsAt;
  const endsAt = millis(Math.min(addSeconds(serverNow, life.duration), addSeconds(since, life.max)));
  return endsAt > silence.endsAt ? { id, matchers, startsAt, endsAt, createdBy, comment } : null;
}

/**
 * A narrower silence to take the place of one that covers an alert which came later; it ends when that one would have,
 * and its age counts from that one. Null when nothing that is listed makes it narrower.
 */
export function narrowed(
  silence: Silence,
  { exactLabels }: Pick<RoomAlert, 'exactLabels'>,
  { listed, mark, nonce, serverNow }: Pick<AckRequest, 'listed' | 'mark' | 'nonce' | 'serverNow'>,
): NewSilence | null {
  const { createdBy, comment, endsAt, startsAt } = silence;
  const ours = parseAckComment(comment, mark);
  const matchers = exactMatchers(exactLabels, listed);
  if (!ours || matchers.every(({ name }) => silence.matchers.some((matcher) => matcher.name === name))) return null;
  return {
    matchers,
    startsAt: addSeconds(serverNow, HEAD_START),
    endsAt,
    createdBy,
    comment: formatAckComment({ ...ours, nonce, since: ours.since ?? startsAt }, mark),
  };
}
