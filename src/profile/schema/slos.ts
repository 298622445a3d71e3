import { z } from 'zod';
import { limitedAtWill, limitFields, readLimit } from '../../limits/profile.ts';
import { UNITS } from '../../units.ts';
import { duration, identifier, period } from './scalars.ts';
import { oneServer } from './servers.ts';

/** The longest window of a burn rate: nothing shorter can be judged by it. */
const SIX_HOURS = 6 * 3600;

const WINDOW = /\$(?:window\b|\{window\})/;

const promql = z.string().min(1);
/** PromQL over a window that is filled in. */
const overWindow = promql.refine((text) => WINDOW.test(text), {
  message: 'must contain $window, which becomes 5m, 1h, 30m, 6h and the window of the objective',
});

const recorded = z
  .union([z.literal(true), promql])
  .optional()
  .describe(
    'Query for the ratio of errors as a recording rule has it: with `$window` in it (as 5m, 30d) for every window, else for that of the objective. `true`: the rules that `ringdeck rules slo` prints are loaded.',
  );

const burn = z
  .strictObject({
    fast: z.number().gt(1).default(14.4).describe('Burn rate over 5m and 1h that fails.'),
    slow: z.number().gt(1).default(6).describe('Burn rate over 30m and 6h that warns.'),
  })
  .prefault({})
  .describe('How many times faster than allowed errors may come.');

/** A service level objective: how much must be good, over which time. */
const slo = z
  .strictObject({
    id: identifier.describe('Its name in checks, gates, panels, snapshots and rules.'),
    label: z.string().min(1).optional().describe('What the operator reads; the id unless given.'),
    objective: z.number().gt(0).lt(1).describe('Share that must be good: 0.999.'),
    window: period
      .refine((length) => length >= SIX_HOURS, { message: 'expected at least 6h, the longest window of a burn rate' })
      .prefault('30d')
      .describe('Time over which the objective must be kept.'),
    good: overWindow
      .optional()
      .describe('PromQL for what was good, over `$window`: sum(rate(http_requests_total{code!~"5.."}[$window])).'),
    total: overWindow.optional().describe('PromQL for all there was, over `$window`.'),
    errors: overWindow
      .optional()
      .describe('Instead of `good` and `total`: PromQL for the ratio of errors, 0–1, over `$window`.'),
    recorded,
    burn,
    server: oneServer,
  })
  .superRefine(({ objective, burn: { fast, slow } }, context) => {
    const most = Number((1 / (1 - objective)).toPrecision(6));
    const unreachable = Object.entries({ fast, slow }).filter(([, factor]) => factor >= most);
    for (const [name, factor] of unreachable)
      context.addIssue({
        code: 'custom',
        path: ['burn', name],
        message: `a burn rate of ${factor} cannot come: were there nothing but errors, it would be ${most} with this objective`,
      });
  })
  .transform(({ good, total, errors, label, ...rest }, context) => {
    const common = { ...rest, label: label ?? rest.id };
    if (errors !== undefined && good === undefined && total === undefined)
      return { ...common, of: { kind: 'errors', errors } as const };
    if (errors === undefined && good !== undefined && total !== undefined)
      return { ...common, of: { kind: 'good', good, total } as const };
    context.addIssue({ code: 'custom', message: 'expected either good and total, or errors' });
    return z.NEVER;
  })
  .meta({ id: 'Slo' });

/** A service level agreement: a target that is promised, and held against its query over the window. */
const sla = z
  .strictObject({
    id: identifier,
    label: z.string().min(1).optional().describe('What the operator reads; the id unless given.'),
    slo: identifier.optional().describe('The objective of `slos` that is promised; instead of a query and a limit.'),
    query: promql
      .optional()
      .describe('PromQL for what is promised; `$window` is the window, in a report the time it is about.'),
    recorded: promql
      .optional()
      .describe('Query for the same as a recording rule has it, where `query` is dear; a report asks `query`.'),
    unit: z.enum(UNITS).optional().describe('Unit of the query’s result.'),
    window: period.prefault('30d').describe('Time over which it is promised; that of the objective with `slo`.'),
    recover_after: duration
      .prefault('15m')
      .describe('After a breach it counts as kept once it was within its target for so long.'),
    server: oneServer.describe(
      'Of several Prometheus the one that is asked for `query`, by its id. The first unless given; that of the objective with `slo`.',
    ),
    ...limitFields,
  })
  .transform(limitedAtWill)
  .transform(({ slo: objective, query, unit, limit, label, recorded: record, ...rest }, context) => {
    const common = { ...rest, label: label ?? rest.id };
    if (
      objective !== undefined &&
      query === undefined &&
      unit === undefined &&
      limit === null &&
      record === undefined &&
      rest.server === undefined
    )
      return { ...common, of: { kind: 'slo', slo: objective } as const };
    if (objective === undefined && query !== undefined && unit !== undefined && limit !== null)
      return { ...common, of: { kind: 'query', query, recorded: record ?? null, unit, limit } as const };
    context.addIssue({ code: 'custom', message: 'expected either slo alone, or query, unit and a limit' });
    return z.NEVER;
  })
  .meta({ id: 'Sla' });

