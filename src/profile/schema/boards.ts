import { z } from 'zod';
import type { Limit } from '../../limits/limit.ts';
import { limitedAtWill, limitFields } from '../../limits/profile.ts';
import type { Unit } from '../../units.ts';
import { QUERY_SOURCES } from '../query.ts';
import {
  anyUnit,
  type Mappings,
  mappings,
  scaledMapping,
  scaledThresholds,
  type Thresholds,
  thresholds,
} from './grafana.ts';
import { PANELS } from './panels.ts';
import { identifier, labelName, period } from './scalars.ts';
import { oneServer, server } from './servers.ts';

/*
 * Boards: pages whose panels a profile makes itself, in rows. What is asked, how it is drawn and what it is held against
 * stands in one panel. docs/boards.md tells it to operators.
 */

const query = z.string().min(1).describe('`$name` and `${name}` are variables, `$$` is a dollar sign.');
const legend = z
  .string()
  .optional()
  .describe('The name of a series; `{{label}}` is filled from it. Its labels unless given.');

/** Whom a query is asked of. */
const asked = {
  source: z.enum(QUERY_SOURCES).optional().describe('With `loki` it is a metric query in LogQL.'),
  server,
};

const weight = z.number().positive().max(100).default(1);

/** What every panel has. */
const framed = {
  id: identifier,
  title: z.string().describe('May hold `{{label}}` of `repeat`, filled with its value.'),
  width: weight.describe('Share of its row.'),
  priority: z
    .int()
    .min(1)
    .max(9)
    .optional()
    .describe("On a small terminal 1 gives way first, 9 last; its row's unless given."),
};

const repeat = {
  repeat: labelName
    .optional()
    .describe("Once for each value of this label in the panel's answers, side by side; a new value appears by itself."),
};

/** How a value is told and judged. */
const measured = { unit: anyUnit, ...limitFields, thresholds: thresholds.optional(), mappings: mappings.optional() };

/** How values are told and judged, in base units. */
export interface Measure {
  readonly unit: Unit;
  readonly limit: Limit | null;
  readonly thresholds: Thresholds | null;
  readonly mappings: Mappings;
}

/** Transformation of what is measured: its limit, thresholds and mappings in base units, as its queries are asked in them. */
function withMeasure<T extends z.infer<z.ZodObject<typeof measured>>>(panel: T, context: z.RefinementCtx) {
  const { unit, scale } = panel.unit;
  const by = (value: number) => value * scale;
  const { at_most, at_least, between, warn } = panel;
  const fields = {
    at_most: at_most && by(at_most),
    at_least: at_least && by(at_least),
    between: between?.map(by),
    warn: Array.isArray(warn) ? warn.map(by) : warn && by(warn),
  };
  const { limit } = limitedAtWill(fields, context);
  const measure: Measure = {
    unit,
    limit,
    thresholds: panel.thresholds ? scaledThresholds(panel.thresholds, by) : null,
    mappings: (panel.mappings ?? []).map((mapping) => scaledMapping(mapping, by)),
  };
  return { ...panel, measure };
}

const stat = z
  .strictObject({
    type: z.literal('stat'),
    ...framed,
    ...asked,
    ...repeat,
    ...measured,
    query,
    legend,
    delta: period.optional().describe('Beside it the difference to the value so long ago, such as `1h`, `1d` or `1w`.'),
    trend: z.boolean().default(true).describe('A sparkline beneath it.'),
  })
  .transform(withMeasure);

const timeseries = z
  .strictObject({
    type: z.literal('timeseries'),
    ...framed,
    ...repeat,
    ...measured,
    queries: z
      .array(z.strictObject({ query, legend, ...asked }))
      .min(1)
      .max(20),
    stacked: z.boolean().default(false),
    min: z.number().optional().describe('Where the scale begins at the latest.'),
    max: z.number().optional().describe('Where it ends at the earliest.'),
  })
  .transform(withMeasure);

