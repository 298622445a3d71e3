import { sanitiseLine } from '../../text/sanitise.ts';
import { type Millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import type { RoomAlert } from '../alerts/alert.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { EndedAck } from './ended-acks.ts';
import type { OwnAck } from './own-acks.ts';

/** How long acknowledgements live. */
export interface AckLife {
  readonly duration: Seconds;
  /** An acknowledgement is never extended beyond this age. */
  readonly max: Seconds;
}

/** What acknowledgements need. */
export type Upkeep =
  /** It is about to end, and its alert still fires. */
  | { readonly act: 'extend'; readonly id: string }
  /** `keep` stands for the same incident. */
  | { readonly act: 'end'; readonly id: string; readonly keep: string }
  /** It covers an alert that came later, with all labels of its own alert and more: a narrower one takes its place. */
  | { readonly act: 'narrow'; readonly id: string; readonly fingerprint: string }
  /** Its incident is over: it must mute neither "resolved" nor the next incident, and receivers must hear of the end. */
  | { readonly act: 'finish'; readonly id: string; readonly ended: EndedAck; readonly own: boolean };

/** An acknowledgement that ends within this time is extended. */
const EXTEND_WITHIN = seconds(5 * 60);

/**
 * What is to be done for acknowledgements: of an operator's own all, of those of others what their end needs. Two rooms
 * come to the same answer from the same silences, so that they do not undo what the other does.
 */
export function upkeepOf(
  { acks, ended, list }: Pick<Alerts, 'acks' | 'ended' | 'list'>,
  operator: string,
  life: AckLife,
  now: Millis,
): readonly Upkeep[] {
  // Rooms carry names made safe.
  const isOwn = ({ by }: Pick<OwnAck, 'by'>) => by === sanitiseLine(operator);
  const over = new Set(ended.flatMap(({ standing }) => standing));
  const current = acks.filter(({ id }) => !over.has(id));
  const listed = new Map(list.map((alert) => [alert.fingerprint, alert]));
  const kept = [...Map.groupBy(current, ({ fingerprint }) => fingerprint).values()].flatMap((all): Upkeep[] => {
    const [best, ...surplus] = all.toSorted(byRank);
    if (!best) return [];
    const ends = surplus.filter(isOwn).map(({ id }): Upkeep => ({ act: 'end', id, keep: best.id }));
    return isOwn(best) ? [...ends, ...careOf(best, listed.get(best.fingerprint), life, now)] : ends;
  });
  const unfinished = ended.filter(({ telling }) => telling === 'standing' || telling === 'left-open');
  return [
    ...kept,
    ...unfinished.map((one): Upkeep => ({ act: 'finish', id: one.silenceId, ended: one, own: isOwn(one) })),
  ];
}

function careOf(kept: OwnAck, alert: RoomAlert | undefined, life: AckLife, now: Millis): readonly Upkeep[] {
  const { id, fingerprint, covers } = kept;
  if (covers.includes(fingerprint) && covers.length > 1) return [{ act: 'narrow', id, fingerprint }];
  return alert?.ack?.silenceId === id && isDue(kept, life, now) ? [{ act: 'extend', id }] : [];
}

/**
 * The narrowest first, then the oldest. Rank rests on what never changes about a silence, or two rooms could end each
 * other's choice.
 */
export const byRank = (a: Pick<OwnAck, 'matchers' | 'at' | 'id'>, b: Pick<OwnAck, 'matchers' | 'at' | 'id'>): number =>
  b.matchers - a.matchers || a.at - b.at || (a.id < b.id ? -1 : 1);

function isDue({ fixed, at, expiresAt }: OwnAck, life: AckLife, now: Millis): boolean {
  const left = secondsBetween(now, expiresAt);
  const soon = left > 0 && left < Math.min(EXTEND_WITHIN, life.duration / 2);
  return !fixed && soon && secondsBetween(at, expiresAt) < life.max;
}
