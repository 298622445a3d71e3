import type { History } from '../../frames/history.ts';
import { ownLabels } from '../../frames/past-alerts.ts';
import { own } from '../../own.ts';
import type { AlertSender, Labels } from '../../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import { LabelIndex } from '../silences/label-index.ts';
import { LabelSets } from '../silences/label-sets.ts';
import { NOTICEABLE_SKEW } from './alertmanagers.ts';
import { type Spell, spellsOf } from './spells.ts';

/** The end of an incident, as Prometheus recorded it. */
export interface RecordedEnd {
  /** The first evaluation at which it fired no more. */
  readonly at: Millis;
  /** Between two evaluations of its rule. */
  readonly interval: Seconds;
  /** Without `external_labels`. */
  readonly labels: Labels;
}

/** What Prometheus says of one incident. `unknown`: it does not answer in full, or has no record of it: another server's rule. */
export type Word =
  | { readonly is: 'firing' }
  | { readonly is: 'over'; readonly end: RecordedEnd }
  | { readonly is: 'unknown' };

/** What it knows of the incidents of one alert. */
export interface Past {
  /** Ends on record, of which it is known that no restart is taken for one. */
  readonly ends: readonly Millis[];
  /**
   * It has fired all along, past the start that is listed. Null: not known yet, for what fires then is not on record, and an
   * end before it may not be either.
   */
  readonly firesOn: boolean | null;
}

/** What Prometheus knows of alerts beside Alertmanager: which fire now, when they fired, and how it sends them. */
export class PrometheusWord {
  /** With when it was asked; null where it does not say. */
  readonly sender: (AlertSender & { readonly askedAt: Millis }) | null;
  /** Whether Prometheus says what fires now, and warns of nothing that may be missing. */
  readonly answers: boolean;
  /** False in a room that was just opened: Prometheus answers, and its record is still being read. */
  readonly ready: boolean;
  /** Up to when its record is complete. */
  readonly #until: Millis | undefined;
  /** Null while it does not answer. */
  readonly #firing: readonly Labels[] | null;
  readonly #firingSets: LabelSets<Labels>;
  readonly #record: LabelIndex<Spell>;
  /** When every alert fired that is kept. */
  readonly spells: readonly Spell[];
  /** False where the oldest ends were forgotten. */
  readonly #whole: boolean;

  constructor({ firingNow, firing, sender }: Pick<History, 'firingNow' | 'firing' | 'sender'>) {
    this.sender = sender.state === 'ok' || sender.state === 'stale' ? { ...sender.value, askedAt: sender.at } : null;
    this.#until = firing?.until;
    this.#whole = firing?.isCut === false;
    // Whatever the profile allows of numbers: an alert that is left out must not read as over.
    this.answers = firingNow.state === 'ok' && firingNow.value.warnings.length === 0;
    this.ready = !this.answers || (this.#until !== undefined && sender.state !== 'waiting');
    const now = firingNow.state === 'ok' ? firingNow.value.samples.map(({ labels }) => ownLabels(labels)) : null;
    // Those of one name stand together.
    this.#firing = now && [...Map.groupBy(now, nameOf).values()].flat();
    this.#firingSets = new LabelSets(now ?? [], (labels) => labels);
    this.spells = spellsOf(firing?.firings ?? [], this.sender?.startedAt ?? null);
    this.#record = new LabelIndex(this.spells, ({ labels }) =>
      Object.entries(labels).filter(([, value]) => value !== ''),
    );
  }

