import type { PlannedSeries } from '../../profile/plan/boards.ts';
import type { Measure } from '../../profile/schema/boards.ts';
import type { Unread } from '../readings.ts';
import type { Read } from './answers.ts';
import { type Built, built, inMeasure } from './built.ts';
import { buildHistogram } from './histogram.ts';
import { isFilled } from './name.ts';
import type { PanelSeries } from './panel.ts';
import { beside, type Of, seriesByServer, seriesOf } from './series.ts';
import { buildStatus } from './status.ts';
import { buildTable } from './table.ts';
import { shownMeasure, tell } from './tell.ts';

/** The content of a panel whose queries answer numbers. @param title names what has no labels */
export function buildContent(
  planned: Of<'stat' | 'timeseries' | 'table' | 'share' | 'status' | 'histogram' | 'gauge'>,
  read: Read,
  title: string,
): Built {
  switch (planned.type) {
    case 'stat':
      return buildStat(planned, read, title);
    case 'timeseries':
      return buildTimeseries(planned, read, title);
    case 'table':
      return buildTable(planned, read);
    case 'share':
      return buildShare(planned, read, title);
    case 'status':
      return buildStatus(planned, read);
    case 'histogram':
      return buildHistogram(planned, read);
    case 'gauge':
      return buildGauge(planned, read, title);
  }
}

function buildStat(planned: Of<'stat'>, read: Read, title: string): Built {
  const { measure, ago, trend } = planned;
  const before = ago && beside(read(ago.expr), null);
  const { series, unread } = seriesByServer(planned, measure, read, title);
  const told = series.map(({ server, ...one }) => ({
    ...one,
    before: before?.({ exactLabels: one.exactLabels, server })?.reading ?? null,
  }));
  return built(told, unread, inMeasure(measure), (shown) => ({
    type: 'stat',
    measure: shownMeasure(measure),
    ago: ago?.by ?? null,
    trend,
    series: shown,
  }));
}

function buildTimeseries({ queries, measure, stacked, min, max }: Of<'timeseries'>, read: Read, title: string): Built {
  const answered = queries.map((query) => seriesOf(query, measure, read, title));
  // Two queries may answer the same labels.
  const found = answered.flatMap((one, i) => one.series.map((own) => ({ ...own, id: `${i} ${own.id}` })));
  const lacking = answered.flatMap(({ unread }, i) => {
    const query = queries[i];
    return unread && unread.reason !== 'no-series' && query ? [lackingLine(query, unread, measure, `${i}`)] : [];
  });
  const series = found.length > 0 ? [...found, ...lacking] : [];
  // A chart of several queries is drawn of those that answer; that one does not makes it unknown all the same.
  const unread = answered.find(
    (one) => one.unread && (series.length === 0 || one.unread.reason !== 'no-series'),
  )?.unread;
  return built(series, unread ?? null, inMeasure(measure), (shown) => ({
    type: 'timeseries',
    measure: shownMeasure(measure),
    stacked,
    min,
    max,
    series: shown,
  }));
}

/** In place of what a query would draw beside others: why it is not known. */
function lackingLine({ expr, legend }: PlannedSeries, unread: Unread, measure: Measure, id: string): PanelSeries {
  const name = legend !== null && isFilled(legend, {}) ? legend : expr.text;
  return { ...tell(unread, measure), id, name, labels: {}, expr, exactLabels: {} };
}

function buildShare(planned: Of<'share'>, read: Read, title: string): Built {
  const measure = { unit: planned.unit, limit: null, thresholds: null, mappings: [] };
  const { series, unread } = seriesOf(planned, measure, read, title);
  const values = series.map(({ reading }) => (reading.known && reading.value >= 0 ? reading.value : Number.NaN));
  const whole = values.reduce((sum, value) => sum + value, 0);
  const parts = series
    .map((one, i) => {
      const part = (values[i] ?? Number.NaN) / whole;
      return { ...one, share: Number.isFinite(part) ? part : null };
    })
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
  return built(parts, unread, inMeasure(measure), (shown) => ({ type: 'share', unit: planned.unit, series: shown }));
}

function buildGauge(planned: Of<'gauge'>, read: Read, title: string): Built {
  const { measure, min, max } = planned;
  const { series, unread } = seriesOf(planned, measure, read, title);
  return built(series, unread, inMeasure(measure), (shown) => ({
    type: 'gauge',
    measure: shownMeasure(measure),
    min,
    max,
    series: shown,
  }));
}
