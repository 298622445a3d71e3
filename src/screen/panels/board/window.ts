import type { Query } from '../../../profile/query.ts';
import { usualWindow } from '../../../room/rings/query-window.ts';
import type { Seconds } from '../../../units.ts';
import { once } from '../../core/once.ts';
import type { Content } from './kind.ts';

/** The queries of each value that a panel shows. */
function queriesOf(content: Content): readonly (readonly Query[])[] {
  switch (content.type) {
    case 'stat':
    case 'timeseries':
    case 'share':
    case 'gauge':
      return content.series.map(({ expr }) => [expr]);
    case 'table':
      return content.rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell ? [[cell.expr]] : [])));
    case 'histogram':
      return content.buckets.map(({ expr }) => [expr]);
    // What is up or not is of one instant; alerts, logs and texts are no numbers, and objectives name their windows.
    case 'status':
    case 'alerts':
    case 'logs':
    case 'text':
    case 'slo':
    case 'sla':
      return [];
  }
}

/** Over how long most of its values are taken; null where its queries do not say. */
export const contentWindow = once((content: Content): Seconds | null => usualWindow(queriesOf(content)));
