import type { Room } from '../../room/shown.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { type Line, run } from '../canvas/runs.ts';
import type { PanelKey } from '../core/panel-key.ts';
import { worstFirst } from '../core/worst.ts';
import { numbered, pageNumbers } from '../panels/number.ts';
import { isBoard } from '../panels/page.ts';
import { panelKind } from '../panels/registry.ts';

/** The panels of a page that the terminal has no room for: in which something fails or is unknown, and of a board how many there are. */
export function unseenLine(room: Room, page: number, drawn: readonly PanelKey[], glyphs: Glyphs): Line {
  const seen = new Set(drawn);
  const hidden = [...pageNumbers(room, page)].flatMap(([panel, number]) => {
    if (seen.has(panel)) return [];
    const kind = panelKind(panel, room);
    return [{ state: kind.state(room, page), name: numbered(number, kind.title) }];
  });
  if (isBoard(room, page)) return moreLine(hidden, glyphs);
  const bad = hidden.filter(({ state }) => state === 'fail' || state === 'unknown');
  const [worst] = worstFirst(bad);
  if (worst === undefined) return [];
  const names = joined(
    bad.map(({ name }) => name),
    ', ',
  );
  const count = safe(bad.length === 1 ? '1 panel' : `${bad.length} panels`);
  return [run(`${glyphs[worst.state]} ${count} hidden: ${names}`, worst.state, { bold: true })];
}

type Hidden = Parameters<typeof worstFirst>[0][number] & { readonly name: Safe };

/** How many more panels a board has, and the worst of them where one is not well. */
function moreLine(hidden: readonly Hidden[], glyphs: Glyphs): Line {
  const [worst] = worstFirst(hidden);
  if (worst === undefined) return [];
  const count = run(`+${hidden.length} more ${hidden.length === 1 ? 'panel' : 'panels'}`, 'accent');
  if (worst.state === 'ok') return [count];
  return [count, run(`, worst ${glyphs[worst.state]} ${worst.name}`, worst.state, { bold: true })];
}
