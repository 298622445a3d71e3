import type { Profile } from '../../profile/schema/profile.ts';
import type { Matcher } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import { NOTICEABLE_SKEW } from '../alerts/alertmanagers.ts';
import { type Tier, tierOf } from '../alerts/tiers.ts';
import { LabelIndex } from '../silences/label-index.ts';
import { asksFor, covers } from '../silences/matchers.ts';
import { parseAck } from '../silences/own-silence.ts';
import type { SeenSilence } from '../silences/silences.ts';
import { isAck } from './comment.ts';

export type AckSettings = Pick<Profile['alerts'], 'ack_mark' | 'severity_label' | 'tiers'>;

/** What of an alert tells how bad it is, and by which silences it is kept quiet. */
interface TieredAlert {
  readonly labels: Labels;
  readonly tier: Tier;
  /** In our clock. */
  readonly startsAt: Millis;
  /** Ids of silences, as any member names them. */
  readonly silencedBy: readonly string[];
}

/** An acknowledgement that names how bad what it was made for was. */
interface TieredAck {
  readonly silence: SeenSilence;
  readonly tier: Tier;
}

/** How bad the alerts were that acknowledgements were made for. Of a room there is one, which many alerts ask. */
export class AckedTiers {
  readonly #settings: AckSettings;
  readonly #bySilence: ReadonlyMap<string, readonly TieredAlert[]>;
  /** By all labels they ask for but the severity. */
  readonly #named: LabelIndex<TieredAck>;

  /** @param alerts every alert that the members list */
  constructor(alerts: readonly TieredAlert[], silences: Iterable<SeenSilence>, settings: AckSettings) {
    this.#settings = settings;
    const naming = alerts.flatMap((alert) => alert.silencedBy.map((id) => ({ id, alert })));
    this.#bySilence = new Map(
      [...Map.groupBy(naming, ({ id }) => id)].map(([id, of]) => [id, of.map(({ alert }) => alert)]),
    );
    const named = [...silences].flatMap((silence): TieredAck[] => {
      if (!isAck(silence.comment, settings.ack_mark)) return [];
      const tier = worst(tiersNamed(silence.matchers, settings));
      return tier === null ? [] : [{ silence, tier }];
    });
    // Newest first, and of several the first that is listed.
    named.sort((a, b) => b.silence.startsAt - a.silence.startsAt);
    this.#named = new LabelIndex(named, ({ silence }) =>
      asksFor(silence.matchers).filter(([name]) => name !== settings.severity_label),
    );
  }

  /** The worst tier an acknowledgement was made for; null when neither its matchers nor the alerts it covers say so. */
  whenMade({ id, startsAt, matchers }: SeenSilence): Tier | null {
    const then = (this.#bySilence.get(id) ?? []).filter((alert) => alert.startsAt <= startsAt + NOTICEABLE_SKEW);
    return worst([...tiersNamed(matchers, this.#settings), ...then.map(({ tier }) => tier)]);
  }

  /**
   * The newest acknowledgement of the same alert at a lesser severity, in force when this one began. Severity is a label,
   * so that the alert that grew is another one to Alertmanager, and fires.
   */
  outgrownBy(alert: TieredAlert): TieredAck | null {
    const lesser = this.#named
      .near(alert.labels)
      .filter(
        ({ silence, tier }) =>
          tier > alert.tier &&
          silence.startsAt - NOTICEABLE_SKEW <= alert.startsAt &&
          alert.startsAt <= silence.endsAt &&
          this.#isSameButSeverity(alert, silence),
      );
    return lesser[0] ?? null;
  }

  /** Whether matchers cover an alert in all but its severity. Ours name every label; other tools' may be for a group. */
  #isSameButSeverity({ labels }: TieredAlert, silence: SeenSilence): boolean {
    const { severity_label: label, ack_mark } = this.#settings;
    const { matchers } = silence;
    const rest = matchers.filter(({ name }) => name !== label);
    const group = parseAck(silence, ack_mark) === null;
    const named = (name: string) => matchers.some((matcher) => matcher.name === name);
    return covers(rest, labels) && (group || Object.keys(labels).every((name) => name === label || named(name)));
  }
}

/** The tiers of the severities that matchers name, as karma writes them: `severity="critical"`, `severity=~"critical|warning"`. */
function tiersNamed(matchers: readonly Matcher[], { severity_label, tiers }: AckSettings): readonly Tier[] {
  const named = matchers.find(({ name, isEqual }) => name === severity_label && isEqual);
  if (!named) return [];
  const { value, isRegex } = named;
  const words = isRegex ? value.replace(/^\^?\((?:\?:)?(.*)\)\$?$/, '$1').split('|') : [value];
  return words.every((word) => !isRegex || /^[\w-]+$/.test(word)) ? words.map((word) => tierOf(word, tiers)) : [];
}

const worst = (tiers: readonly Tier[]): Tier | null => tiers.toSorted()[0] ?? null;
