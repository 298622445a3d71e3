import { own } from '../../own.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Alertmanagers, MembersStanding, StartedOfLate } from './alertmanagers.ts';
import { alertName } from './name.ts';
import type { PrometheusWord } from './prometheus-word.ts';
import { tierOf } from './tiers.ts';

/** The labels of alerts as the members list them. */
interface Listed {
  /** All of them. */
  readonly all: readonly Labels[];
  /** Those of the room. */
  readonly shown: readonly Labels[];
}

/** How far the list of alerts can be relied on, and what speaks against that. */
export interface Listing {
  /** What the members say of themselves. */
  readonly members: MembersStanding;
  /**
   * Whether all are listed: every member has been heard of late, runs long enough to have been sent them, and each Prometheus
   * answers and has no P0 firing that is not listed; or one has been heard and Prometheus has firing just what is listed. They list what they
   * were sent, and not all need be sent all.
   */
  readonly complete: boolean;
  /** What speaks against it; null where all are listed. */
  readonly doubt: ListingDoubt | null;
}

export interface ListingDoubt {
  /** Names of P0 alerts that Prometheus has firing and no member lists. */
  readonly unlisted: readonly string[];
  /** Members that may not have been sent again what fires. */
  readonly startedOfLate: readonly StartedOfLate[];
  /** Prometheus servers that may be down: who evaluates no rules raises no alert, and Alertmanager takes those it raised for over. */
  readonly silent: readonly string[];
  /** Whether a member that was not heard may list others. */
  readonly members: boolean;
}

/** How the list is known: who answers and may lack some answers in part, so that an empty list is no word that nothing fires. */
export const listedHow = <F extends string>(alerts: {
  readonly freshness: F;
  readonly complete: boolean;
}): F | 'partial' => (alerts.freshness === 'ok' && !alerts.complete ? 'partial' : alerts.freshness);

/**
 * Whether the members list all that fires, and why that is not known. To have answered is no proof: who was started a
 * moment ago, or is not reached by Prometheus, lists nothing.
 */
export function listingOf(
  { complete, standing: members, answered, startedOfLate }: Alertmanagers,
  { word, silent }: { readonly word: PrometheusWord; readonly silent: readonly string[] },
  { all, shown }: Listed,
  settings: Pick<Profile['alerts'], 'severity_label' | 'tiers'>,
): Listing {
  // Only a P0 holds anything up, and Prometheus may be told to send less than it has firing.
  const unlisted = word
    .unlisted(all)
    .filter((labels) => tierOf(own(labels, settings.severity_label) ?? '', settings.tiers) === 'P0');
  const isRaised = members.is === 'recorded' || silent.length === 0;
  if (complete && startedOfLate.length === 0 && unlisted.length === 0 && isRaised)
    return { members, complete: true, doubt: null };
  // Of what a member alone may list, or not yet, Prometheus is the witness: it sends each alert to all of them.
  if (answered && isRaised && word.vouchesFor(shown)) return { members, complete: true, doubt: null };
  return {
    members,
    complete: false,
    doubt: { unlisted: unlisted.map(alertName), startedOfLate, silent: isRaised ? [] : silent, members: !complete },
  };
}
