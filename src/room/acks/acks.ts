import type { Labels } from '../../sources/prometheus/types.ts';
import { type Millis, millis, type Seconds } from '../../units.ts';
import { type Alertmanagers, isInformed, NOTICEABLE_SKEW } from '../alerts/alertmanagers.ts';
import type { Past } from '../alerts/prometheus-word.ts';
import type { Tier } from '../alerts/tiers.ts';
import { parseAck } from '../silences/own-silence.ts';
import type { SeenSilence } from '../silences/silences.ts';
import type { AckedTiers, AckSettings } from './acked-tiers.ts';
import { type AckComment, isAck, noteOf } from './comment.ts';

export interface AlertAck {
  readonly silenceId: string;
  readonly by: string;
  readonly at: Millis;
  readonly expiresAt: Millis;
  readonly comment: string;
  /** What was written beside the mark of an acknowledgement. */
  readonly note: string;
  /** Members that do not show the silence yet. */
  readonly propagating: boolean;
  /** ringdeck made it, for exactly this alert; by whatever operator. */
  readonly ours: boolean;
  /** It ends at `expiresAt`; else it is extended while its alert fires and its operator has a room open. */
  readonly fixed: boolean;
}

/** An acknowledgement that does not stand for this alert, although one might think so. */
export interface LapsedAck {
  readonly silenceId: string;
  readonly by: string;
  readonly at: Millis;
  /**
   * `severity-grew`: it was for the same alert at a lesser severity, or for its group before it had one so bad.
   * `too-wide`: it was made for another alert, and covers this one as well. `fired-again`: it was for an earlier incident of
   * this alert. `began-later`: another tool made it for a group, before this one began.
   */
  readonly why: 'severity-grew' | 'too-wide' | 'fired-again' | 'began-later';
  /** The tier it was acknowledged at; null when nothing says so. */
  readonly tier: Tier | null;
  /** Alertmanager keeps this alert quiet by it all the same. */
  readonly silences: boolean;
  /** False where Prometheus has not recorded yet whether it is another incident. */
  readonly certain: boolean;
  /** Time after which Alertmanager notifies of it again; null where that is not known, and where it is not kept quiet. */
  readonly repeatInterval: Seconds | null;
}

/** What is asked of an alert to know whether somebody acknowledged it. */
export interface AckSubject {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly tier: Tier;
  /** In our clock. */
  readonly startsAt: Millis;
  /** Its start by the clock of whoever sent it, as the members list it. */
  readonly began: Millis;
  /** The same, for each member. */
  readonly starts: readonly ListedStart[];
  /** What Prometheus knows of its incidents. */
  readonly past: Past;
  /** Whether each member may have stamped its own moment; Prometheus sends one. */
  readonly stamped: boolean;
  /** Ids of silences, as any member names them. */
  readonly silencedBy: readonly string[];
}

/** A start that one member lists. */
export interface ListedStart {
  readonly at: Millis;
  /** When the member began to run, in our clock; null where it does not say. */
  readonly runsSince: Millis | null;
}

/** An acknowledgement of an incident that is over. */
export type EarlierAck = Pick<LapsedAck, 'silenceId' | 'by' | 'at' | 'repeatInterval'>;

/** How acknowledgements stand towards one alert. */
export interface AckStanding {
  readonly ack: AlertAck | null;
  readonly lapsed: LapsedAck | null;
  /** Active silences that cover it and are no acknowledgements; the one that lasts longest first. */
  readonly silences: readonly SeenSilence[];
  /** A member says that a silence covers it which no member lists yet. */
  readonly unlisted: boolean;
}

/**
 * Who acknowledged an alert. An acknowledgement of ringdeck's stands for the fingerprint it names, and for one incident
 * of it. One of another tool may be meant for a whole group: it stands for the alerts that fired when it was made.
 * @param tiers the severities that acknowledgements were made for
 * @param before an acknowledgement of an earlier incident of this alert, whose end was not told before this one began
 */
export function ackStanding(
  alert: AckSubject,
  tiers: AckedTiers,
  { members, silences }: Pick<Alertmanagers, 'members' | 'silences'>,
  settings: AckSettings,
  before: EarlierAck | undefined,
): AckStanding {
  const known = alert.silencedBy.flatMap((id) => silences.get(id) ?? []);
  const active = known.filter((silence) => silence.active).sort(latestEnd);
  const acks = active.filter(({ comment }) => isAck(comment, settings.ack_mark));
  const standing = acks.find((silence) => acknowledges(silence, alert, settings));
  const tooWide = acks[0];
  return {
    ack: standing ? ackOf(standing, members.length, settings) : null,
    lapsed: standing
      ? null
      : tooWide
        ? covering(tooWide, alert, tiers, settings)
        : before
          ? unheard(before)
          : outgrown(alert, tiers, settings),
    silences: active.filter((silence) => !acks.includes(silence)),
    unlisted: known.length < alert.silencedBy.length,
  };
}

