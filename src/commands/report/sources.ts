import type { Plan } from '../../profile/plan/plan.ts';
import type { Millis } from '../../units.ts';
import type { Servers } from '../shared/context.ts';
import type { World } from '../shared/world.ts';

/** What a report is made with. */
export interface ReportSources {
  readonly world: World;
  readonly plan: Plan;
  readonly servers: Servers;
  readonly now: Millis;
  readonly signal: AbortSignal;
}
