import type { ActionId } from './kinds.ts';

/** How far the keys that go through rows go, in rows; `screenful` is the height of the list. */
const DISTANCES = {
  up: () => -1,
  down: () => 1,
  first: () => -Infinity,
  last: () => Infinity,
  'page-up': (screenful: number) => -screenful,
  'page-down': (screenful: number) => screenful,
  'half-page-up': (screenful: number) => -Math.ceil(screenful / 2),
  'half-page-down': (screenful: number) => Math.ceil(screenful / 2),
} as const satisfies Partial<Record<ActionId, (screenful: number) => number>>;

export type Moving = keyof typeof DISTANCES;

const isMoving = (action: ActionId): action is Moving => Object.hasOwn(DISTANCES, action);

/** How far an action goes, in rows; null when it does not move. */
export const distance = (action: ActionId, screenful: number): number | null =>
  isMoving(action) ? DISTANCES[action](screenful) : null;
