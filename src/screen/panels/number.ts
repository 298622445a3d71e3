import { PANELS } from '../../profile/schema/panels.ts';
import type { Room } from '../../room/shown.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { once } from '../core/once.ts';
import { isOfBoard, type PanelKey } from '../core/panel-key.ts';
import { pagePanels } from './selection.ts';

/** Panels that a key of their own leads to. */
const WITH_KEY = 9;

/** The title of a panel behind its number, from 1, where that is its key. */
export const numbered = (number: number, title: Safe): Safe => (number > WITH_KEY ? title : safe(`${number} ${title}`));

/** The number of each panel of a page of a room. */
export const pageNumbers = (room: Room, page: number): ReadonlyMap<PanelKey, number> =>
  numbersOf(pagePanels(room, page), panelsOfAll(room));

/** The panels of every page. */
const panelsOfAll = once((room: Room): readonly PanelKey[] => room.pages.flatMap((_, page) => pagePanels(room, page)));

/**
 * The number of each panel of a page, which its title and its key have. A panel of a name has one number on every page;
 * those of a board have, in their order, the numbers that these leave free, on whatever page they stand.
 * @param all the panels of every page
 */
export function numbersOf(panels: readonly PanelKey[], all: readonly PanelKey[]): ReadonlyMap<PanelKey, number> {
  const named = new Map<PanelKey, number>(
    [...panels, ...all].flatMap((panel) => (isOfBoard(panel) ? [] : [[panel, PANELS.indexOf(panel) + 1] as const])),
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
export const panelOfNumber = (room: Room, page: number, number: number): PanelKey | undefined =>
  [...pageNumbers(room, page)].find(([, own]) => own === number)?.[0];