export const slosSchema = z.array(slo).max(50).prefault([]).describe('Objectives: docs/slo.md tells the method.');
export const slasSchema = z
  .array(sla)
  .max(50)
  .prefault([])
  .describe('What is promised: near at 90 % of the target unless `warn` is given, broken beyond it.');

/** A check of what is left of an error budget. */
export const budgetCheck = z
  .strictObject({
    slo: identifier.describe('The objective of `slos` whose budget is checked.'),
    budget: z
      .strictObject({ at_least: limitFields.at_least, warn: limitFields.warn })
      .transform((fields, context) => readLimit(fields, context))
      .describe('Share of the error budget that must be left: `{at_least: 0.2}`.'),
    label: z.string().optional().describe('What the operator reads; the label of the objective unless given.'),
    critical: z.boolean().default(false).describe('A failure is a P0 matter, shown first.'),
  })
  .meta({ id: 'BudgetCheck' });

/** What must be left of error budgets before a ring may be deployed to or validated. */
export const ringBudget = z
  .strictObject({
    at_least: z.number().min(0).max(1).describe('Share of the budget that must be left: 0.2.'),
    of: z.array(identifier).min(1).optional().describe('Objectives of `slos`; all of them unless given.'),
  })
  .optional()
  .describe('Error budget that must be left before the ring may be deployed to or validated.');

export type SloSpec = z.infer<typeof slo>;
export type SlaSpec = z.infer<typeof sla>;
export type RingBudget = NonNullable<z.infer<typeof ringBudget>>;
export type BudgetCheckSpec = z.infer<typeof budgetCheck>;

/** What of a profile names objectives. */
interface Naming {
  readonly slos: readonly SloSpec[];
  readonly slas: readonly SlaSpec[];
  readonly checks: Readonly<Record<string, object>>;
  readonly rings: readonly { readonly budget?: z.infer<typeof ringBudget> }[];
}

/** A name that is none of an objective, or that two have. */
interface NameFault {
  readonly path: (string | number)[];
  readonly message: string;
  readonly given?: string;
  readonly candidates?: string[];
}

/** What is wrong with names of objectives and of what refers to them. */
export function sloFaults({ slos, slas, checks, rings }: Naming): NameFault[] {
  const ids = slos.map(({ id }) => id);
  const unknown = (given: string, path: (string | number)[]): NameFault[] =>
    ids.includes(given) ? [] : [{ path, message: `"${given}" is not one of the slos`, given, candidates: ids }];
  const twice = (list: readonly { readonly id: string }[], key: string): NameFault[] =>
    list.flatMap(({ id }, i) =>
      list.findIndex((other) => other.id === id) < i
        ? [{ path: [key, i, 'id'], message: `"${id}" is defined twice` }]
        : [],
    );
  return [
    ...twice(slos, 'slos'),
    ...twice(slas, 'slas'),
    ...slas.flatMap(({ of }, i) => (of.kind === 'slo' ? unknown(of.slo, ['slas', i, 'slo']) : [])),
    ...Object.entries(checks).flatMap(([id, check]) =>
      'slo' in check && typeof check.slo === 'string' ? unknown(check.slo, ['checks', id, 'slo']) : [],
    ),
    ...rings.flatMap(({ budget }, i) => [
      ...(budget?.of ?? []).flatMap((given, j) => unknown(given, ['rings', i, 'budget', 'of', j])),
      ...(budget && ids.length === 0 ? [{ path: ['rings', i, 'budget'], message: 'needs `slos` in the profile' }] : []),
    ]),
  ];
}