const column = z
  .strictObject({ id: identifier, label: z.string(), query, ...asked, ...measured })
  .transform(withMeasure);

const table = z.strictObject({
  type: z.literal('table'),
  ...framed,
  ...repeat,
  by: z.array(labelName).min(1).max(5).describe('Labels that tell the rows apart, and are their first columns.'),
  columns: z.array(column).min(1).max(12),
  sort: z
    .strictObject({ column: identifier, order: z.enum(['asc', 'desc']).default('desc') })
    .optional()
    .describe('By the names of the rows unless given.'),
});

const share = z.strictObject({
  type: z.literal('share'),
  ...framed,
  ...asked,
  ...repeat,
  unit: anyUnit,
  query: query.describe('Each series is a part of the whole.'),
  legend,
});

const status = z
  .strictObject({
    type: z.literal('status'),
    ...framed,
    ...asked,
    ...repeat,
    ...measured,
    unit: anyUnit.prefault('seconds').describe('Unit of `response`.'),
    by: labelName.describe('Label that names what is up or down.'),
    query: query.describe('1 is up, 0 is down, anything between is degraded.'),
    response: query.optional().describe('How long it took to answer; beyond the limit it is degraded.'),
    code: query.optional().describe('What it answered, such as an HTTP status.'),
  })
  .transform(withMeasure);

const histogram = z.strictObject({
  type: z.literal('histogram'),
  ...framed,
  ...asked,
  ...repeat,
  unit: anyUnit.describe('Unit of the bounds, `le`.'),
  query: query.describe('Rates of the buckets by `le`, as `sum by (le) (rate(x_bucket[$window]))`.'),
});

const gauge = z
  .strictObject({
    type: z.literal('gauge'),
    ...framed,
    ...asked,
    ...repeat,
    ...measured,
    query,
    legend,
    min: z.number().default(0),
    max: z
      .number()
      .optional()
      .describe('Where it is full; where it is not given, at the limit, or at 1 (ratios) or 100.'),
  })
  .transform(withMeasure);

const alerts = z.strictObject({
  type: z.literal('alerts'),
  ...framed,
  matchers: z
    .array(z.string().min(1))
    .min(1)
    .max(20)
    .describe('As Alertmanager writes them: `severity="critical"`, `job=~"api.*"`.'),
});

const logs = z.strictObject({
  type: z.literal('logs'),
  ...framed,
  query: query.describe('LogQL that selects lines.'),
  lines: z.int().min(1).max(200).default(50).describe('How many of the newest are read.'),
  server: oneServer.describe('Of several Loki servers the one that is asked, by its id. The first unless given.'),
});

const text = z.strictObject({
  type: z.literal('text'),
  ...framed,
  text: z.string().max(100_000).describe('Markdown: what to do, and where to read on.'),
});

const slo = z.strictObject({
  type: z.literal('slo'),
  ...framed,
  slos: z.array(identifier).min(1).optional().describe('Objectives of `slos`; all of them unless given.'),
});

const sla = z.strictObject({
  type: z.literal('sla'),
  ...framed,
  slas: z.array(identifier).min(1).optional().describe('Agreements of `slas`; all of them unless given.'),
});

/** A panel as a profile makes it. */
const boardPanel = z.discriminatedUnion('type', [
  stat,
  timeseries,
  table,
  share,
  status,
  histogram,
  gauge,
  alerts,
  logs,
  text,
  slo,
  sla,
]);

/** A row of a page, from left to right. */
export const boardRow = z.strictObject({
  height: weight.describe("Its share of the page's rows."),
  priority: z.int().min(1).max(9).default(5).describe('Of its panels, unless they have their own.'),
  ...repeat,
  panels: z
    .array(z.union([z.enum(PANELS), boardPanel]))
    .min(1)
    .max(50),
});

export type BoardRow = z.infer<typeof boardRow>;
export type BoardPanelSpec = z.infer<typeof boardPanel>;
