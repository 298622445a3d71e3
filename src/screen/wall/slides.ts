import type { Room, State } from '../../room/shown.ts';
import { worstOf } from '../core/worst.ts';
import { panelKind } from '../panels/registry.ts';
import { pagePanels } from '../panels/selection.ts';
import type { Slide } from './rotation.ts';

/** The pages of some rooms, each with how what it shows stands. What no page shows is the matter of the first one. */
export const slidesOf = (rooms: readonly Room[]): readonly Slide[] =>
  rooms.flatMap((room, number) => {
    const states = room.pages.map((_, page) => pageState(room, page));
    const isShown = states.includes(room.state);
    return states.map((state, page): Slide => {
      if (!isShown && page === 0) return { room: number, page, state: room.state };
      // A page may call a thing failing that does not weigh so much for the room, as an alert of a low tier.
      return { room: number, page, state: state === room.state ? state : 'ok' };
    });
  });

/** How what a page shows stands, at its worst. */
export const pageState = (room: Room, page: number): State =>
  worstOf(pagePanels(room, page).map((panel) => panelKind(panel, room).state(room, page)));
