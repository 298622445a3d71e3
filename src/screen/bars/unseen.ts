import type { PanelId } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import { joined, safe } from '../../text/safe.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { type Line, run } from '../canvas/runs.ts';
import { worstFirst } from '../core/worst.ts';
import { panelKind } from '../panels/registry.ts';
import { pagePanels } from '../panels/selection.ts';

/** The panels of a page that the terminal has no room for and in which something fails or is unknown: the number is their key. */
export function unseenLine(room: Room, page: number, drawn: readonly PanelId[], glyphs: Glyphs): Line {
  const hidden = pagePanels(room, page).flatMap((panel, i) => {
    const state = drawn.includes(panel) ? 'ok' : panelKind(panel).state(room, page);
    return state === 'fail' || state === 'unknown' ? [{ state, name: safe(`${i + 1} ${panelKind(panel).title}`) }] : [];
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
