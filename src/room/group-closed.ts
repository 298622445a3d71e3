import type { Firing } from '../frames/firing-log.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { addSeconds, type Millis, millis, seconds } from '../units.ts';
import type { Alertmanagers } from './alertmanagers.ts';
import { covers } from './matchers.ts';
import { type PrometheusWord, RETENTION, type RecordedEnd, resendsOf } from './prometheus-word.ts';
import { type Destination, inOneGroup } from './routing.ts';

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
  const silencesOf = (mate: Firing) =>
    [...all.values()].filter(({ matchers }) => covers(matchers, asSent(mate.labels)));
  const kept = new Set(word.record(own));
  return destinations.some((to) => {
    const flushed = (then: Millis) => addSeconds(then, to.groupInterval);
    const isMutedAt = (then: number) => then < mutedUntil && flushed(millis(then)) > ackedAt;
    const mates = word.firings
      .filter((firing) => !kept.has(firing) && inOneGroup(to, firing.labels, own))
      .map((firing) => ({ from: firing.from, end: addSeconds(firing.to, firing.interval ?? seconds(0)), firing }))
      .filter(({ from, end }) => from < mutedUntil && flushed(addSeconds(end, RETENTION)) > ackedAt)
      .map(({ firing, ...mate }) => ({ ...mate, silences: silencesOf(firing) }));
    // When each could be told: its own silence may have lasted longer, and its end is sent again and again.
    const told = mates.flatMap(({ end, silences }) => [
      Math.max(end, ...silences.flatMap(({ startsAt, endsAt }) => (startsAt <= end ? [endsAt] : []))),
      ...resendsOf(end, word.sender),
    ]);
    const isOutOf = (mate: (typeof mates)[number], then: Millis) =>
      mate.from > flushed(then) ||
      mate.end <= flushed(then) ||
      mate.silences.some(({ startsAt, endsAt }) => startsAt <= flushed(then) && endsAt > then);
    return told.some((then) => isMutedAt(then) && mates.every((mate) => isOutOf(mate, millis(then))));
  });
}

/** Labels that one record has and another has not, as empty ones. */
const absentIn = (labels: Labels, of: Labels): Labels =>
  Object.fromEntries(Object.keys(of).flatMap((name) => (Object.hasOwn(labels, name) ? [] : [[name, '']])));
