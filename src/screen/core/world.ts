import type { PanelId } from '../../profile/schema/profile.ts';
import type { Ring, Room } from '../../room/shown.ts';
import type { LogsNow } from '../../session/logs/scene.ts';
import type { Scene } from '../../session/session.ts';
import type { Millis } from '../../units.ts';
import type { Keymap } from './keymap.ts';
import { pagePanels, selectedId, visibleIds } from './rows.ts';
import type { ScreenState } from './state.ts';

/** Everything outside the screen's own state that a key press may depend on. */
export interface World {
  readonly scene: Scene | undefined;
  readonly keymap: Keymap;
  /** Names of the themes, in the order `t` goes through them. */
  readonly themes: readonly string[];
  /** Why every act is disabled, or null. */
  readonly readOnly: string | null;
  /** Rows of the longest list on the screen: what "one screenful" means. */
  readonly screenful: number;
  /** How far what lies on top of a screen scrolls, in lines. */
  readonly scrollEnd: (state: ScreenState) => number;
  /** Cells of a row of a page that fills the screen. */
  readonly pageWidth: number;
  readonly operator: string;
  readonly now: Millis;
  /** False on a terminal too small for any dialog: nothing may be asked or done there. */
  readonly dialogsFit: boolean;
  /** Null when there are no logs to ask for. */
  readonly logs: LogsNow | null;
}

/** The time logs are looked at from: a tape has its own, and a room that stands still is of the past. */
export const logTime = ({ scene, now }: World): Millis =>
  scene !== undefined && (scene.playback.kind === 'tape' || scene.playback.paused) ? scene.room.at : now;

/** Where logs end: open, for whatever comes; but beside a room that stands still they are of its time. */
export const logEnd = (scene: Scene | undefined, to: Millis | null = null): Millis | null =>
  to ?? (scene?.playback.kind === 'live' && scene.playback.paused ? scene.room.at : null);

/** The panel keys go to: the chosen one while the page has it, else the page's first. */
export function focusedPanel(state: ScreenState, room: Room): PanelId | null {
  const panels = pagePanels(room, state.page);
  return state.focus !== null && panels.includes(state.focus) ? state.focus : (panels[0] ?? null);
}

/** The selected row of the panel with the focus. */
export function selection(state: ScreenState, room: Room): { readonly panel: PanelId; readonly id: string } | null {
  const panel = focusedPanel(state, room);
  if (panel === null) return null;
  const id = selectedId(visibleIds(panel, room, state.page, state.filter), state.cursors[panel]);
  return id === undefined ? null : { panel, id };
}

/** The ring an act on rings means: the one in view, or the one selected in the rings panel. */
export function targetRing(state: ScreenState, room: Room): Ring | undefined {
  const view = state.views.at(-1);
  if (view?.kind === 'ring') return room.rings.find((ring) => ring.id === view.ring);
  if (view !== undefined) return undefined;
  const chosen = selection(state, room);
  return chosen?.panel === 'rings' ? room.rings.find((ring) => ring.id === chosen.id) : undefined;
}

/** The alert an act on alerts means: the one in view, or the one selected in the alerts panel. */
export function targetAlert(state: ScreenState, room: Room) {
  const view = state.views.at(-1);
  if (view?.kind === 'alert') return room.alerts.list.find((alert) => alert.fingerprint === view.fingerprint);
  if (view !== undefined) return undefined;
  const chosen = selection(state, room);
  return chosen?.panel === 'alerts' ? room.alerts.list.find((alert) => alert.fingerprint === chosen.id) : undefined;
}
