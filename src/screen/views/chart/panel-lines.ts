import type { PanelContent, PanelSeries } from '../../../room/shown.ts';
import { joined, type Safe } from '../../../text/safe.ts';
import { urgency } from '../../core/worst.ts';

type Measure = Extract<PanelContent, { readonly type: 'stat' }>['measure'];

/** A series as a chart has it. */
export type LineSeries = Pick<
  PanelSeries,
  'id' | 'name' | 'reading' | 'state' | 'tone' | 'text' | 'expr' | 'exactLabels' | 'labels'
>;

/** What a panel has over time, in one unit. */
export interface PanelLines {
  /** Whose they are; null of the whole panel. */
  readonly about: Safe | null;
  readonly measure: Measure;
  readonly series: readonly LineSeries[];
  readonly stacked: boolean;
  readonly min: number | null;
  readonly max: number | null;
}

/** The lines of a row of a panel; of one whose rows are drawn together all of them. Null where there is nothing of the kind. */
export function panelLines(content: PanelContent, row: string): PanelLines | null {
  const one = (measure: Measure, series: readonly LineSeries[], ends: Partial<PanelLines> = {}): PanelLines | null => {
    const own = series.filter(({ id }) => id === row);
    const [first, ...others] = own;
    // The name of the only one is what its panel is called, or says no more.
    const about = series.length > 1 && first && others.length === 0 ? first.name : null;
    return own.length === 0 ? null : { about, measure, series: own, stacked: false, min: null, max: null, ...ends };
  };
  switch (content.type) {
    case 'timeseries': {
      const { measure, series, stacked, min, max } = content;
      return series.length === 0 ? null : { about: null, measure, series, stacked, min, max };
    }
    case 'stat':
    case 'gauge':
      return one(content.measure, content.series);
    case 'share':
      return one({ unit: content.unit, limit: null, steps: [] }, content.series);
    case 'status':
      return statusLines(content, row);
    case 'table':
      return columnLines(content, row);
    case 'histogram':
    case 'alerts':
    case 'logs':
    case 'text':
    case 'slo':
    case 'sla':
      return null;
  }
}

/** How long it took to answer, as far as that is asked for; else whether it was up. */
function statusLines(
  { items, measure }: Extract<PanelContent, { readonly type: 'status' }>,
  row: string,
): PanelLines | null {
  const item = items.find(({ id }) => id === row);
  if (item === undefined) return null;
  const { name: about, response, took } = item;
  if (response === null || took === null) return { about, measure: UP, series: [item], stacked: false, min: 0, max: 1 };
  return { about, measure, series: [{ ...item, ...took, reading: response }], stacked: false, min: null, max: null };
}

const UP: Measure = { unit: 'score', limit: null, steps: [] };

/** Of a row of a table the columns that have the unit of its worst value, of equal ones the first. */
function columnLines(
  { rows, columns }: Extract<PanelContent, { readonly type: 'table' }>,
  row: string,
): PanelLines | null {
  const found = rows.find(({ id }) => id === row);
  const cells = (found?.cells ?? []).flatMap((cell, i) => {
    const column = columns[i];
    return cell && column ? [{ ...cell, id: column.id, name: column.label, labels: found?.labels ?? {}, column }] : [];
  });
  const measure = cells.toSorted((a, b) => urgency(a) - urgency(b))[0]?.column;
  if (found === undefined || measure === undefined) return null;
  const series = cells.filter(({ column }) => column.unit === measure.unit);
  return { about: joined(found.names, ' '), measure, series, stacked: false, min: null, max: null };
}
