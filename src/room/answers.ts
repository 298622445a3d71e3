import type { Profile } from '../profile/schema/profile.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import type { Millis } from '../units.ts';
import { madeAt } from './acks/acks.ts';
import { isAck } from './acks/comment.ts';
import { type Alertmanagers, NOTICEABLE_SKEW } from './alerts/alertmanagers.ts';
import type { JournalEntry } from './journal.ts';
import { Moment } from './moment.ts';
import { LabelIndex } from './silences/label-index.ts';
import { LabelSets, withoutEmpty } from './silences/label-sets.ts';
import { asksFor, covers } from './silences/matchers.ts';
import { parseAck } from './silences/own-silence.ts';
import type { SeenSilence } from './silences/silences.ts';

/** That somebody took care of an alert. */
export interface Answer {
  /** Who did; empty where a server does not say it. */
  readonly by: string;
  readonly at: Millis;
  /** When it was over; null while it stands, and where the journal alone tells of an acknowledgement. */
  readonly until: Millis | null;
}

/** One alert from its start to its end, or to now. */
export interface Incident {
  readonly name: string;
  readonly labels: Labels;
  /** Known ones: Prometheus' own and Alertmanager's may differ. */
  readonly fingerprints: readonly string[];
  readonly from: Millis;
  readonly to: Millis | Moment;
}

const ACTS: ReadonlySet<JournalEntry['act']> = new Set(['acknowledge', 'claim', 'release']);

/** What tells that somebody took care: acknowledgements Alertmanager holds, ended ones too, and the journal. */
export class Answers {
  readonly #acks: AckIndex;
  readonly #entries: ReadonlyMap<string | undefined, readonly Numbered[]>;
  readonly #mark: string;

  constructor(
    { silences }: Pick<Alertmanagers, 'silences'>,
    journal: readonly JournalEntry[],
    { ack_mark: mark }: Pick<Profile['alerts'], 'ack_mark'>,
  ) {
    const acks = [...silences.values()].filter(({ state, comment }) => state !== 'pending' && isAck(comment, mark));
    this.#acks = new AckIndex(acks, mark);
    const answers = journal.flatMap((entry, line) =>
      entry.result === 'done' && ACTS.has(entry.act) && entry.fingerprint !== undefined ? [{ entry, line }] : [],
    );
    this.#entries = Map.groupBy(answers, ({ entry }) => entry.fingerprint);
    this.#mark = mark;
  }

  /** The answers to one incident, oldest first. What was said before it began was about another. */
  to(incident: Incident): Answer[] {
    const { name, fingerprints, from, to } = incident;
    const acks = this.#acks
      .near(incident)
      .filter((silence) => [name, ''].includes(nameIn(silence)) && this.#isAbout(silence, incident))
      .map((silence): Answer => {
        const ours = parseAck(silence, this.#mark);
        const by = silence.createdBy || (ours?.user ?? '');
        return { by, at: madeAt(silence, ours), until: silence.active ? null : silence.endsAt };
      });
    const entries = [...new Set(fingerprints)]
      .flatMap((fingerprint) => this.#entries.get(fingerprint) ?? [])
      .filter(({ entry }) => entry.target === name)
      .sort((a, b) => a.line - b.line)
      .map(({ entry }) => entry);
    const told = entries
      .filter(({ act }) => act !== 'release')
      .map(({ act, by, at }): Answer => {
        const release =
          act === 'claim' ? entries.find((entry) => entry.act === 'release' && entry.at >= at) : undefined;
        return { by, at, until: release?.at ?? null };
      });
    const isWithin = (at: Millis) => at >= from - NOTICEABLE_SKEW && (to instanceof Moment ? to.hasCome(at) : at <= to);
    return [...acks, ...told].filter(({ at }) => isWithin(at)).sort((a, b) => a.at - b.at);
  }

  #isAbout(silence: SeenSilence, { labels, fingerprints }: Incident): boolean {
    const { matchers } = silence;
    const ours = parseAck(silence, this.#mark);
    if (ours && fingerprints.includes(ours.fingerprint)) return true;
    if (covers(matchers, labels)) return ours === null || isExact(matchers, labels);
    // Labels that Prometheus adds when it sends are in the acknowledgement of one alert, and not in its own record.
    return isExact(matchers, labels);
  }
}

/** A line of the journal, and where it stands. */
interface Numbered {
  readonly entry: JournalEntry;
  readonly line: number;
}

/** Acknowledgements by what makes one an answer: the alert it names, the labels it asks for, all labels it has. */
class AckIndex {
  readonly #named: ReadonlyMap<string | undefined, readonly SeenSilence[]>;
  readonly #covering: LabelIndex<SeenSilence>;
  readonly #exact: LabelSets<SeenSilence>;

  constructor(acks: readonly SeenSilence[], mark: string) {
    this.#named = Map.groupBy(acks, (silence) => parseAck(silence, mark)?.fingerprint);
    this.#covering = new LabelIndex(acks, ({ matchers }) => asksFor(matchers));
    this.#exact = new LabelSets(acks, ({ matchers }) => Object.fromEntries(asksFor(matchers)));
  }

  /** All that may be about an incident, and few that are not. */
  near({ labels, fingerprints }: Incident): readonly SeenSilence[] {
    return [
      ...new Set([
        ...fingerprints.flatMap((fingerprint) => this.#named.get(fingerprint) ?? []),
        ...this.#covering.near(labels),
        ...this.#exact.with(withoutEmpty(labels)),
      ]),
    ];
  }
}

/** Whether matchers ask for equality with every label of an alert, and perhaps with further labels. */
function isExact(matchers: SeenSilence['matchers'], labels: Labels): boolean {
  const asked = new Map(matchers.map(({ name, value }) => [name, value]));
  return (
    matchers.every(
      ({ name, value, isRegex, isEqual }) => !isRegex && isEqual && (value !== '' || !Object.hasOwn(labels, name)),
    ) && Object.entries(labels).every(([name, value]) => asked.get(name) === value)
  );
}

/** The one name of alerts that a silence covers, or empty when it may cover several. */
const nameIn = ({ matchers }: SeenSilence): string =>
  matchers.find(({ name, isRegex, isEqual }) => name === 'alertname' && !isRegex && isEqual)?.value ?? '';
