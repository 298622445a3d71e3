import { own } from '../own.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import {
  type AttributionContext,
  isInfrastructure,
  labelsOf,
  namedRings,
  namedVersions,
} from './versions/attribution.ts';

/** Which rings an alert concerns, and how its labels tell. */
export interface Concern {
  /** `both`: both versions. `system`: nothing in its labels says what it is about. */
  readonly about: 'ring' | 'candidate' | 'baseline' | 'both' | 'infrastructure' | 'system';
  /** Ids of the rings it concerns, in their order. */
  readonly rings: readonly string[];
  /** Labels of the versions it is about. */
  readonly versions: readonly string[];
  /** What its labels call a ring, and no ring is called. */
  readonly stranger: string | null;
}

/**
 * Which rings an alert concerns: those its labels name. One that names none concerns every ring, or none where the
 * profile says so of what it is about. Nothing tells which versions the machines of a ring run: during a rollout any ring
 * may run both, so that an alert about a version is about every ring.
 */
export function concernOf(labels: Labels, context: AttributionContext): Concern {
  const named = namedRings(labels, context).map(({ id }) => id);
  if (named.length > 0) return { about: 'ring', rings: named, versions: [], stranger: null };
  const about = subjectOf(labels, context);
  const { settings, rings } = context;
  const asked = about === 'both' ? (['candidate', 'baseline'] as const) : [about];
  const everywhere = asked.some((subject) => settings.concern_every_ring.includes(subject));
  const stranger = settings.ring_label.map((name) => own(labels, name) ?? '').find((value) => value !== '');
  return {
    about,
    rings: everywhere ? rings.map(({ id }) => id) : [],
    versions: labelsOf(about, context),
    stranger: stranger ?? null,
  };
}

function subjectOf(labels: Labels, context: AttributionContext): Exclude<Concern['about'], 'ring'> {
  const [version, other] = namedVersions(labels, context);
  if (version !== undefined) return other === undefined ? version : 'both';
  return isInfrastructure(labels, context) ? 'infrastructure' : 'system';
}
