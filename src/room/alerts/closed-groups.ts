import { own } from '../../own.ts';
import type { Route } from '../../sources/alertmanager/types.ts';
import type { AlertSender, Labels } from '../../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../../units.ts';
import { LabelIndex } from '../silences/label-index.ts';
import { asksFor, covers } from '../silences/matchers.ts';
import type { SeenSilence } from '../silences/silences.ts';
import { groupTimes, type Mate } from './group-times.ts';
import { type PrometheusWord, RETENTION, type RecordedEnd, resendsOf } from './prometheus-word.ts';
import { type Destination, destinationsOf } from './routing.ts';

/** An acknowledged alert, and where it is sent. */
interface AckedAlert {
  /** As Alertmanager lists them. */
  readonly labels: Labels;
  readonly ackedAt: Millis;
  /** When its silence ended. */
  readonly mutedUntil: Millis;
  readonly destinations: readonly Destination[];
}

type Groups = ReadonlyMap<string, Group>;

/**
 * What tells whether groups of alerts were closed. Of a room there is one: in a mass incident it is asked of a thousand alerts,
 * and what they have in common is found once.
 */
export class ClosedGroups {
  readonly #mates: readonly Omit<Mate, 'silences'>[];
  readonly #sender: Pick<AlertSender, 'resendDelay'> | null;
  readonly #silences: LabelIndex<SeenSilence>;
  readonly #root: Route | undefined;
  /** Whom each destination is told of, by what Prometheus adds when it sends, which is in no record. */
  readonly #sent = new Map<string, ReadonlyMap<Destination, readonly Mate[]>>();
  /** By destination and by what is added. */
  readonly #groups = new Map<Destination, Map<string, Groups>>();

  constructor(
    { spells, sender }: Pick<PrometheusWord, 'spells' | 'sender'>,
    silences: Iterable<SeenSilence>,
    root: Route | undefined,
  ) {
    this.#root = root;
    this.#sender = sender;
    this.#mates = [...Map.groupBy(spells, ({ labels }) => labels)].map(([series, fired]) => ({
      series,
      labels: series,
      spells: fired.map(({ from, to, interval }) => ({ from, end: addSeconds(to, interval ?? seconds(0)) })),
    }));
    this.#silences = new LabelIndex([...silences], ({ matchers }) => asksFor(matchers));
  }

  /**
   * Whether the rest of its group was over, as far as it was not muted either, while an alert was acknowledged: Alertmanager
   * has then told the end of the group, and tells no other. It looks at a group only every `group_interval`.
   */
  has({ labels: series }: RecordedEnd, { labels, ackedAt, mutedUntil, destinations }: AckedAlert): boolean {
    const added = Object.fromEntries(Object.entries(labels).filter(([name]) => !Object.hasOwn(series, name)));
    return destinations.some((to) => {
      const key = keyIn(to, labels);
      const group = key === null ? undefined : this.#groupsOf(to, added).get(key);
      return group?.closedWithout(series, ackedAt, mutedUntil) ?? false;
    });
  }

  #groupsOf(to: Destination, added: Labels): Groups {
    const variant = JSON.stringify(Object.entries(added).sort());
    const known = this.#groups.get(to) ?? new Map<string, Groups>();
    this.#groups.set(to, known);
    const found = known.get(variant) ?? this.#group(to, this.#asSent(variant, added).get(to) ?? []);
    known.set(variant, found);
    return found;
  }

  /** Alertmanager groups what one route takes: alerts that are alike and take another are told of apart. */
  #asSent(variant: string, added: Labels): ReadonlyMap<Destination, readonly Mate[]> {
    const known = this.#sent.get(variant);
    if (known) return known;
    const sent = new Map<Destination, Mate[]>();
    for (const mate of this.#mates) {
      const labels = { ...added, ...mate.labels };
      const silences = this.#silences.near(labels).filter(({ matchers }) => covers(matchers, labels));
      for (const to of this.#root ? destinationsOf(this.#root, labels) : []) {
        const mates = sent.get(to) ?? [];
        sent.set(to, mates);
        mates.push({ ...mate, labels, silences });
      }
    }
    this.#sent.set(variant, sent);
    return sent;
  }

  #group(to: Destination, all: readonly Mate[]): Groups {
    const byKey = Map.groupBy(all, ({ labels }) => keyIn(to, labels));
    return new Map(
      [...byKey].flatMap(([key, mates]) =>
        key === null ? [] : [[key, new Group(mates, to.groupInterval, this.#sender)] as const],
      ),
    );
  }
}

/** What the alerts of one group have in common; null where each alert is a group of its own. */
const keyIn = ({ groupBy }: Destination, labels: Labels): string | null =>
  groupBy === 'all' ? null : JSON.stringify(groupBy.map((name) => own(labels, name) ?? ''));

/** A time at which the end of one of a group can be told. */
interface Chance {
  readonly series: Labels;
  readonly at: Millis;
  /** Until when its end is sent again. */
  readonly lasts: Millis;
}

/** Alerts that are notified together. */
class Group {
  readonly #interval: Seconds;
  readonly #quiet: ReturnType<typeof groupTimes>;
  /** In order of time. */
  readonly #chances: readonly Chance[];

  constructor(mates: readonly Mate[], interval: Seconds, sender: Pick<AlertSender, 'resendDelay'> | null) {
    this.#interval = interval;
    this.#quiet = groupTimes(mates);
    this.#chances = mates.flatMap((mate) => chancesOf(mate, sender)).sort((a, b) => a.at - b.at);
  }

  /** Whether all others were out when an end of theirs was told, while one was acknowledged. */
  closedWithout(series: Labels, ackedAt: Millis, mutedUntil: Millis): boolean {
    const after = millis(ackedAt - this.#interval * 1000);
    return this.#quiet.some(({ from, to, but }) => {
      if ((but !== null && but !== series) || to <= ackedAt || from > addSeconds(mutedUntil, this.#interval))
        return false;
      const until = Math.min(to, mutedUntil);
      for (let i = this.#firstFrom(from - this.#interval * 1000, after); ; i++) {
        const chance = this.#chances[i];
        if (!chance || chance.at >= until) return false;
        if (chance.series !== series && chance.lasts > after) return true;
      }
    });
  }

  /** Where the chances begin that are not before one time, and after another. */
  #firstFrom(notBefore: number, after: number): number {
    let [low, high] = [0, this.#chances.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#chances[middle]?.at ?? 0;
      if (at < notBefore || at <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** When its end can be told: its own silence may have lasted longer, and its end is sent again and again. */
const chancesOf = ({ series, spells, silences }: Mate, sender: Pick<AlertSender, 'resendDelay'> | null): Chance[] =>
  spells.flatMap(({ end }) => {
    const muted = silences.flatMap(({ startsAt, endsAt }) => (startsAt <= end ? [endsAt] : []));
    const times = [millis(Math.max(end, ...muted)), ...resendsOf(end, sender)];
    return times.map((at) => ({ series, at, lasts: addSeconds(end, RETENTION) }));
  });
