import { z } from 'zod';
import { dictionary, partialDictionary } from '../../dictionary.ts';
import { limited, limitedAtWill, limitFields, readLimit } from '../../limits/profile.ts';
import { UNITS } from '../../units.ts';
import { QUERY_SOURCES, type QuerySource } from '../query.ts';
import { checkPage, promiseFaults } from './board-faults.ts';
import { boardRow } from './boards.ts';
import { eventsSchema } from './events.ts';
import { datasource } from './http.ts';
import { incidents } from './incidents.ts';
import { logsSchema } from './logs.ts';
import { notifySchema } from './notify.ts';
import { onCall } from './on-call.ts';
import { PANELS } from './panels.ts';
import { patternsSchema } from './patterns.ts';
import { reportsSchema } from './reports.ts';
import { ringStore } from './ring-store.ts';
import { runbooksSchema } from './runbooks.ts';
import { duration, identifier, labelNames, period, ringId, versionId } from './scalars.ts';
import { lokiServers, prometheusServers, regions, server, serverMistakes } from './servers.ts';
import { budgetCheck, ringBudget, slasSchema, sloFaults, slosSchema } from './slos.ts';
import { tier } from './tier.ts';
import { ringVerdict, verdictSchema } from './verdict.ts';

const promql = z.string().min(1).describe('PromQL; `$name` and `${name}` are variables, `$$` is a dollar sign.');
const source = z
  .enum(QUERY_SOURCES)
  .optional()
  .describe('Whom the query is asked of; with `loki` it is a metric query in LogQL. Prometheus unless given.');
const unit = z.enum(UNITS).describe('Unit of the result. Ratios are 0–1; everything is in base units.');

const limit = z.strictObject(limitFields).transform(readLimit).meta({ id: 'Limit' });

const check = z
  .strictObject({
    label: z.string().describe('What the operator reads.'),
    query: promql,
    source,
    server,
    unit,
    ...limitFields,
    critical: z.boolean().default(false).describe('A failure is a P0 matter, shown first.'),
  })
  .transform(limited);

const ring = z.strictObject({
  id: ringId.describe('Used in commands, and the value of `$ring` in queries.'),
  name: z.string().describe('Who the ring is for.'),
  after: z.array(ringId).default([]).describe('Rings that must be validated first.'),
  soak: duration.optional().describe('How long every check must pass before the ring may be validated.'),
  deployed: promql
    .optional()
    .describe('Query for the Unix time, in seconds, at which the ring was deployed; no series means not deployed.'),
  progress: promql.optional().describe('Query for the deployed share of the ring, 0–1; below 1 the ring is deploying.'),
  checks: z.array(identifier).min(1).describe('Names from `checks`, in the order shown.'),
  approvals: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe('Operators it takes to validate the ring: with 2, one asks and another confirms.'),
  verdict: ringVerdict,
  budget: ringBudget,
  server: server.describe(
    'Of several Prometheus the one that knows of this ring, by its id: `deployed`, `progress` and checks without a server of their own are asked of it.',
  ),
  regions,
  variables: dictionary(identifier, z.string()).default({}).describe('Variables of this ring alone.'),
});

const version = z
  .strictObject({
    id: versionId.describe(
      'The value of `$version` in queries, also as `=~"$version"`, where it is no pattern; empty for what has no such label.',
    ),
    label: z.string().describe('What the operator reads.'),
    variables: dictionary(identifier, z.string()).default({}).describe('Variables of this version alone.'),
  })
  .meta({ id: 'Version' });

const metric = z
  .strictObject({
    id: identifier,
    label: z.string(),
    query: promql.optional().describe('Asked once for each version, as `$version`.'),
    baseline: promql.optional().describe('Instead of `query`: the query for the baseline.'),
    candidate: promql.optional().describe('Instead of `query`: the query for the candidate.'),
    source,
    server,
    unit,
    better: z.enum(['lower', 'higher']).describe('Which way is good.'),
    limit: limit.optional().describe('Limit on the candidate itself.'),
    delta: limit.optional().describe('Limit on candidate − baseline.'),
    factor: limit.optional().describe('Limit on candidate ÷ baseline.'),
  })
  .refine((m) => (m.query !== undefined) !== (m.baseline !== undefined && m.candidate !== undefined), {
    message: 'expected either query, or both baseline and candidate',
  });

const infraItem = z
  .strictObject({
    id: identifier,
    label: z.string().describe('May hold `{{label}}`, filled from the series.'),
    query: promql,
    source,
    server,
    unit,
    show: z.enum(['bar', 'up', 'value']).default('value').describe('A bar to its limit, a yes or no, or a number.'),
    each: z.string().optional().describe('Label whose values each become a row of their own.'),
    ...limitFields,
  })
  .transform(limitedAtWill);

