import { own } from '../../own.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Reading, Unread } from '../readings.ts';
import { worst } from '../rings/limits.ts';
import type { Answers, Read } from './answers.ts';
import { type Built, built } from './built.ts';
import type { PanelWorst, TableRow } from './panel.ts';
import { keyBy, type Of } from './series.ts';
import { shownMeasure, tell } from './tell.ts';

export function buildTable({ by, columns, sort }: Of<'table'>, read: Read): Built {
  const answers = columns.map(({ expr }) => read(expr));
  const parts = answers.map(({ series }) => Map.groupBy(series, ({ labels }) => keyBy(by, labels)));
  const missing = answers.map(missingOf(by));
  const keys = [...new Set(parts.flatMap((part) => [...part.keys()]))].sort();
  const rows = keys.map((key): TableRow => {
    const cells = columns.map(({ expr, measure }, i) => {
      const [first, ...others] = parts[i]?.get(key) ?? [];
      if (!first) return missing[i] ? { ...tell(missing[i], measure), expr, exactLabels: {} } : null;
      const reading = others.length === 0 ? first.reading : ambiguous(others.length + 1);
      return { ...tell(reading, measure), expr, exactLabels: first.labels };
    });
    const [found] = parts.flatMap((part) => part.get(key) ?? []);
    const labels: Labels = found?.labels ?? {};
    const names = by.map((name) => own(labels, name) ?? '');
    if (found?.silent && names.join('') === '') names[0] = found.server ?? '';
    return { id: key, names, labels, cells, state: worst(cells.map((cell) => cell?.state ?? 'ok')) };
  });
  const unread = answers.find((one) => one.unread && (rows.length === 0 || one.unread.reason !== 'no-series'))?.unread;
  const { column, order } = sort ?? { column: -1, order: 'asc' };
  const sortedBy = (row: TableRow) => {
    const reading = row.cells[column]?.reading;
    return reading?.known && !Number.isNaN(reading.value) ? reading.value : null;
  };
  const sorted = sort ? rows.toSorted((a, b) => compare(sortedBy(a), sortedBy(b), order)) : rows;
  return built(sorted, unread ?? null, worstCell(columns), (shown) => ({
    type: 'table',
    by,
    columns: columns.map(({ id, label, measure }) => ({ id, label, ...shownMeasure(measure) })),
    rows: shown,
  }));
}

/** What a column has for a row that it does not list: nothing, or why that is not known. */
const missingOf =
  (by: readonly string[]) =>
  ({ series, unread }: Answers): Unread | null => {
    if (unread) return unread.reason === 'no-series' ? null : unread;
    const silent = series.find((one) => one.silent && by.some((name) => own(one.labels, name) === undefined));
    return silent === undefined || silent.reading.known ? null : silent.reading;
  };

/** Of a row the worst cell, by the name of the row and its column. */
const worstCell =
  (columns: Of<'table'>['columns']) =>
  ({ names, cells, state }: TableRow): PanelWorst | null => {
    const at = cells.findIndex((cell) => cell?.state === state);
    const [cell, column] = [cells[at], columns[at]];
    if (!cell || !column) return null;
    const { unit, limit } = column.measure;
    return { name: `${names.join(' ')} ${column.label}`, reading: cell.reading, unit, limit, standing: null };
  };

/** What is not known comes last, whichever way it is sorted. */
function compare(a: number | null, b: number | null, order: 'asc' | 'desc'): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return order === 'asc' ? a - b : b - a;
}

const ambiguous = (series: number): Reading => ({ known: false, reason: 'ambiguous', series, each: null });
