import { sanitiseLine } from '../text/sanitise.ts';
import { type Millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import { NOTICEABLE_SKEW } from './alertmanagers.ts';
import type { Alerts, OwnAck } from './room.ts';

/** How long acknowledgements live. */
export interface AckLife {
  readonly duration: Seconds;
  /** An acknowledgement is never extended beyond this age. */
  readonly max: Seconds;
}

/** What an operator's own acknowledgements need. */
export type Upkeep =
  /** It is about to end, and its alert still fires. */
  | { readonly act: 'extend'; readonly id: string }
  /** `keep` stands for the same alert; null when it covers others and its own alert is over. */
  | { readonly act: 'end'; readonly id: string; readonly keep: string | null }
  /** It covers an alert that came later, with all labels of its own alert and more: a narrower one takes its place. */
  | { readonly act: 'narrow'; readonly id: string; readonly fingerprint: string };

/** An acknowledgement that ends within this time is extended. */
const EXTEND_WITHIN = seconds(5 * 60);

/**
 * What is to be done for an operator's acknowledgements. Two rooms of one operator come to the same answer from the
 * same silences, so that they do not undo what the other does.
 */
export function upkeepOf(
  { acks, list, freshness }: Pick<Alerts, 'acks' | 'list' | 'freshness'>,
  operator: string,
  life: AckLife,
  now: Millis,
): readonly Upkeep[] {
  // Rooms carry names made safe.
  const own = acks.filter(({ by }) => by === sanitiseLine(operator));
  return [...Map.groupBy(own, ({ fingerprint }) => fingerprint).values()].flatMap((all): Upkeep[] => {
    const [kept, ...surplus] = all.toSorted(byRank);
    if (!kept) return [];
    const ends = surplus.map(({ id }): Upkeep => ({ act: 'end', id, keep: kept.id }));
    const { id, fingerprint, covers } = kept;
    const alert = list.find((listed) => listed.fingerprint === fingerprint);
    if (covers.some((covered) => covered !== fingerprint)) {
      if (covers.includes(fingerprint)) return [...ends, { act: 'narrow', id, fingerprint }];
      // Only when every member says so is its alert over.
      return freshness === 'ok' ? [...ends, { act: 'end', id, keep: null }] : ends;
    }
    const firesOn = alert?.ack?.silenceId === id && alert.startsAt <= kept.at + NOTICEABLE_SKEW;
    return firesOn && isDue(kept, life, now) ? [...ends, { act: 'extend', id }] : ends;
  });
}

/** The narrowest first. Rank rests on what never changes about a silence, or two rooms could end each other's choice. */
const byRank = (a: OwnAck, b: OwnAck): number => b.matchers - a.matchers || (a.id < b.id ? -1 : 1);

function isDue({ fixed, at, expiresAt }: OwnAck, life: AckLife, now: Millis): boolean {
  const left = secondsBetween(now, expiresAt);
  const soon = left > 0 && left < Math.min(EXTEND_WITHIN, life.duration / 2);
  return !fixed && soon && secondsBetween(at, expiresAt) < life.max;
}