const page = z
  .strictObject({
    id: identifier,
    title: z.string(),
    panels: z.array(z.enum(PANELS)).min(1).optional().describe('Panels that find their places by themselves.'),
    rows: z.array(boardRow).min(1).max(50).optional().describe('Instead of `panels`: panels in rows, from the top.'),
    infra: z
      .array(identifier)
      .min(1)
      .optional()
      .describe('Groups of `infra` that the page shows; all of them unless given.'),
  })
  .superRefine(checkPage);

/** Arguments of `refine`. */
const atMost = (most: number) =>
  [(named: object) => Object.keys(named).length <= most, { message: `expected at most ${most}` }] as const;

/** The operator's file: which servers, which rings, what is compared, what counts as well. */
/** Where each kind of server is. */
const datasources = {
  prometheus: prometheusServers,
  loki: lokiServers,
  alertmanagers: z
    .array(datasource)
    .default([])
    .describe(
      'Every member of one Alertmanager cluster; while one is silent, alerts that only it lists are not known.',
    ),
} satisfies Record<QuerySource | 'alertmanagers', z.ZodType>;

export const profileSchema = z
  .strictObject({
    id: identifier.describe('Short name, used in files and snapshots.'),
    name: z.string().describe('What the header shows.'),
    environment: z.string().default('production').describe('Shown in the header; `production` is marked.'),
    datasources: z.strictObject(datasources),
    refresh: period.prefault('5s').describe('Time between two refreshes.'),
    stale_after: period.optional().describe('Age at which a value is unknown; three refreshes unless given.'),
    window: period.prefault('5m').describe('The variable `$window`.'),
    history: period.prefault('1h').describe('How far back the trends reach.'),
    variables: dictionary(identifier, z.string()).default({}).describe('Further variables for queries.'),
    ring_store: ringStore.optional().describe('Where validations and the journal are kept.'),
    checks: dictionary(identifier, z.union([check, budgetCheck]))
      .refine(...atMost(500))
      .prefault({})
      .describe('What rings are held against, by name; `$ring` is the ring.'),
    rings: z.array(ring).max(100).default([]).describe('In the order of the rollout.'),
    versions: z
      .strictObject({ baseline: version, candidate: version })
      .optional()
      .describe('What is compared: the version that serves now and the one that replaces it.'),
    comparison: z.array(metric).max(100).prefault([]).describe('Metrics of both versions, held against limits.'),
    traffic: z
      .strictObject({
        requests: promql.describe('Requests per second of one version, as `$version`.'),
        planned: z
          .union([z.number().min(0).max(1), promql])
          .optional()
          .describe('Planned share of the candidate, 0–1, or a query.'),
        tolerance: z.number().min(0).max(1).default(0.05).describe('Share may differ from plan by this much.'),
        server,
      })
      .optional(),
    verdict: verdictSchema.optional().describe('How the candidate is judged by what is counted, not by limits alone.'),
    slos: slosSchema,
    slas: slasSchema,
    infra: z
      .array(z.strictObject({ id: identifier, label: z.string(), items: z.array(infraItem).min(1).max(200) }))
      .max(50)
      .prefault([]),
    alerts: z
      .strictObject({
        where: dictionary(z.string(), z.string()).default({}).describe('Only alerts that carry these labels.'),
        severity_label: z.string().default('severity').describe('Label that holds the severity.'),
        version_label: labelNames
          .prefault('version')
          .describe('Labels that name the version an alert is about: its id, alone or as one word of the value.'),
        ring_label: labelNames.prefault('ring').describe('Labels that name the ring an alert is about, likewise.'),
        infrastructure: dictionary(z.string(), z.array(z.string()).min(1))
          .optional()
          .describe(
            'Labels with the values that tell alerts about infrastructure. Unless given: the jobs that `infra` asks about, and labels of machines such as `instance`.',
          ),
        concern_every_ring: z
          .array(z.enum(['candidate', 'baseline', 'infrastructure', 'system']))
          .default(['candidate', 'baseline', 'infrastructure', 'system'])
          .describe(
            'Of the alerts that name no ring, those that concern every ring: about the candidate, the baseline, infrastructure, or, as `system`, about none of them by their labels. An alert that names rings concerns those.',
          ),
        tiers: partialDictionary(z.enum(['P0', 'P1', 'P2', 'P3']), tier).default({}),
        ack_duration: duration.prefault('15m').describe('Life of an acknowledgement; extended while the alert fires.'),
        ack_mark: z
          .string()
          .min(1)
          .default('ACK!')
          .describe("How the comment of an acknowledgement begins, where karma's or kthxbye's setting is another."),
        ack_max: duration.prefault('8h').describe('An acknowledgement is never extended beyond this age.'),
      })
      .prefault({}),
    on_call: onCall.optional().describe('Who is on call: a calendar, or a rotation.'),
    incidents,
    runbooks: runbooksSchema,
    logs: logsSchema,
    patterns: patternsSchema,
    pages: z.array(page).min(1).max(50).optional(),
    events: eventsSchema,
    notify: notifySchema,
    reports: reportsSchema,
    theme: z
      .string()
      .default('auto')
      .describe('A theme by name, or a path to a theme file; `auto` is light or dark as the terminal is.'),
    keys: dictionary(z.string(), z.union([z.string(), z.array(z.string()).max(20)]))
      .refine(...atMost(200))
      .default({})
      .describe('Action → key or keys.'),
  })
  .superRefine((profile, context) => {
    const issue = (path: (string | number)[], message: string, given?: string, candidates?: string[]) =>
      context.addIssue({ code: 'custom', path, message, params: { given, candidates } });
    for (const { path, message, given, candidates } of serverMistakes(profile))
      issue([...path], message, given, candidates);
    const before: string[] = [];
    profile.rings.forEach((r, i) => {
      if (before.includes(r.id)) issue(['rings', i, 'id'], `ring "${r.id}" is defined twice`);
      r.after.forEach((id, j) => {
        if (!before.includes(id)) issue(['rings', i, 'after', j], `"${id}" is not a ring before "${r.id}"`, id, before);
      });
      const checks = Object.keys(profile.checks);
      r.checks.forEach((id, j) => {
        if (!checks.includes(id)) issue(['rings', i, 'checks', j], `"${id}" is not one of the checks`, id, checks);
      });
      before.push(r.id);
    });
    const twice = (list: readonly { readonly id: string }[], path: (string | number)[]) => {
      list.forEach(({ id }, i) => {
        if (list.findIndex((other) => other.id === id) < i) issue([...path, i, 'id'], `"${id}" is defined twice`);
      });
    };
    twice(profile.comparison, ['comparison']);
    twice(profile.pages ?? [], ['pages']);
    twice(profile.infra, ['infra']);
    twice(profile.logs.saved, ['logs', 'saved']);
    profile.infra.forEach((group, i) => {
      twice(group.items, ['infra', i, 'items']);
    });
    const groups = profile.infra.map(({ id }) => id);
    profile.pages?.forEach((page, i) => {
      page.infra?.forEach((id, j) => {
        if (!groups.includes(id))
          issue(['pages', i, 'infra', j], `"${id}" is not one of the groups of infra`, id, groups);
      });
    });
    for (const { path, message, given, candidates } of sloFaults(profile)) issue(path, message, given, candidates);
    for (const { path, id, known, kind } of promiseFaults(profile))
      issue([...path], `"${id}" is not one of ${kind}`, id, [...known]);
    if (profile.versions && profile.versions.baseline.id === profile.versions.candidate.id) {
      issue(['versions', 'candidate', 'id'], 'baseline and candidate must differ');
    }
    if (profile.stale_after !== undefined && profile.stale_after < profile.refresh) {
      issue(
        ['stale_after'],
        'must not be shorter than refresh, else every value would be unknown between two refreshes',
      );
    }
    if (profile.comparison.length > 0 && !profile.versions) issue(['comparison'], 'a comparison needs `versions`');
    if (profile.traffic && !profile.versions) issue(['traffic'], 'traffic needs `versions`');
    if (profile.patterns && !profile.versions) issue(['patterns'], 'patterns need `versions`');
    if (profile.verdict && !profile.versions) issue(['verdict'], 'a verdict needs `versions`');
    if (profile.verdict && profile.verdict.start === undefined && !profile.rings.some((r) => r.deployed !== undefined))
      issue(['verdict', 'start'], 'is needed, because no ring has `deployed`: it says when counting starts');
    profile.rings.forEach((r, i) => {
      if (r.verdict && !profile.verdict) issue(['rings', i, 'verdict'], 'needs a `verdict` section in the profile');
    });
  });

export type Profile = z.infer<typeof profileSchema>;
export type CheckSpec = z.infer<typeof check>;
export type MetricSpec = z.infer<typeof metric>;
export type InfraSpec = z.infer<typeof infraItem>;
