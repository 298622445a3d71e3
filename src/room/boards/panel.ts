import type { LoggedLine } from '../../frames/frame.ts';
import type { Limit } from '../../limits/limit.ts';
import type { Query } from '../../profile/query.ts';
import type { Tone } from '../../profile/schema/grafana.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Seconds, Unit } from '../../units.ts';
import type { Reading, Unread } from '../readings.ts';
import type { State } from '../state.ts';

/** How the values of a panel or a column are told; in base units. */
export interface ShownMeasure {
  readonly unit: Unit;
  readonly limit: Limit | null;
  /** From a value on a colour, ascending; none below the first but its own. */
  readonly steps: readonly { readonly from: number | null; readonly tone: Tone }[];
}

/** A value as it is told. */
export interface Told {
  readonly reading: Reading;
  readonly state: State;
  /** By thresholds or a mapping: a colour, of which no state follows. */
  readonly tone: Tone | null;
  /** In place of the value. */
  readonly text: string | null;
}

/** One series of a query. */
export interface PanelSeries extends Told {
  /** Tells it apart in its panel, and stays the same while its labels do. */
  readonly id: string;
  /** Its legend. */
  readonly name: string;
  readonly labels: Labels;
  readonly expr: Query;
  /** As the servers have them: with `expr` what its past is found by. */
  readonly exactLabels: Labels;
}

/** A number now, and how long ago it is compared with what it was. */
export interface StatSeries extends PanelSeries {
  /** The value so long ago; null where it is not asked for. */
  readonly before: Reading | null;
}

export interface TableRow {
  readonly id: string;
  /** Values of the panel's `by`, in that order. */
  readonly names: readonly string[];
  readonly labels: Labels;
  /** In the order of the columns; null where a query has no series for the row. */
  readonly cells: readonly ((Told & { readonly expr: Query; readonly exactLabels: Labels }) | null)[];
  readonly state: State;
}

export interface StatusItem extends PanelSeries {
  readonly standing: 'up' | 'degraded' | 'down' | 'unknown';
  /** Null where the profile does not ask. */
  readonly response: Reading | null;
  /** The series of `response`, by which its past is found; null where there is none. */
  readonly took: { readonly expr: Query; readonly exactLabels: Labels } | null;
  readonly code: Reading | null;
}

export interface SharePart extends PanelSeries {
  /** Of the whole, 0–1; null where any part is unknown or negative. */
  readonly share: number | null;
}

export interface HistogramBucket {
  /** Upper bound in base units of `unit`; Infinity for the last. */
  readonly le: number;
  /** Events per second up to it, as the server counts: buckets hold those below them. */
  readonly reading: Reading;
  readonly expr: Query;
  readonly exactLabels: Labels;
}

/** What a panel shows, by its type. */
export type PanelContent =
  | {
      readonly type: 'stat';
      readonly measure: ShownMeasure;
      readonly ago: Seconds | null;
      readonly trend: boolean;
      readonly series: readonly StatSeries[];
    }
  | {
      readonly type: 'timeseries';
      readonly measure: ShownMeasure;
      readonly stacked: boolean;
      readonly min: number | null;
      readonly max: number | null;
      readonly series: readonly PanelSeries[];
    }
  | {
      readonly type: 'table';
      readonly by: readonly string[];
      readonly columns: readonly (ShownMeasure & { readonly id: string; readonly label: string })[];
      readonly rows: readonly TableRow[];
    }
  | { readonly type: 'share'; readonly unit: Unit; readonly series: readonly SharePart[] }
  | { readonly type: 'status'; readonly measure: ShownMeasure; readonly items: readonly StatusItem[] }
  | { readonly type: 'histogram'; readonly unit: Unit; readonly buckets: readonly HistogramBucket[] }
  | {
      readonly type: 'gauge';
      readonly measure: ShownMeasure;
      readonly min: number;
      readonly max: number;
      readonly series: readonly PanelSeries[];
    }
  /** Fingerprints, in the order of the room's list. */
  | { readonly type: 'alerts'; readonly matchers: readonly string[]; readonly alerts: readonly string[] }
  | { readonly type: 'logs'; readonly expr: Query; readonly lines: readonly LoggedLine[] }
  | { readonly type: 'text'; readonly markdown: string }
  /** Of the room's objectives or agreements, by their ids. */
  | { readonly type: 'slo'; readonly ids: readonly string[] }
  | { readonly type: 'sla'; readonly ids: readonly string[] };

export type PanelType = PanelContent['type'];

/** A value of a panel that is not well. */
export interface PanelWorst {
  /** Of the series; null where the panel has one alone. */
  readonly name: string | null;
  readonly reading: Reading;
  readonly unit: Unit;
  readonly limit: Limit | null;
  /** What is up or down is told by that. */
  readonly standing: StatusItem['standing'] | null;
}

/** A panel of a board as all outputs have it; one that is repeated stands here once for each value. */
export interface RoomPanel {
  /** `page/id`, or `page/id@value` of one that is repeated, the value as in URLs: no panel by name has a stroke in it. */
  readonly key: string;
  readonly page: string;
  readonly id: string;
  readonly title: string;
  /** The label it is repeated by, and its value: null of all those that have no panel of their own. Null: it stands once. */
  readonly repeat: { readonly label: string; readonly value: string | null } | null;
  readonly state: State;
  /** Why there is nothing to draw; null where there is something. */
  readonly unread: Unread | null;
  /** Series there are beyond those that are shown. */
  readonly more: number;
  /** The value that stands worst, where any is not well. */
  readonly worst: PanelWorst | null;
  readonly content: PanelContent;
}
