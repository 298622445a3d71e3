import type { PanelId } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import { isOfBoard, type PanelKey } from '../core/panel-key.ts';
import { alerts } from './alerts.ts';
import { boardPanel } from './board/board-panel.ts';
import { comparison } from './comparison.ts';
import { infra } from './infra.ts';
import { journal } from './journal.ts';
import type { NamedPanel, Panel } from './kind.ts';
import { onPage } from './on-page.ts';
import { rings } from './rings.ts';
import { traffic } from './traffic.ts';

/** Every panel a page may name. */
const NAMED_PANELS = {
  rings,
  comparison,
  traffic,
  alerts,
  infra,
  journal,
} as const satisfies Readonly<Record<PanelId, NamedPanel>>;

/** What there is to a panel of a name. */
export const namedPanel = (panel: PanelId): NamedPanel => NAMED_PANELS[panel];

/** What there is to a panel of a page. */
export const panelKind = (panel: PanelKey, room: Pick<Room, 'panels'>): Panel =>
  isOfBoard(panel) ? boardPanel(panel, room) : onPage(namedPanel(panel));