  /**
   * What it says of the incident of one alert.
   * @param labels as Alertmanager lists them, which may be more
   * @param began its start, by the clock of whoever sent it
   */
  of(labels: Labels, began: Millis): Word {
    // Labels may have been taken away on the way: what does not contradict may be the same.
    const alike = this.#firingSets.agreeing(labels).filter((series) => isNamedAlike(series, labels));
    if (alike.some((series) => !this.#isRemnant(series))) return { is: 'firing' };
    if (!this.answers) return { is: 'unknown' };
    const end = this.lastEnd(labels);
    return end && end.at >= began - NOTICEABLE_SKEW ? { is: 'over', end } : { is: 'unknown' };
  }

  /**
   * What it knows of the incidents of an alert. A start that a server gives may be that of another replica, or of the moment
   * it heard of the alert again; what is on record is neither.
   * @param start of the incident that goes on, as Alertmanager lists it
   */
  pastOf(labels: Labels, start: Millis): Past {
    const [last, ...rest] = this.record(labels).toSorted((a, b) => b.to - a.to);
    if (!this.ready) return { ends: [], firesOn: null };
    if (!last) return { ends: [], firesOn: false };
    const fires = this.#firingSets
      .with(last.labels)
      .some((series) => isNamedAlike(series, labels) && isSame(series, last.labels));
    const ongoing = fires && !this.#isRemnant(last.labels);
    // A pause that it has told nothing of since may be a restart.
    const sure = this.sender === null || this.sender.askedAt >= last.from;
    const over = [...(ongoing ? [] : [last]), ...(sure ? rest : [])].filter((spell) =>
      isSame(spell.labels, last.labels),
    );
    const covered = this.#until !== undefined && start <= addSeconds(this.#until, RESEND_DELAY);
    const firesOn = ongoing && sure && covered && this.#whole;
    return { ends: over.map(endOf), firesOn: firesOn && start > last.to ? null : firesOn };
  }

  /**
   * Whether it vouches that a list of alerts lacks none: it answers in full, has nothing firing that is not listed, and is
   * the one who sends them, for it knew of alerts at all and nothing is listed that it does not have firing.
   * @param listed their labels, as Alertmanager lists them
   */
  vouchesFor(listed: readonly Labels[]): boolean {
    if (this.#firing === null || !this.answers || this.spells.length === 0) return false;
    const firing = this.#firing.filter((series) => !this.#isRemnant(series));
    const [listedSets, firingSets] = [listed, firing].map((all) => new LabelSets(all, (labels) => labels));
    const isNamed = (labels: Labels) => (other: Labels) => isNamedAlike(labels, other);
    return (
      firing.every((series) => listedSets?.with(series).some(isNamed(series))) &&
      listed.every((labels) => firingSets?.within(labels).some(isNamed(labels)))
    );
  }

  /**
   * What it has firing and is not listed. What it says in part fires all the same, and what began a moment ago is sent at
   * once.
   * @param listed the labels of alerts, as Alertmanager lists them
   */
  unlisted(listed: readonly Labels[]): readonly Labels[] {
    const sets = new LabelSets(listed, (labels) => labels);
    const isListed = (series: Labels) => sets.agreeing(series).some((labels) => isNamedAlike(series, labels));
    return (this.#firing ?? []).filter((series) => !isListed(series) && !this.#isRemnant(series));
  }

  /** Whether a series is only looked back upon: what a server that was killed recorded last answers for minutes. */
  #isRemnant(series: Labels): boolean {
    const last = this.record(series).reduce<Spell | null>((a, b) => (a && a.to > b.to ? a : b), null);
    if (!last || this.#until === undefined) return false;
    return secondsBetween(last.to, this.#until) > MISSED * (last.interval ?? RESEND_DELAY);
  }

  /** The last end of an alert that is on record, of those before an instant; null where there is none. */
  lastEnd(labels: Labels, before = millis(Number.POSITIVE_INFINITY)): RecordedEnd | null {
    const ends = this.record(labels).map((spell) => ({
      at: endOf(spell),
      interval: spell.interval ?? seconds(0),
      labels: spell.labels,
    }));
    const [last] = ends.filter(({ at }) => at <= before).sort((a, b) => b.at - a.at);
    return last ?? null;
  }

  /** When the alert fired, as far as that is kept. */
  record(labels: Labels): readonly Spell[] {
    return this.#record.near(labels).filter((spell) => isPartOf(spell.labels, labels));
  }

  /** Where no Prometheus is asked. */
  static readonly none = new PrometheusWord({
    firingNow: { state: 'waiting' },
    firing: null,
    sender: { state: 'waiting' },
  });
}

/** Evaluations without a sample: a server that was restarted leaves out two while an alert goes on. */
const MISSED = 5;

const nameOf = (labels: Labels): string => own(labels, 'alertname') ?? '';

const isNamedAlike = (a: Labels, b: Labels): boolean => nameOf(a) === nameOf(b);

/** Whether no label says otherwise. */
export const agrees = (a: Labels, b: Labels): boolean =>
  Object.entries(a).every(([name, value]) => (own(b, name) ?? value) === value);

/** Prometheus adds labels to what it sends, and Alertmanager lists those too. */
const isPartOf = (labels: Labels, of: Labels): boolean =>
  Object.entries(labels).every(([name, value]) => own(of, name) === value);

const isSame = (a: Labels, b: Labels): boolean => isPartOf(a, b) && isPartOf(b, a);

/** The first evaluation at which it fired no more. */
const endOf = ({ to, interval }: Spell): Millis => addSeconds(to, interval ?? seconds(0));

/** For how long Prometheus sends a resolved alert again (`resolvedRetention` in rules/alerting.go). */
export const RETENTION = seconds(15 * 60);
/** Its `--rules.alert.resend-delay` unless told otherwise. */
const RESEND_DELAY = seconds(60);

/** When a resolved alert is sent again, to about an evaluation. */
export function resendsOf(end: Millis, sender: Pick<AlertSender, 'resendDelay'> | null): readonly Millis[] {
  const delay = Math.max(1, sender?.resendDelay ?? RESEND_DELAY);
  return Array.from({ length: Math.floor(RETENTION / delay) }, (_, i) => addSeconds(end, seconds((i + 1) * delay)));
}

/**
 * By when a resolved alert has been sent again after `since`; null when it is sent no more: too late, or the server was
 * restarted in between and has forgotten it.
 */
export function nextResend(
  { at, interval }: Pick<RecordedEnd, 'at' | 'interval'>,
  since: Millis,
  sender: Resender,
): Millis | null {
  const from = millis(Math.max(since, at));
  return from > lastResend({ at, interval }, sender) ? null : addSeconds(from, delayOf(interval, sender));
}

type Resender = Pick<AlertSender, 'startedAt' | 'resendDelay'> | null;

const delayOf = (interval: Seconds, sender: Resender): Seconds =>
  seconds(Math.max(sender?.resendDelay ?? RESEND_DELAY, interval) + interval);

/** Since no later instant than this a resolved alert is sent again. */
export function lastResend({ at, interval }: Pick<RecordedEnd, 'at' | 'interval'>, sender: Resender): number {
  const forgottenAt = sender !== null && sender.startedAt > at ? sender.startedAt : Number.POSITIVE_INFINITY;
  return Math.min(addSeconds(at, RETENTION), forgottenAt) - delayOf(interval, sender) * 1000;
}