const latestEnd = (a: SeenSilence, b: SeenSilence): number => b.endsAt - a.endsAt;

function ackOf(silence: SeenSilence, members: number, settings: AckSettings): AlertAck {
  const { endsAt, comment, seenBy } = silence;
  const ours = parseAck(silence, settings.ack_mark);
  return {
    ...madeBy(silence, settings),
    expiresAt: endsAt,
    comment,
    note: noteOf(comment, settings.ack_mark),
    propagating: seenBy.length < members,
    ours: ours !== null,
    fixed: ours?.duration !== undefined,
  };
}

function acknowledges(silence: SeenSilence, alert: AckSubject, settings: AckSettings): boolean {
  const ours = parseAck(silence, settings.ack_mark);
  if (ours) return ours.fingerprint === alert.fingerprint && isOfIncident(silence, ours, alert) === true;
  return alert.startsAt <= silence.startsAt + NOTICEABLE_SKEW;
}

/** Members stamp an alert that came without a start: no further apart than this, in milliseconds. */
const STAMPS = 5000;

/**
 * Whether an acknowledgement of an alert is for the incident that goes on, and not for one before it; null while that is not
 * known. A later start alone does not tell: it may be another replica's, or given by a member that was restarted and heard
 * of the alert anew.
 */
export function isOfIncident(
  silence: Pick<SeenSilence, 'startsAt' | 'offset'>,
  ours: AckComment,
  { startsAt, starts, stamped, past }: Pick<AckSubject, 'startsAt' | 'starts' | 'stamped' | 'past'>,
): boolean | null {
  const made = madeAt(silence, ours);
  const [began, listed] =
    ours.began === undefined
      ? [made + NOTICEABLE_SKEW, [{ at: startsAt, runsSince: null }]]
      : [ours.began + (stamped ? STAMPS : 0), starts];
  const told = listed.filter(({ at, runsSince }) => isInformed(runsSince, made, at)).map(({ at }) => at);
  if (told.length > 0 && startOf(told, stamped) <= began) return true;
  const ends = past.ends.filter((end) => end > began);
  const start = Math.max(...listed.map(({ at }) => at));
  if (ends.some((end) => end <= start)) return false;
  if (past.firesOn === null) return null;
  return told.length === 0 || (past.firesOn && ends.length === 0);
}

/**
 * The start of what goes on, of those that members list. Prometheus gives each incident its own, and a member that missed an
 * end goes on with the old one. Others may leave it to the members.
 */
export const startOf = (starts: readonly Millis[], stamped: boolean): Millis =>
  millis(stamped ? Math.min(...starts) : Math.max(...starts));

/** An acknowledgement that keeps an alert quiet without having been meant for it. */
function covering(silence: SeenSilence, alert: AckSubject, tiers: AckedTiers, settings: AckSettings): LapsedAck {
  const ours = parseAck(silence, settings.ack_mark);
  const made = { ...madeBy(silence, settings), silences: true, repeatInterval: null };
  if (ours?.fingerprint === alert.fingerprint)
    return { ...made, why: 'fired-again', tier: null, certain: isOfIncident(silence, ours, alert) !== null };
  const tier = tiers.whenMade(silence);
  const grew = !ours && tier !== null && alert.tier < tier;
  return { ...made, why: ours ? 'too-wide' : grew ? 'severity-grew' : 'began-later', tier, certain: true };
}

/** The acknowledgement of the same alert at a lesser severity, which is another one to Alertmanager, and fires. */
function outgrown(alert: AckSubject, tiers: AckedTiers, settings: AckSettings): LapsedAck | null {
  const lesser = tiers.outgrownBy(alert);
  return (
    lesser && {
      ...madeBy(lesser.silence, settings),
      why: 'severity-grew',
      tier: lesser.tier,
      silences: false,
      certain: true,
      repeatInterval: null,
    }
  );
}

/** For Alertmanager the incident before goes on: whoever was paged for it may not be paged anew. */
const unheard = ({ silenceId, by, at, repeatInterval }: EarlierAck): LapsedAck => ({
  ...{ silenceId, by, at, repeatInterval },
  ...{ why: 'fired-again', tier: null, silences: false, certain: true },
});

const madeBy = (silence: SeenSilence, { ack_mark }: AckSettings) => {
  const ours = parseAck(silence, ack_mark);
  return { silenceId: silence.id, by: silence.createdBy || (ours?.user ?? ''), at: madeAt(silence, ours) };
};

/** A silence that took the place of another counts from the first, in our clock. */
export const madeAt = (
  { startsAt, offset }: Pick<SeenSilence, 'startsAt' | 'offset'>,
  ours: AckComment | null,
): Millis => (ours?.since === undefined ? startsAt : millis(ours.since - offset));
