import { formatAckComment } from '../room/ack-comment.ts';
import type { RoomAlert } from '../room/room.ts';
import type { Matcher, NewSilence, Silence } from '../sources/alertmanager-types.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds, secondsBetween } from '../units.ts';

/** How long acknowledgements live. */
export interface AckLife {
  readonly duration: Seconds;
  /** An acknowledgement is never extended beyond this age. */
  readonly max: Seconds;
}

/** An acknowledgement that ends within this time is extended. */
const EXTEND_WITHIN = seconds(5 * 60);

/** A server whose clock is a little behind ours must not take the silence for a pending one; it clamps the start to now. */
const HEAD_START = seconds(-60);

/** What an acknowledgement is made of, beside the alert. */
export interface AckRequest {
  readonly operator: string;
  readonly note: string;
  readonly nonce: string;
  readonly duration: Seconds;
  /** The labels of every alert the member lists. */
  readonly listed: readonly Labels[];
  /** By the clock of the member it is sent to. */
  readonly serverNow: Millis;
}

/** The silence that acknowledges one alert and nothing else. */
export function ackSilence({ exactLabels, labels, fingerprint }: RoomAlert, request: AckRequest): NewSilence {
  const { operator, note, nonce, duration, listed, serverNow } = request;
  return {
    matchers: exactMatchers(exactLabels, listed),
    startsAt: addSeconds(serverNow, HEAD_START),
    endsAt: addSeconds(serverNow, duration),
    createdBy: operator,
    comment: formatAckComment({ user: operator, ring: labels.ring ?? '', fingerprint, nonce, note }),
  };
}

/**
 * Equality on every label of one alert. Another alert that carries all of these and more would match too, so each
 * label that only such a one has is asked to be empty, which a missing label is.
 */
export function exactMatchers(labels: Labels, listed: readonly Labels[]): readonly Matcher[] {
  const mine = Object.entries(labels);
  const covered = listed.filter((other) => mine.every(([name, value]) => other[name] === value));
  const absent = new Set(covered.flatMap((other) => Object.keys(other)).filter((name) => !Object.hasOwn(labels, name)));
  return [...mine, ...[...absent].map((name) => [name, ''] as const)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
}

/** Whether the operator's own acknowledgement of an alert is about to end, by our clock. Rooms carry names made safe. */
export function wantsExtension({ state, ack }: RoomAlert, operator: string, life: AckLife, now: Millis): boolean {
  if (state !== 'acknowledged' || !ack?.ours || ack.by !== sanitiseLine(operator)) return false;
  const left = secondsBetween(now, ack.expiresAt);
  return (
    left > 0 && left < Math.min(EXTEND_WITHIN, life.duration / 2) && secondsBetween(ack.at, ack.expiresAt) < life.max
  );
}

/**
 * The same silence with a later end, null when it is as late as it may be. Matchers and start stay as the server gave
 * them: only then does it keep its id.
 */
export function extended(silence: Silence, life: AckLife, serverNow: Millis): NewSilence | null {
  const { id, matchers, startsAt, createdBy, comment } = silence;
  const endsAt = millis(Math.min(addSeconds(serverNow, life.duration), addSeconds(startsAt, life.max)));
  return endsAt > silence.endsAt ? { id, matchers, startsAt, endsAt, createdBy, comment } : null;
}
