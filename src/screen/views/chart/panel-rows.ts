import type { PanelContent, RoomPanel } from '../../../room/shown.ts';
import { urgency } from '../../core/worst.ts';

/** The row of a panel that stands worst; of one without rows its first. */
export const worstRow = ({ content }: Pick<RoomPanel, 'content'>): string =>
  rowsOf(content).toSorted((a, b) => urgency(a) - urgency(b))[0]?.id ?? '';

/** The rows of what a panel shows, as far as each stands in some way. */
export function rowsOf(content: PanelContent): readonly { readonly id: string; readonly state: RoomPanel['state'] }[] {
  switch (content.type) {
    case 'status':
      return content.items;
    case 'table':
      return content.rows;
    case 'stat':
    case 'gauge':
    case 'share':
    case 'timeseries':
      return content.series;
    default:
      return [];
  }
}
