import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { UNITS } from '../../units.ts';
import { limitNumbersFields } from './limit.ts';

const state = z.enum(['ok', 'warn', 'fail', 'unknown']);
const unit = z.enum(UNITS);
const maybe = z.number().nullable();
const labels = dictionary(z.string(), z.string());
const reason = z.string().optional().describe('Why the value is unknown.');
const told = { value: maybe, state, text: z.string().optional().describe('By a value mapping.'), reason };
const series = { name: z.string(), labels, ...told };

const numbers = z.strictObject({
  type: z.enum(['stat', 'timeseries', 'gauge']),
  unit,
  ...limitNumbersFields,
  series: z.array(
    z.strictObject({ ...series, before: maybe.optional().describe('The value so long ago, of a `stat`.') }),
  ),
});

/** What a panel shows, by its type. */
const content = z.discriminatedUnion('type', [
  numbers,
  z.strictObject({
    type: z.literal('table'),
    columns: z.array(z.strictObject({ id: z.string(), label: z.string(), unit, ...limitNumbersFields })),
    rows: z.array(
      z.strictObject({
        labels,
        state,
        cells: z
          .array(z.strictObject(told).nullable())
          .describe('In the order of the columns; null where a query has no series.'),
      }),
    ),
  }),
  z.strictObject({
    type: z.literal('share'),
    unit,
    parts: z.array(z.strictObject({ ...series, share: maybe.describe('Of the whole, 0–1.') })),
  }),
  z.strictObject({
    type: z.literal('status'),
    unit: unit.describe('Of `response`.'),
    items: z.array(
      z.strictObject({
        ...series,
        standing: z.enum(['up', 'degraded', 'down', 'unknown']),
        response: maybe.optional(),
        code: maybe.optional(),
      }),
    ),
  }),
  z.strictObject({
    type: z.literal('histogram'),
    unit,
    buckets: z.array(z.strictObject({ le: z.union([z.number(), z.literal('+Inf')]), value: maybe, reason })),
  }),
  z.strictObject({
    type: z.literal('alerts'),
    matchers: z.array(z.string()),
    fingerprints: z.array(z.string()).describe('Of `alerts`.'),
  }),
  z.strictObject({
    type: z.literal('logs'),
    query: z.string(),
    lines: z
      .array(z.strictObject({ at: z.iso.datetime(), level: z.string(), text: z.string(), labels }))
      .describe('Newest first; what looks like a secret is hidden.'),
  }),
  z.strictObject({ type: z.literal('text'), markdown: z.string() }),
  z.strictObject({ type: z.enum(['slo', 'sla']), ids: z.array(z.string()).describe('Of `slos`, or of `slas`.') }),
]);

/** Panels of boards. */
export const panelsSchema = z.array(
  z.strictObject({
    page: z.string(),
    id: z.string(),
    title: z.string(),
    repeat: z
      .strictObject({ label: z.string(), value: z.string().nullable() })
      .optional()
      .describe('Of one that is repeated: the label, and its value; null of all values without a panel of their own.'),
    state,
    reason,
    more: z.number().describe('Series beyond those that are shown.'),
    content,
  }),
);
