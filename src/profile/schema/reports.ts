import { z } from 'zod';
import { partialDictionary } from '../../dictionary.ts';
import { limitedAtWill, limitFields } from '../../limits/profile.ts';
import { UNITS } from '../../units.ts';
import { isTimeZone } from '../../zoned.ts';
import { QUERY_SOURCES } from '../query.ts';
import { identifier } from './scalars.ts';
import { server } from './servers.ts';

/** Reports over calendar periods, and that of what was agreed. What a rollout is told by is not chosen. */
export const METRIC_REPORTS = ['daily', 'weekly', 'monthly', 'sla'] as const;
export type MetricReport = (typeof METRIC_REPORTS)[number];

/** Parts of a report, in their order. */
export const REPORT_SECTIONS = [
  'uptime',
  'performance',
  'errors',
  'resources',
  'deployments',
  'security',
  'business',
] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

/** How the values that a query has over a period become one number. */
export const STATISTICS = ['mean', 'min', 'max', 'p95', 'last', 'increase'] as const;
export type Statistic = (typeof STATISTICS)[number];

/** What stands for the length of the period in a query. */
const PERIOD = /\$(?:period\b|\{period\})/;

const promql = z.string().min(1);

const metric = z
  .strictObject({
    id: identifier,
    label: z.string().min(1).describe('What the reader reads; may hold `{{label}}`, filled from the series.'),
    section: z.enum(REPORT_SECTIONS).describe('Under which heading it stands.'),
    in: z
      .array(z.enum(METRIC_REPORTS))
      .min(1)
      .default(['daily', 'weekly', 'monthly'])
      .describe('The reports it stands in; in `sla` it needs a limit, and passes or fails.'),
    query: promql.describe(
      'Either over the period itself, as `$period` (`increase(users_total[$period])`), or at one instant, with a `statistic`.',
    ),
    statistic: z
      .enum(STATISTICS)
      .optional()
      .describe(
        'What is taken of the query over the period: its mean, lowest, highest or last value, its 95th percentile, each looked at every `$window`; or of a counter, by its selector alone, the `increase` of all series together.',
      ),
    source: z
      .enum(QUERY_SOURCES)
      .optional()
      .describe('Whom the query is asked of; with `loki` it is a metric query in LogQL with `$period`.'),
    server,
    unit: z.enum(UNITS).describe('Unit of the result. Ratios are 0–1; everything is in base units.'),
    each: z.string().min(1).optional().describe('Label whose values each become a row of their own.'),
    plot: z.boolean().default(false).describe('Drawn over the period, in HTML.'),
    peak: z
      .enum(['highest', 'lowest'])
      .optional()
      .describe('Tells when in the period it was highest, or lowest: the quarter, hour or quarter of a day.'),
    ...limitFields,
  })
  .superRefine((given, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const isOverPeriod = PERIOD.test(given.query);
    if (isOverPeriod === (given.statistic !== undefined))
      issue('query', 'expected either $period in the query or a statistic beside it');
    if (given.source === 'loki' && given.statistic !== undefined && given.statistic !== 'last')
      issue('statistic', 'LogQL has no statistic of a query over time: use one over the lines, with [$period]');
    const isLimited = [given.at_most, given.at_least, given.between].some((limit) => limit !== undefined);
    if (given.in.includes('sla') && !isLimited) issue('in', 'a metric of the report "sla" needs a limit');
  })
  .transform(limitedAtWill);
export type ReportMetricSpec = z.infer<typeof metric>;

export const reportsSchema = z
  .strictObject({
    time_zone: z
      .string()
      .refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris')
      .default('UTC')
      .describe('IANA time zone in which days, weeks and months begin.'),
    metrics: z.array(metric).max(200).default([]).describe('What is told, in its order.'),
    deployments: promql
      .refine((query) => PERIOD.test(query), 'must hold $period')
      .optional()
      .describe(
        'PromQL for the number of deployments in `$period`; those that rings and the journal know are told beside it.',
      ),
    levels: partialDictionary(z.enum(['P0', 'P1', 'P2', 'P3']), z.string().min(1))
      .default({})
      .describe('What the tiers of incidents are called in reports, such as `P0: critical`.'),
    coverage: promql
      .default('count(up)')
      .describe('PromQL that has an answer whenever the server had data: where it has none, nothing was known.'),
  })
  .superRefine(({ metrics }, context) => {
    metrics.forEach(({ id }, i) => {
      if (metrics.findIndex((other) => other.id === id) < i)
        context.addIssue({ code: 'custom', path: ['metrics', i, 'id'], message: `"${id}" is defined twice` });
    });
  })
  .prefault({})
  .describe('What `ringdeck report` tells of a day, a week, a month: docs/reports.md.');
export type ReportsSpec = z.infer<typeof reportsSchema>;
