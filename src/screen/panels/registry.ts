import type { PanelId } from '../../profile/schema/profile.ts';
import { drawAlerts } from './alerts.ts';
import { drawComparison } from './comparison.ts';
import { drawInfra } from './infra.ts';
import { drawJournal } from './journal.ts';
import type { DrawPanel } from './panel.ts';
import { drawRings } from './rings.ts';
import { drawTraffic } from './traffic.ts';

/** How each panel is drawn. */
export const DRAW_PANEL: Readonly<Record<PanelId, DrawPanel>> = {
  rings: drawRings,
  comparison: drawComparison,
  traffic: drawTraffic,
  alerts: drawAlerts,
  infra: drawInfra,
  journal: drawJournal,
};
