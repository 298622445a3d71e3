import type { Seconds } from '../../units.ts';
import type { Query } from '../query.ts';
import type { CheckSpec } from '../schema/profile.ts';

export interface PlannedCheck extends Omit<CheckSpec, 'query' | 'source' | 'server'> {
  readonly id: string;
  readonly expr: Query;
}

/** A ring where it is asked about: everywhere at once, or in one of its regions. */
export interface PlannedSite {
  /** The id of the Prometheus of the region; null where the ring has none. */
  readonly region: string | null;
  readonly deployed: Query | null;
  readonly progress: Query | null;
  readonly checks: readonly PlannedCheck[];
}

/** What several regions must say together. */
export interface RegionRule {
  /** How many of them must pass. */
  readonly pass: number;
  /** Whether one that fails stops the ring, though enough others pass. */
  readonly cancelOnFail: boolean;
}

export interface PlannedRing {
  readonly id: string;
  readonly name: string;
  readonly after: readonly string[];
  readonly soak: Seconds | null;
  /** What the verdict must say before it may be validated; null: nothing. */
  readonly verdict: 'not-worse' | 'pass' | null;
  readonly approvals: 1 | 2;
  /** Its regions, or the ring itself where it has none. */
  readonly sites: readonly [PlannedSite, ...PlannedSite[]];
  /** What must be left of error budgets before it may be deployed to or validated. */
  readonly budgets: readonly PlannedCheck[];
  /** Null where it has no regions. */
  readonly rule: RegionRule | null;
}

/** The checks of a ring, wherever it is. */
export const checksIn = ({ sites }: Pick<PlannedRing, 'sites'>): readonly PlannedCheck[] =>
  sites.flatMap(({ checks }) => checks);

/** The queries that tell when a ring was deployed; none where its checks tell. */
export const deployedIn = ({ sites }: Pick<PlannedRing, 'sites'>): readonly Query[] =>
  sites.flatMap(({ deployed }) => deployed ?? []);
