import type { Limit } from '../../limits/limit.ts';
import type { PlannedCheck } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import type { Unit } from '../../units.ts';
import { type Observed, type Reading, readScalar } from '../readings.ts';
import type { State } from '../state.ts';
import { judgeReading } from './limits.ts';

/** A reading held against its limits. */
export interface Check {
  /** Tells it from others of its ring. */
  readonly id: string;
  /** Of a ring in several regions: in which it is checked, and the name of the check there. */
  readonly region?: { readonly id: string; readonly check: string };
  readonly label: string;
  /** PromQL after variables are filled in; also the key of its history. */
  readonly expr: Query;
  readonly unit: Unit;
  readonly reading: Reading;
  readonly state: State;
  readonly limit: Limit;
  readonly critical: boolean;
}

/** Checks of a ring in one place, or what it asks of error budgets, as their queries were answered. */
export const checksOf = (checks: readonly PlannedCheck[], observed: Observed): readonly Check[] =>
  checks.map((check): Check => {
    const reading = readScalar(check.expr, observed);
    const { id, label, expr, unit, critical, limit } = check;
    return { id, label, expr, unit, critical, reading, limit, state: judgeReading(reading, limit) };
  });
