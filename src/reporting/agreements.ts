import { atLeastOf } from '../limits/at-least.ts';
import { createFillers } from '../profile/plan/fill.ts';
import type { Plan } from '../profile/plan/plan.ts';
import { SloQueries } from '../profile/plan/slos.ts';
import { promql } from '../profile/query.ts';
import type { PlannedFigure } from './figures.ts';

/** What is promised, and the objectives that no promise is about, each over the period of the report. */
export function agreementsOf({ profile, slas }: Pick<Plan, 'profile' | 'slas'>): PlannedFigure[] {
  const queries = new SloQueries(profile, createFillers(profile));
  const common = { section: 'uptime', plot: true } as const;
  const promised = profile.slas.flatMap((sla): PlannedFigure[] => {
    const planned = slas.find(({ id }) => id === sla.id);
    if (!planned) return [];
    const { id, label, unit, limit } = planned;
    return [{ ...common, id, label, unit, limit, over: (length) => promql(queries.promise(sla, length)) }];
  });
  const covered = new Set(slas.map(({ slo }) => slo));
  const others = profile.slos
    .filter(({ id }) => !covered.has(id))
    .map((slo): PlannedFigure => {
      const limit = atLeastOf(slo.objective, undefined);
      const { id, label } = slo;
      return { ...common, id, label, unit: 'ratio', limit, over: (length) => promql(queries.good(slo, length)) };
    });
  return [...promised, ...others];
}
