import { atLeastOf } from '../../limits/at-least.ts';
import { type Limit, warnedAt } from '../../limits/limit.ts';
import { allowedErrors } from '../../slo/budget.ts';
import { coveredQuery } from '../../slo/covered.ts';
import { recordedName, recordedSelector } from '../../slo/rule-names.ts';
import { BURN_WINDOWS, type BurnPace, windowText } from '../../slo/window.ts';
import { type Seconds, seconds, type Unit } from '../../units.ts';
import type { Query } from '../query.ts';
import type { Profile } from '../schema/profile.ts';
import type { BudgetCheckSpec, RingBudget, SlaSpec, SloSpec } from '../schema/slos.ts';
import type { Fillers } from './fill.ts';
import { type PlannedServer, planQuery } from './servers.ts';

/** The queries of one pace, each for the ratio of errors over its window. */
export interface PlannedBurn {
  readonly factor: number;
  readonly short: Query;
  readonly long: Query;
}

export interface PlannedSlo {
  readonly id: string;
  readonly label: string;
  readonly objective: number;
  readonly window: Seconds;
  /** For the share of the error budget that is left over the window of the objective. */
  readonly left: Query;
  /** Whether a recording rule answers it: else it is too dear to be asked for its past. */
  readonly recorded: boolean;
  /** For how many seconds of its window there is data for. */
  readonly covered: Query;
  readonly burns: Readonly<Record<BurnPace, PlannedBurn>>;
}

export interface PlannedSla {
  readonly id: string;
  readonly label: string;
  readonly expr: Query;
  readonly unit: Unit;
  /** The target; `warn` is at 90 % of it unless the profile says another. */
  readonly limit: Limit;
  readonly window: Seconds;
  readonly recoverAfter: Seconds;
  /** The objective that is promised; null where it is a query of its own. */
  readonly slo: string | null;
  /** For how many seconds of its window there is data for. */
  readonly covered: Query;
}

/** Fills variables, with `$window` as a window, into a query. */
type FillOver = (query: string, key: string, window: Seconds) => string;

const fillOver =
  ({ filler }: Fillers, path: readonly PropertyKey[]): FillOver =>
  (query, key, window) =>
    filler({ window: windowText(window) })(query, [...path, key]);

/** A query in brackets or a function: a comment at its end ends before they do. */
const inner = (text: string): string => (text.includes('#') ? `${text}\n` : text.trim());

const isNamed = (query: string): boolean => /\$(?:window\b|\{window\})/.test(query);

/** The queries of objectives, by window. Nothing of them depends on what is asked for. */
export class SloQueries {
  readonly #profile: Profile;
  readonly #fillers: Fillers;

  constructor(profile: Profile, fillers: Fillers) {
    this.#profile = profile;
    this.#fillers = fillers;
  }

  /** For the ratio of errors over a window, of what was measured. */
  errors(slo: SloSpec, window: Seconds): string {
    return slo.of.kind === 'errors'
      ? this.#fill(slo)(slo.of.errors, 'errors', window)
      : `1 - ${this.#good(slo, window)}`;
  }

  /** For the share of what was good over a window, of what was measured. */
  good(slo: SloSpec, window: Seconds): string {
    return slo.of.kind === 'errors' ? `1 - (${inner(this.errors(slo, window))})` : this.#good(slo, window);
  }

