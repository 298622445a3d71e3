import { PANELS } from '../../profile/schema/panels.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { isOfBoard, type PanelKey } from '../core/panel-key.ts';

/** Panels that a key of their own leads to. */
const WITH_KEY = 9;

/** The title of a panel behind its number, from 1, where that is its key. */
export const numbered = (number: number, title: Safe): Safe => (number > WITH_KEY ? title : safe(`${number} ${title}`));

/**
 * The number of each panel of a page, which its title and its key have. A panel of a name has one number on every page;
 * those of a board have, in their order, the numbers that these leave free.
 */
export function numbersOf(panels: readonly PanelKey[]): ReadonlyMap<PanelKey, number> {
  const named = new Map<PanelKey, number>(
    panels.flatMap((panel) => (isOfBoard(panel) ? [] : [[panel, PANELS.indexOf(panel) + 1] as const])),
  );
  const taken = new Set(named.values());
  let last = 0;
  const free = (): number => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  return new Map(panels.map((panel) => [panel, isOfBoard(panel) ? free() : (named.get(panel) ?? free())]));
}

/** The panel of a page that has a number. */
export const panelOfNumber = (panels: readonly PanelKey[], number: number): PanelKey | undefined =>
  [...numbersOf(panels)].find(([, own]) => own === number)?.[0];
