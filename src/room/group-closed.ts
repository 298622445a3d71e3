import type { Labels } from '../sources/prometheus-types.ts';
import { addSeconds, type Millis, millis, seconds } from '../units.ts';
import type { Alertmanagers } from './alertmanagers.ts';
import { covers } from './matchers.ts';
import { type PrometheusWord, RETENTION, type RecordedEnd, resendsOf } from './prometheus-word.ts';
import { type Destination, inOneGroup } from './routing.ts';
import type { SeenSilence } from './silences.ts';
import type { Spell } from './spells.ts';

/** An acknowledged alert, and where it is sent. */
interface AckedAlert {
  /** As Alertmanager lists them. */
  readonly labels: Labels;
  readonly ackedAt: Millis;
  /** When its silence ended. */
  readonly mutedUntil: Millis;
  readonly destinations: readonly Destination[];
}

/**
 * Whether the rest of its group was over, as far as it was not muted either, while it was acknowledged: Alertmanager has then
 * told the end of the group, and tells no other. It looks at a group only every `group_interval`.
 */
export function groupClosed(
  { labels: own }: RecordedEnd,
  { labels, ackedAt, mutedUntil, destinations }: AckedAlert,
  word: PrometheusWord,
  { silences: all }: Pick<Alertmanagers, 'silences'>,
): boolean {
  // What Prometheus adds when it sends is in no record, and matchers ask for it.
  const asSent = (mate: Labels): Labels => ({ ...labels, ...absentIn(mate, own), ...mate });
  const silencesOf = (mate: Spell) => [...all.values()].filter(({ matchers }) => covers(matchers, asSent(mate.labels)));
  const kept = new Set(word.record(own));
  return destinations.some((to) => {
    const flushed = (then: Millis) => addSeconds(then, to.groupInterval);
    const mates = word.spells
      .filter((spell) => !kept.has(spell) && inOneGroup(to, spell.labels, own))
      .map((spell) => ({ from: spell.from, end: addSeconds(spell.to, spell.interval ?? seconds(0)), spell }))
      .filter(({ from, end }) => from < flushed(mutedUntil) && flushed(addSeconds(end, RETENTION)) > ackedAt)
      .map(({ spell, ...mate }) => ({ ...mate, silences: silencesOf(spell) }))
      // Whoever fires on is found first.
      .sort((a, b) => b.end - a.end);
    const isOut = (then: Millis) => mates.every((mate) => isOutAt(mate, then));
    // When some may begin to be out, beside the moment at which there is something to tell.
    const turns = mates
      .flatMap(({ end, silences }) => [end, ...silences.map(({ startsAt }) => startsAt)])
      .filter(isOut);
    return mates
      .flatMap((mate) => tellable(mate, word.sender))
      .some((then) => {
        if (then >= mutedUntil || flushed(then) <= ackedAt) return false;
        const first = millis(Math.max(then, ackedAt));
        return isOut(first) || turns.some((turn) => turn >= first && turn <= flushed(then));
      });
  });
}

/** Another alert of the group, as long as it fired. */
interface Mate {
  readonly from: Millis;
  readonly end: Millis;
  /** That cover it. */
  readonly silences: readonly Pick<SeenSilence, 'startsAt' | 'endsAt'>[];
}

/** When its end can be told: its own silence may have lasted longer, and its end is sent again and again. */
const tellable = ({ end, silences }: Mate, sender: PrometheusWord['sender']): readonly Millis[] => [
  millis(Math.max(end, ...silences.flatMap(({ startsAt, endsAt }) => (startsAt <= end ? [endsAt] : [])))),
  ...resendsOf(end, sender),
];

/** Whether it does not fire then, or is muted. */
const isOutAt = ({ from, end, silences }: Mate, then: Millis): boolean =>
  then < from || then >= end || silences.some(({ startsAt, endsAt }) => startsAt <= then && then < endsAt);

/** Labels that one record has and another has not, as empty ones. */
const absentIn = (labels: Labels, of: Labels): Labels =>
  Object.fromEntries(Object.keys(of).flatMap((name) => (Object.hasOwn(labels, name) ? [] : [[name, '']])));
