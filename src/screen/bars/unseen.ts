import type { PanelId } from '../../profile/schema/profile.ts';
import { failsStill } from '../../room/rings/roll-back.ts';
import type { Ring, Room, State } from '../../room/shown.ts';
import { joined, safe } from '../../text/safe.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { type Line, run } from '../canvas/runs.ts';
import { pageInfra, pagePanels } from '../core/rows.ts';
import { worstFirst } from '../core/worst.ts';
import { PANEL_TITLES } from '../panels/panel.ts';

/** The panels of a page that the terminal has no room for and in which something fails or is unknown: the number is their key. */
export function unseenLine(room: Room, page: number, drawn: readonly PanelId[], glyphs: Glyphs): Line {
  const hidden = pagePanels(room, page).flatMap((panel, i) => {
    const state = drawn.includes(panel) ? 'ok' : stateOf(panel, room, page);
    return state === 'fail' || state === 'unknown' ? [{ state, name: safe(`${i + 1} ${PANEL_TITLES[panel]}`) }] : [];
  });
  const [worst] = worstFirst(hidden);
  if (worst === undefined) return [];
  const names = joined(
    hidden.map(({ name }) => name),
    ', ',
  );
  const count = safe(hidden.length === 1 ? '1 panel' : `${hidden.length} panels`);
  return [run(`${glyphs[worst.state]} ${count} hidden: ${names}`, worst.state, { bold: true })];
}

/** How a panel stands at its worst. */
function stateOf(panel: PanelId, room: Room, page: number): State {
  const worst = (states: readonly State[]) => worstFirst(states.map((state) => ({ state })))[0]?.state ?? 'ok';
  switch (panel) {
    case 'rings':
      return worst(room.rings.map(ringState));
    case 'comparison':
      return worst(
        room.comparison ? [room.comparison.verdict.level, ...room.comparison.metrics.map((m) => m.state)] : [],
      );
    case 'traffic':
      return room.traffic?.state ?? 'ok';
    case 'alerts':
      if (room.alerts.counts.firing > 0) return 'fail';
      return room.alerts.freshness === 'ok' ? 'ok' : 'unknown';
    case 'infra':
      return worst(pageInfra(room, page).map(({ state }) => state));
    case 'journal':
      return 'ok';
  }
}

const ringState = (ring: Ring): State =>
  ring.state === 'failing' || (ring.state === 'rolled-back' && failsStill(ring))
    ? 'fail'
    : ring.state === 'unknown'
      ? 'unknown'
      : 'ok';
