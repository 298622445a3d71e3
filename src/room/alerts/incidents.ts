import type { Firing, FiringLog } from '../../frames/firing-log.ts';
import { own } from '../../own.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { addSeconds, type Millis, type Seconds, seconds, secondsBetween } from '../../units.ts';
import type { Answer, Answers } from '../answers.ts';
import type { Moment } from '../moment.ts';
import { LabelSets } from '../silences/label-sets.ts';
import type { StandingAlert } from './alerts.ts';
import { alertName } from './name.ts';
import { limitsOf, TIERS, type Tier, tierOf } from './tiers.ts';

/** Incidents of a window: an incident is one alert from its first firing until it is over. */
export interface IncidentTally {
  /** Fired within the window, `open` + `closed`. */
  readonly count: number;
  readonly open: number;
  readonly closed: number;
  /** Those somebody acknowledged or claimed. */
  readonly answered: number;
  /** Mean time from the start to the answer, over the answered ones; null for none. */
  readonly mtta: Seconds | null;
  /** Mean time from the start to the end, over the closed ones; null for none. */
  readonly mttr: Seconds | null;
}

export interface Incidents {
  readonly window: Seconds;
  /** Null when not known: `detail` says why. */
  readonly total: IncidentTally | null;
  /** Tiers that had an incident. */
  readonly byTier: Readonly<Partial<Record<Tier, IncidentTally>>>;
  /** Those that are over, the newest end first, some of late. */
  readonly recent: readonly PastIncident[];
  /** What is counted, or what is missing of it, in one sentence. */
  readonly detail: string;
}

/** An incident that is over. */
export interface PastIncident {
  readonly name: string;
  readonly tier: Tier;
  readonly from: Millis;
  readonly end: Millis;
  /** Who answered first; null where nobody did, empty where it is not known who. */
  readonly by: string | null;
}

/** What incidents are counted from. */
export interface IncidentFacts {
  readonly log: FiringLog;
  readonly alerts: { readonly list: readonly StandingAlert[] };
  readonly answers: Answers;
  readonly profile: Pick<Profile, 'alerts' | 'incidents'>;
  readonly staleAfter: Seconds;
  readonly moment: Moment;
}

interface Incident {
  readonly name: string;
  readonly tier: Tier;
  readonly from: Millis;
  /** Null while it is open. */
  readonly end: Millis | null;
  /** The first answer; null where there was none. */
  readonly answer: Answer | null;
}

/** More than a screen shows. */
const RECENT = 20;

/**
 * The incidents of the window that ends now, by Prometheus' record of what fired. One that is open counts whenever it
 * began; one that is over counts when it began within the window. MTTA is the mean time to the first answer of those that
 * were answered, MTTR the mean length of those that are over.
 */
export function countIncidents(facts: IncidentFacts): Incidents {
  const { log, profile, moment, staleAfter } = facts;
  const { window } = profile.incidents;
  if (log.until === undefined) {
    const why = log.problem === null ? 'has not been read from Prometheus yet' : `cannot be read: ${log.problem}`;
    return { window, total: null, byTier: {}, recent: [], detail: `when alerts fired ${why}` };
  }
  const counted = incidentsOf(facts, log.until).filter(
    ({ from, end }) => end === null || !moment.isOver(addSeconds(from, window)),
  );
  const clocked = TIERS.filter((tier) => {
    const { respond, resolve } = limitsOf(tier, profile.alerts.tiers);
    return respond !== null || resolve !== null;
  });
  const byTier = TIERS.flatMap((tier) => {
    const ofTier = counted.filter((incident) => incident.tier === tier);
    return ofTier.length > 0 ? [[tier, tally(ofTier)] as const] : [];
  });
  const isBehind = moment.isOver(addSeconds(log.until, staleAfter));
  return {
    window,
    total: tally(counted.filter(({ tier }) => clocked.includes(tier))),
    byTier: Object.fromEntries(byTier),
    recent: recentOf(counted),
    detail: [
      `alerts of ${clocked.join(', ') || 'no tier'} that fired within ${formatDuration(window)}`,
      ...(log.isCut ? ['the oldest are left out, there were too many'] : []),
      ...(isBehind
        ? [
            `as known ${formatAge(secondsBetween(log.until, moment.now))} ago${log.problem === null ? '' : `: ${log.problem}`}`,
          ]
        : []),
    ].join('; '),
  };
}

const recentOf = (incidents: readonly Incident[]): readonly PastIncident[] =>
  incidents
    .flatMap(({ name, tier, from, end, answer }) =>
      end === null ? [] : [{ name, tier, from, end, by: answer?.by ?? null }],
    )
    .sort((a, b) => b.end - a.end)
    .slice(0, RECENT);

function tally(incidents: readonly Incident[]): IncidentTally {
  const open = incidents.filter(({ end }) => end === null).length;
  const answers = incidents.flatMap(({ from, answer }) =>
    answer === null ? [] : [Math.max(0, secondsBetween(from, answer.at))],
  );
  const lengths = incidents.flatMap(({ from, end }) => (end === null ? [] : [secondsBetween(from, end)]));
  const count = incidents.length;
  return {
    count,
    open,
    closed: count - open,
    answered: answers.length,
    mtta: mean(answers),
    mttr: mean(lengths),
  };
}

const mean = (values: readonly number[]): Seconds | null =>
  values.length === 0 ? null : seconds(values.reduce((sum, value) => sum + value, 0) / values.length);

/** What Prometheus recorded, and what Alertmanager lists that is not among it: from a Loki ruler, or by a broken record. */
function incidentsOf({ log, alerts, answers, profile, moment }: IncidentFacts, until: Millis): Incident[] {
  const listed = new LabelSets(alerts.list, ({ labels }) => labels);
  const nameOf = (labels: Labels) => own(labels, 'alertname') ?? '';
  const seen = new Set<StandingAlert>();
  const recorded = log.firings.map((firing): Incident => {
    const { labels, from } = firing;
    const over = endOf(firing, until, profile.incidents.pause);
    const near = over === null || !moment.isOver(addSeconds(over, profile.incidents.pause));
    // Prometheus adds labels to what it sends, and Alertmanager lists those too.
    const alert = near ? listed.with(labels).find((one) => nameOf(one.labels) === nameOf(labels)) : undefined;
    if (alert) seen.add(alert);
    const end = alert ? null : over;
    const fingerprints = [firing.fingerprint, ...(alert ? [alert.fingerprint] : [])];
    const name = alert?.name ?? alertName(labels);
    const [first] = answers.to({ name, labels: alert?.labels ?? labels, fingerprints, from, to: end ?? moment });
    const tier = tierOf(own(labels, profile.alerts.severity_label) ?? '', profile.alerts.tiers);
    return { name, tier: alert?.tier ?? tier, from, end, answer: first ?? null };
  });
  const others = alerts.list
    .filter((alert) => !seen.has(alert))
    .map(({ tier, name, labels, fingerprint, startsAt: from }): Incident => {
      const [first] = answers.to({ name, labels, fingerprints: [fingerprint], from, to: moment });
      return { name, tier, from, end: null, answer: first ?? null };
    });
  return [...recorded, ...others];
}

/** The evaluation at which it fired no more: the one after the last at which it did. Null while that has not been seen. */
export function endOf({ to, interval }: Firing, until: Millis, pause: Seconds): Millis | null {
  const next = addSeconds(to, interval ?? pause);
  // Half an evaluation is left for one that is late.
  if (until <= addSeconds(to, seconds((interval ?? pause) * 1.5))) return null;
  return interval === null ? to : next;
}
