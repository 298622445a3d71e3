import { seriesKey } from '../../frames/raw/raw.ts';
import { own } from '../../own.ts';
import type { PlannedContent, PlannedSeries } from '../../profile/plan/boards.ts';
import type { Measure } from '../../profile/schema/boards.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Reading, Unread } from '../readings.ts';
import type { Answers, Read } from './answers.ts';
import { nameOf } from './name.ts';
import type { PanelSeries } from './panel.ts';
import { tell } from './tell.ts';

export type Of<T extends PlannedContent['type']> = Extract<PlannedContent, { readonly type: T }>;

interface Series {
  readonly series: readonly PanelSeries[];
  readonly unread: Unread | null;
}

/** The series of a query with their names, by which they are in order. */
export function seriesOf({ expr, legend }: PlannedSeries, measure: Measure, read: Read, title: string): Series {
  const { series, unread } = read(expr);
  const told = series.map(({ labels, reading }) => ({
    ...tell(reading, measure),
    id: seriesKey(labels),
    name: nameOf(legend, labels, title),
    labels,
    expr,
    exactLabels: labels,
  }));
  return { series: told.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)), unread };
}

/** Readings of a second query by the labels of the first; of all of them, or of some. While it has no answer at all, each is unknown. */
export function beside(
  { series, unread }: Answers,
  names: readonly string[] | null,
): (labels: Labels) => Reading | null {
  const keyOf = (labels: Labels) => (names === null ? seriesKey(withoutName(labels)) : keyBy(names, labels));
  const known = new Map(series.map(({ labels, reading }) => [keyOf(labels), reading]));
  const otherwise = unread && unread.reason !== 'no-series' ? unread : null;
  return (labels) => known.get(keyOf(labels)) ?? otherwise;
}

export const keyBy = (names: readonly string[], labels: Labels): string =>
  JSON.stringify(names.map((name) => own(labels, name) ?? ''));

/** A subquery keeps the name of a metric where arithmetic drops it. */
const withoutName = (labels: Labels): Labels =>
  '__name__' in labels ? Object.fromEntries(Object.entries(labels).filter(([name]) => name !== '__name__')) : labels;
