import { asQueries, type Query } from '../query.ts';
import type { PlannedPanel } from './boards.ts';

/** Queries of a panel that are asked at each refresh. */
export function panelQueries({ content }: PlannedPanel): readonly Query[] {
  switch (content.type) {
    case 'stat':
      return asQueries(content.expr, content.ago?.expr);
    case 'timeseries':
      return content.queries.map(({ expr }) => expr);
    case 'table':
      return content.columns.map(({ expr }) => expr);
    case 'status':
      return asQueries(content.expr, content.response, content.code);
    case 'share':
    case 'histogram':
    case 'gauge':
      return [content.expr];
    case 'alerts':
    case 'logs':
    case 'text':
    case 'slo':
    case 'sla':
      return [];
  }
}

/** Those of which the past is drawn, series by series: not what a value was long ago, nor a code. */
export function panelPasts(panel: PlannedPanel): readonly Query[] {
  const { content } = panel;
  switch (content.type) {
    case 'stat':
      return [content.expr];
    case 'status':
      return asQueries(content.expr, content.response);
    default:
      return panelQueries(panel);
  }
}
