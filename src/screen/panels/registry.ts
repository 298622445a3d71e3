import type { PanelId } from '../../profile/schema/panels.ts';
import { alerts } from './alerts.ts';
import { comparison } from './comparison.ts';
import { infra } from './infra.ts';
import { journal } from './journal.ts';
import type { Panel } from './kind.ts';
import { rings } from './rings.ts';
import { traffic } from './traffic.ts';

/** Every panel a page may name. */
const PANEL_KINDS = {
  rings,
  comparison,
  traffic,
  alerts,
  infra,
  journal,
} as const satisfies Readonly<Record<PanelId, Panel>>;

/** What there is to a panel. */
export const panelKind = (panel: PanelId): Panel => PANEL_KINDS[panel];
