import { fullAt } from '../../limits/limit.ts';
import type { Seconds, Unit } from '../../units.ts';
import type { Query } from '../query.ts';
import type { BoardPanelSpec, Measure } from '../schema/boards.ts';
import type { Profile } from '../schema/profile.ts';
import { type Asked, type Fill, fillQuery, kindOf, PlanError } from './fill.ts';
import { planQuery } from './servers.ts';

/** A query whose answer has many series, each with a name. */
export interface PlannedSeries {
  readonly expr: Query;
  /** With `{{label}}` to be filled; null: by its labels. */
  readonly legend: string | null;
}

export type PlannedContent =
  | ({ readonly type: 'stat'; readonly ago: PlannedAgo | null; readonly trend: boolean } & PlannedSeries & Measured)
  | ({
      readonly type: 'timeseries';
      readonly queries: readonly PlannedSeries[];
      readonly stacked: boolean;
      readonly min: number | null;
      readonly max: number | null;
    } & Measured)
  | {
      readonly type: 'table';
      readonly by: readonly string[];
      readonly columns: readonly (Measured & { readonly id: string; readonly label: string; readonly expr: Query })[];
      readonly sort: { readonly column: number; readonly order: 'asc' | 'desc' } | null;
    }
  | ({ readonly type: 'share'; readonly unit: Unit } & PlannedSeries)
  | ({
      readonly type: 'status';
      readonly by: string;
      readonly expr: Query;
      readonly response: Query | null;
      readonly code: Query | null;
    } & Measured)
  | { readonly type: 'histogram'; readonly unit: Unit; readonly scale: number; readonly expr: Query }
  | ({ readonly type: 'gauge'; readonly min: number; readonly max: number } & PlannedSeries & Measured)
  | { readonly type: 'alerts'; readonly matchers: readonly string[] }
  | { readonly type: 'logs'; readonly expr: Query; readonly lines: number }
  | { readonly type: 'text'; readonly markdown: string }
  /** Of objectives or agreements, by their ids. */
  | { readonly type: 'slo'; readonly ids: readonly string[] }
  | { readonly type: 'sla'; readonly ids: readonly string[] };

interface Measured {
  readonly measure: Measure;
}

/** What a value is compared with: the same query so long ago. */
export interface PlannedAgo {
  readonly by: Seconds;
  readonly expr: Query;
}

/** A panel of a board. */
export interface PlannedPanel {
  readonly page: string;
  readonly id: string;
  readonly title: string;
  /** The label it is repeated by, alone or with its row; null: it stands once. */
  readonly repeat: string | null;
  readonly content: PlannedContent;
}

/** Every panel of every board, in order. @throws PlanError when a query cannot be filled in */
export function planPanels(profile: Profile, fill: Fill, servers: Asked['servers']): PlannedPanel[] {
  return (profile.pages ?? []).flatMap((page, i) =>
    (page.rows ?? []).flatMap((row, j) =>
      row.panels.flatMap((panel, k): readonly PlannedPanel[] => {
        if (typeof panel === 'string') return [];
        const at = ['pages', i, 'rows', j, 'panels', k];
        const repeat = ('repeat' in panel ? panel.repeat : undefined) ?? row.repeat ?? null;
        return [
          {
            page: page.id,
            id: panel.id,
            title: panel.title,
            repeat,
            content: planContent(panel, at, { fill, servers, profile }),
          },
        ];
      }),
    ),
  );
}

type SpecOf<T extends BoardPanelSpec['type']> = Extract<BoardPanelSpec, { readonly type: T }>;

/** Fills a query of a panel in, in base units. @param key where in the panel it stands */
type Ask = (text: string, scale: number, asked: Omit<Asked, 'servers'>, ...key: readonly PropertyKey[]) => Query;

/** What queries are filled with, and the servers there are to be asked. */
interface Filling {
  readonly fill: Fill;
  readonly servers: Asked['servers'];
  readonly profile: Pick<Profile, 'slos' | 'slas'>;
}

