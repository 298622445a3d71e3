import type { Seconds } from '../../units.ts';
import type { RoomAlert } from '../alerts/alert.ts';
import type { AlertsUnknown } from '../alerts/hold.ts';
import type { ComparisonMetric } from '../versions/comparison.ts';
import type { Approval, Validation } from './approvals.ts';
import type { Check } from './checks.ts';
import type { RingState } from './ring-state.ts';
import type { Soak } from './soak.ts';

/** Why an act on a ring may not happen now: data, so that every output can say it in its own words. */
export type Reason =
  | { readonly why: 'no-such-ring'; readonly ring: string }
  | { readonly why: 'already-validated'; readonly ring: string; readonly validation: Validation }
  | { readonly why: 'not-validated'; readonly ring: string }
  | { readonly why: 'store-unreadable'; readonly detail: string }
  | { readonly why: 'check-fails'; readonly ring: string; readonly check: Check }
  | { readonly why: 'check-unknown'; readonly ring: string; readonly check: Check }
  /** `region`: where, of a ring in several. */
  | {
      readonly why: 'soaking';
      readonly ring: string;
      readonly region?: string;
      readonly soak: Soak;
      readonly left: Seconds;
    }
  /** Nothing above explains it: the ring's own state does, or that of one of its regions. */
  | { readonly why: 'not-ready'; readonly ring: string; readonly region?: string; readonly state: RingState }
  | { readonly why: 'alert'; readonly alert: RoomAlert }
  /** `some`: there may be others than those that are known. */
  | { readonly why: 'alerts-unknown'; readonly some: boolean; readonly unknown: AlertsUnknown }
  /** The candidate, by what is counted, or the newest values by their limits. */
  | { readonly why: 'worse'; readonly by: 'verdict' | 'limits' }
  | { readonly why: 'comparison-unknown'; readonly metric: ComparisonMetric }
  /** The verdict by what is counted does not say what it must. */
  | { readonly why: 'verdict'; readonly wanted: 'not-worse' | 'pass' }
  /**
   * Prometheus does not answer, or not of now, so nothing is known of any check. Null: it has not answered yet. `server`: of
   * several which one, with the rings of which it is a region.
   */
  | {
      readonly why: 'no-metrics';
      readonly error: string | null;
      readonly server?: string;
      readonly rings?: readonly string[];
    }
  /** Whoever asked for a validation cannot confirm it. */
  | { readonly why: 'own-request'; readonly ring: string; readonly request: Approval }
  | { readonly why: 'reason-too-short'; readonly least: number };

/**
 * A reason and how certain it is. `fail`: it would be wrong now, whatever else is known. `undecided`: time or traffic
 * will tell. `missing`: data is missing or stale.
 */
export type Refusal = Reason & { readonly kind: 'fail' | 'undecided' | 'missing' };
