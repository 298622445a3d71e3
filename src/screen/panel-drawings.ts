import type { PanelId } from '../profile/schema/profile.ts';
import { drawAlerts } from './panels/alerts.ts';
import { drawComparison } from './panels/comparison.ts';
import { drawInfra } from './panels/infra.ts';
import { drawJournal } from './panels/journal.ts';
import type { DrawPanel } from './panels/panel.ts';
import { drawRings } from './panels/rings.ts';
import { drawTraffic } from './panels/traffic.ts';

/** How each panel is drawn. */
export const DRAW_PANEL: Readonly<Record<PanelId, DrawPanel>> = {
  rings: drawRings,
  comparison: drawComparison,
  traffic: drawTraffic,
  alerts: drawAlerts,
  infra: drawInfra,
  journal: drawJournal,
};
