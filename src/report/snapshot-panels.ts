import { limitNumbers } from '../limits/record.ts';
import { writeQuery } from '../profile/written-query.ts';
import type { PanelContent, PanelSeries, RoomPanel, ShownMeasure, Told } from '../room/boards/panel.ts';
import type { Millis } from '../units.ts';
import { unreadReason } from '../wording/readings.ts';
import type { Snapshot } from './schema/snapshot.ts';
import { numberOf, reasonOf } from './snapshot-number.ts';

type Published = Snapshot['panels'][number];

/** A panel of a board in the published form. */
export const toPanel = (
  { page, id, title, repeat, state, unread, more, content }: RoomPanel,
  now: Millis,
): Published => ({
  page,
  id,
  title,
  ...(repeat && { repeat: { ...repeat } }),
  state,
  ...(unread && { reason: unreadReason(unread, now) }),
  more,
  content: toContent(content, now),
});

function toContent(content: PanelContent, now: Millis): Published['content'] {
  switch (content.type) {
    case 'stat':
      return {
        type: 'stat',
        ...toMeasure(content.measure),
        series: content.series.map(({ before, ...one }) => ({
          ...toSeries(one, now),
          ...(before && { before: numberOf(before) }),
        })),
      };
    case 'timeseries':
    case 'gauge':
      return {
        type: content.type,
        ...toMeasure(content.measure),
        series: content.series.map((one) => toSeries(one, now)),
      };
    case 'table':
      return {
        type: 'table',
        columns: content.columns.map(({ id, label, ...measure }) => ({ id, label, ...toMeasure(measure) })),
        rows: content.rows.map(({ labels, state, cells }) => ({
          labels,
          state,
          cells: cells.map((cell) => cell && toTold(cell, now)),
        })),
      };
    case 'share':
      return {
        type: 'share',
        unit: content.unit,
        parts: content.series.map(({ share, ...one }) => ({ ...toSeries(one, now), share })),
      };
    case 'status':
      return {
        type: 'status',
        unit: content.measure.unit,
        items: content.items.map(({ standing, response, code, ...one }) => ({
          ...toSeries(one, now),
          standing,
          ...(response && { response: numberOf(response) }),
          ...(code && { code: numberOf(code) }),
        })),
      };
    case 'histogram':
      return {
        type: 'histogram',
        unit: content.unit,
        buckets: content.buckets.map(({ le, reading }) => ({
          le: Number.isFinite(le) ? le : '+Inf',
          value: numberOf(reading),
          ...reasonOf(reading, now),
        })),
      };
    case 'alerts':
      return { type: 'alerts', matchers: [...content.matchers], fingerprints: [...content.alerts] };
    case 'logs':
      return {
        type: 'logs',
        query: writeQuery(content.expr),
        lines: content.lines.map(({ at, level, text, labels }) => ({
          at: new Date(at).toISOString(),
          level,
          text,
          labels: { ...labels },
        })),
      };
    case 'slo':
    case 'sla':
      return { type: content.type, ids: [...content.ids] };
    case 'text':
      return content;
  }
}

const toMeasure = ({ unit, limit }: ShownMeasure) => ({ unit, ...(limit !== null && limitNumbers(limit)) });

const toSeries = ({ name, labels, ...told }: PanelSeries, now: Millis) => ({
  name,
  labels: { ...labels },
  ...toTold(told, now),
});

const toTold = ({ reading, state, text }: Told, now: Millis) => ({
  value: numberOf(reading),
  state,
  ...(text !== null && { text }),
  ...reasonOf(reading, now),
});