  /** The ratio of errors over a window as a recording rule has it; null where none is named for it. */
  recorded(slo: SloSpec, window: Seconds): string | null {
    const { recorded } = slo;
    if (recorded === undefined) return null;
    if (recorded === true) return recordedSelector(recordedName(window), { profile: this.#profile.id, slo: slo.id });
    return window === slo.window || isNamed(recorded) ? this.#fill(slo)(recorded, 'recorded', window) : null;
  }

  /** For a promise over a window, of what was measured. @throws Error where its objective is not in the profile */
  promise(sla: SlaSpec, window: Seconds): string {
    if (sla.of.kind === 'slo') return this.good(sloOf(this.#profile, sla.of.slo), window);
    return this.#fillSla(sla)(sla.of.query, 'query', window);
  }

  /** For a promise as a recording rule has it; null where none is named. */
  recordedPromise(sla: SlaSpec): string | null {
    return sla.of.kind === 'slo' || sla.of.recorded === null
      ? null
      : this.#fillSla(sla)(sla.of.recorded, 'recorded', sla.window);
  }

  /** Where nothing good came at all, everything was bad: that it has no series must not hide it. */
  #good(slo: SloSpec, window: Seconds): string {
    if (slo.of.kind === 'errors') return this.good(slo, window);
    const fill = this.#fill(slo);
    const good = inner(fill(slo.of.good, 'good', window));
    const total = inner(fill(slo.of.total, 'total', window));
    return `(sum(${good}) or 0 * sum(${total})) / sum(${total})`;
  }

  /** For how many seconds of a window its server had data, by what reports are told of that. */
  covered(window: Seconds): string {
    return coveredQuery(inner(this.#fillers.fill(this.#profile.reports.coverage, ['reports', 'coverage'])), window);
  }

  #fill(slo: SloSpec): FillOver {
    return fillOver(this.#fillers, ['slos', this.#profile.slos.indexOf(slo)]);
  }

  #fillSla(sla: SlaSpec): FillOver {
    return fillOver(this.#fillers, ['slas', this.#profile.slas.indexOf(sla)]);
  }
}

/** @throws Error when there is none: the schema has seen to that */
function sloOf({ slos }: Profile, wanted: string): SloSpec {
  const slo = slos.find(({ id }) => id === wanted);
  if (!slo) throw new Error(`"${wanted}" is not one of the slos`);
  return slo;
}

/** What an objective is asked by, where a recording rule is named by that, else by what was measured. */
const errorsAsked = (queries: SloQueries, slo: SloSpec, window: Seconds): string =>
  queries.recorded(slo, window) ?? queries.errors(slo, window);

/** @throws PlanError when a query names an unknown variable */
export function planSlos(profile: Profile, fillers: Fillers, servers: readonly PlannedServer[]): PlannedSlo[] {
  const queries = new SloQueries(profile, fillers);
  return profile.slos.map((slo): PlannedSlo => {
    const { id, label, objective, window, burn, server } = slo;
    const query = (text: string): Query => planQuery('prometheus', server, text, servers);
    const errors = (over: Seconds): string => errorsAsked(queries, slo, over);
    const pair = (pace: BurnPace): PlannedBurn => {
      const { short, long } = BURN_WINDOWS[pace];
      return { factor: burn[pace], short: query(errors(short)), long: query(errors(long)) };
    };
    return {
      id,
      label,
      objective,
      window,
      left: query(`1 - (${inner(errors(window))}) / ${allowedErrors(objective)}`),
      recorded: queries.recorded(slo, window) !== null,
      covered: query(queries.covered(window)),
      burns: { fast: pair('fast'), slow: pair('slow') },
    };
  });
}

/** The part of what a target allows from which on it is told that it is near. */
const NEAR = 0.9;

/** @throws PlanError when a query names an unknown variable */
export function planSlas(profile: Profile, fillers: Fillers, servers: readonly PlannedServer[]): PlannedSla[] {
  const queries = new SloQueries(profile, fillers);
  return profile.slas.map((sla): PlannedSla => {
    const { id, label, of, recover_after: recoverAfter } = sla;
    if (of.kind === 'slo') {
      const slo = sloOf(profile, of.slo);
      const limit = warnedAt(atLeastOf(slo.objective, undefined), NEAR, 'ratio');
      const recorded = queries.recorded(slo, slo.window);
      const text = recorded === null ? queries.good(slo, slo.window) : `1 - (${inner(recorded)})`;
      const expr = planQuery('prometheus', slo.server, text, servers);
      const covered = planQuery('prometheus', slo.server, queries.covered(slo.window), servers);
      return { id, label, expr, unit: 'ratio', limit, window: slo.window, recoverAfter, slo: of.slo, covered };
    }
    const text = queries.recordedPromise(sla) ?? queries.promise(sla, sla.window);
    const expr = planQuery('prometheus', sla.server, text, servers);
    const limit = warnedAt(of.limit, NEAR, of.unit);
    const covered = planQuery('prometheus', sla.server, queries.covered(sla.window), servers);
    return { id, label, expr, unit: of.unit, limit, window: sla.window, recoverAfter, slo: null, covered };
  });
}

/** A check of an error budget, as one of a query. */
export function planBudgetCheck(id: string, check: BudgetCheckSpec, slos: readonly PlannedSlo[]) {
  const slo = slos.find((one) => one.id === check.slo);
  if (!slo) return [];
  const { budget: limit, critical, label = budgetLabel(slo) } = check;
  return [{ id, label, limit, critical, unit: 'ratio' as const, expr: slo.left }];
}

/** What must be left of budgets before a ring is deployed to, as checks. */
export const planBudgets = (budget: RingBudget | undefined, slos: readonly PlannedSlo[]) =>
  budget === undefined
    ? []
    : slos
        .filter(({ id }) => budget.of?.includes(id) ?? true)
        .map((slo) => ({
          id: slo.id,
          label: budgetLabel(slo),
          limit: atLeastOf(budget.at_least, undefined),
          critical: false,
          unit: 'ratio' as const,
          expr: slo.left,
        }));

const budgetLabel = ({ label }: PlannedSlo): string => `${label}: budget left`;

/** What is asked of objectives and agreements at each refresh, beside what has a past. */
export const queriesOfSlos = (slos: readonly PlannedSlo[], slas: readonly PlannedSla[]): readonly Query[] => [
  ...slos.flatMap(({ left, burns: { fast, slow } }) => [left, fast.short, fast.long, slow.short, slow.long]),
  ...[...slos, ...slas].map(({ covered }) => covered),
];

/** Queries whose past is kept, and how far back: what is asked over a long window, and recorded by nobody, is too dear for that. */
export const trendsOfSlos = (slos: readonly PlannedSlo[], slas: readonly PlannedSla[]) => [
  ...slos.flatMap(({ left, recorded, burns: { fast } }) =>
    [fast.short, fast.long, ...(recorded ? [left] : [])].map((expr) => ({ expr, span: seconds(0) })),
  ),
  ...slas.map(({ expr, recoverAfter }) => ({ expr, span: seconds(2 * recoverAfter) })),
];