function planContent(panel: BoardPanelSpec, at: readonly PropertyKey[], filling: Filling): PlannedContent {
  const { fill, servers, profile } = filling;
  const ask: Ask = (text, scale, asked, ...key) =>
    inBase(fillQuery({ source: asked.source, server: asked.server, servers }, fill, text, [...at, ...key]), scale);
  switch (panel.type) {
    case 'stat':
      return planStat(panel, ask);
    case 'timeseries':
      return planTimeseries(panel, ask);
    case 'table':
      return planTable(panel, ask);
    case 'share':
      return {
        type: 'share',
        unit: panel.unit.unit,
        expr: ask(panel.query, panel.unit.scale, panel, 'query'),
        legend: panel.legend ?? null,
      };
    case 'status':
      return planStatus(panel, ask);
    case 'histogram':
      // What is scaled are the bounds, which are labels.
      return { type: 'histogram', ...panel.unit, expr: ask(panel.query, 1, panel, 'query') };
    case 'gauge':
      return planGauge(panel, ask);
    case 'alerts':
      return { type: 'alerts', matchers: panel.matchers };
    case 'logs':
      return planLogs(panel, [...at, 'query'], filling);
    case 'text':
      return { type: 'text', markdown: panel.text };
    case 'slo':
      return { type: 'slo', ids: panel.slos ?? profile.slos.map(({ id }) => id) };
    case 'sla':
      return { type: 'sla', ids: panel.slas ?? profile.slas.map(({ id }) => id) };
  }
}

function planStat({ query, unit, legend, delta, trend, measure, ...asked }: SpecOf<'stat'>, ask: Ask): PlannedContent {
  const expr = ask(query, unit.scale, asked, 'query');
  const ago = delta === undefined ? null : { by: delta, expr: longAgo(expr, delta) };
  return { type: 'stat', expr, legend: legend ?? null, ago, trend, measure };
}

function planTimeseries(
  { unit, stacked, min, max, measure, ...panel }: SpecOf<'timeseries'>,
  ask: Ask,
): PlannedContent {
  const { scale } = unit;
  const queries = panel.queries.map(({ query, legend, ...asked }, n) => ({
    expr: ask(query, scale, asked, 'queries', n, 'query'),
    legend: legend ?? null,
  }));
  return { type: 'timeseries', queries, stacked, min: scaled(min, scale), max: scaled(max, scale), measure };
}

function planTable({ by, sort, ...panel }: SpecOf<'table'>, ask: Ask): PlannedContent {
  const columns = panel.columns.map(({ id, label, query, unit, measure, ...asked }, n) => ({
    id,
    label,
    expr: ask(query, unit.scale, asked, 'columns', n, 'query'),
    measure,
  }));
  const column = columns.findIndex(({ id }) => id === sort?.column);
  return { type: 'table', by, columns, sort: sort && column >= 0 ? { column, order: sort.order } : null };
}

function planStatus(
  { by, query, response, code, unit, measure, ...asked }: SpecOf<'status'>,
  ask: Ask,
): PlannedContent {
  return {
    type: 'status',
    by,
    expr: ask(query, 1, asked, 'query'),
    response: response === undefined ? null : ask(response, unit.scale, asked, 'response'),
    code: code === undefined ? null : ask(code, 1, asked, 'code'),
    measure,
  };
}

function planGauge({ query, legend, unit, min, max, measure, ...asked }: SpecOf<'gauge'>, ask: Ask): PlannedContent {
  const full = measure.limit ? fullAt(measure.limit) : unit.unit === 'ratio' ? 1 : 100 * unit.scale;
  return {
    type: 'gauge',
    expr: ask(query, unit.scale, asked, 'query'),
    legend: legend ?? null,
    min: min * unit.scale,
    max: scaled(max, unit.scale) ?? full,
    measure,
  };
}

/** @throws PlanError when it counts lines in place of selecting them */
function planLogs(
  { query, lines, server }: SpecOf<'logs'>,
  path: readonly PropertyKey[],
  { fill, servers }: Filling,
): PlannedContent {
  const text = fill(query, path);
  if (kindOf(text, path) === 'metric') throw new PlanError('counts lines; it must select them', path);
  return { type: 'logs', expr: planQuery('loki', server, text, servers), lines };
}

const scaled = (value: number | undefined, scale: number): number | null =>
  value === undefined ? null : value * scale;

/** The query whose answer is in base units. Lines of its own, since a comment may end it. */
const inBase = ({ text, ...query }: Query, scale: number): Query => ({
  ...query,
  text: scale === 1 ? text : `(\n${text}\n) * ${scale}`,
});

/** The query as of so long ago: a subquery of one step, since `offset` stands behind selectors alone. */
const longAgo = ({ text, ...query }: Query, by: Seconds): Query => ({
  ...query,
  text: `last_over_time((\n${text}\n)[1m:1m] offset ${by}s)`,
});
