import { own } from '../../own.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Alerts } from '../room.ts';
import type { Alertmanagers } from './alertmanagers.ts';
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

/**
 * Whether the members list all that fires, and why that is not known. To have answered is no proof: who was started a
 * moment ago, or is not reached by Prometheus, lists nothing.
 */
export function listingOf(
  { complete, detail, answered, startedOfLate }: Alertmanagers,
  word: PrometheusWord,
  { all, shown }: Listed,
  settings: Pick<Profile['alerts'], 'severity_label' | 'tiers'>,
): Pick<Alerts, 'complete' | 'detail'> {
  // Only a P0 holds anything up, and Prometheus may be told to send less than it has firing.
  const unlisted = word
    .unlisted(all)
    .filter((labels) => tierOf(own(labels, settings.severity_label) ?? '', settings.tiers) === 'P0');
  if (complete && startedOfLate.length === 0 && unlisted.length === 0) return { complete: true, detail };
  // Of what a member alone may list, or not yet, Prometheus is the witness: it sends each alert to all of them.
  if (answered && word.vouchesFor(shown)) return { complete: true, detail };
  const reasons = [...contradiction(unlisted), ...startedOfLate, ...(complete ? [] : [detail])];
  return { complete: false, detail: reasons.join('; ') };
}

function contradiction([first, ...more]: readonly Labels[]): readonly string[] {
  if (first === undefined) return [];
  const names = [`P0 ${alertName(first)}`, ...(more.length > 0 ? [`and ${more.length} more`] : [])];
  return [`Prometheus has ${names.join(' ')} firing, which no Alertmanager lists`];
}
