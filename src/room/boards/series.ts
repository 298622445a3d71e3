import { seriesKey } from '../../frames/raw/raw.ts';
import { own } from '../../own.ts';
import type { PlannedContent, PlannedSeries } from '../../profile/plan/boards.ts';
import type { Measure } from '../../profile/schema/boards.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { ReadSeries, Unread } from '../readings.ts';
import type { Answers, Read } from './answers.ts';
import { isFilled, nameOf } from './name.ts';
import type { PanelSeries } from './panel.ts';
import { tell } from './tell.ts';

export type Of<T extends PlannedContent['type']> = Extract<PlannedContent, { readonly type: T }>;

interface Series<T extends PanelSeries = PanelSeries> {
  readonly series: readonly T[];
  readonly unread: Unread | null;
}

interface OfServer extends PanelSeries {
  /** Of several servers the one that has it. */
  readonly server: string | null;
}

/** The series of a query with their names, by which they are in order. */
export function seriesOf(planned: PlannedSeries, measure: Measure, read: Read, title: string): Series {
  const { series, unread } = seriesByServer(planned, measure, read, title);
  return { series: series.map(({ server: _, ...one }) => one), unread };
}

/** The same, each with its server. */
export function seriesByServer(
  { expr, legend }: PlannedSeries,
  measure: Measure,
  read: Read,
  title: string,
): Series<OfServer> {
  const { series, unread } = read(expr);
  const common = legend === null ? commonIn(series.map(({ labels }) => labels)) : [];
  const named = series.map((one) => ({ ...one, name: nameIn(one, legend, title, common) }));
  const byName = Map.groupBy(named, ({ name }) => name);
  const told = named.map(({ name, labels, reading, server }): OfServer => {
    const isOfSeveral = new Set(byName.get(name)?.map((one) => one.server)).size > 1;
    return {
      ...tell(reading, measure),
      id: isOfSeveral ? `${server} ${seriesKey(labels)}` : seriesKey(labels),
      name: isOfSeveral ? `${name} (${server})` : name,
      labels,
      expr,
      exactLabels: labels,
      server,
    };
  });
  return { series: told.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)), unread };
}

/** A silent server has the labels of its own alone: where the legend asks for others, its name stands there. */
function nameIn(
  { labels, silent, server }: ReadSeries,
  legend: string | null,
  title: string,
  common: readonly string[],
): string {
  const isNamed = legend === null || !silent || isFilled(legend, labels);
  if (!isNamed) return server ?? title;
  const telling = Object.fromEntries(Object.entries(labels).filter(([name]) => !common.includes(name)));
  return nameOf(legend, Object.keys(telling).length > 0 ? telling : labels, title);
}

/** Labels that have one value in all of several series: they tell none from another. */
function commonIn([first, ...others]: readonly Labels[]): readonly string[] {
  if (first === undefined || others.length === 0) return [];
  return Object.entries(first)
    .filter(([name, value]) => others.every((labels) => own(labels, name) === value))
    .map(([name]) => name);
}

/** What a second query says beside a series of the first. */
type Beside = (one: Pick<OfServer, 'exactLabels' | 'server'>) => Pick<ReadSeries, 'labels' | 'reading'> | null;

/**
 * Series of a second query by the labels of the first, of all of them or of some, and of the same server. While it, or that
 * server, has no answer at all, each is unknown.
 */
export function beside({ series, unread }: Answers, names: readonly string[] | null): Beside {
  const keyOf = (labels: Labels, server: string | null) =>
    `${server} ${names === null ? seriesKey(withoutName(labels)) : keyBy(names, labels)}`;
  const known = new Map(series.map((one) => [keyOf(one.labels, one.server), one]));
  const silent = new Map(series.filter((one) => one.silent).map((one) => [one.server, one]));
  const otherwise = unread && unread.reason !== 'no-series' ? { labels: {}, reading: unread } : null;
  return ({ exactLabels, server }) => known.get(keyOf(exactLabels, server)) ?? silent.get(server) ?? otherwise;
}

export const keyBy = (names: readonly string[], labels: Labels): string =>
  JSON.stringify(names.map((name) => own(labels, name) ?? ''));

/** A subquery keeps the name of a metric where arithmetic drops it. */
const withoutName = (labels: Labels): Labels =>
  '__name__' in labels ? Object.fromEntries(Object.entries(labels).filter(([name]) => name !== '__name__')) : labels;
