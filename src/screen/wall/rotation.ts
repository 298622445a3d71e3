import type { State } from '../../room/shown.ts';
import { addSeconds, type Millis, type Seconds } from '../../units.ts';

/** A page of one of the rooms on a wall. */
export interface Slide {
  /** Number of the room, from 0. */
  readonly room: number;
  /** Number of its page, from 0. */
  readonly page: number;
  /** How what it shows stands. */
  readonly state: State;
}

/** What is on the wall, and since when. */
export interface Turn {
  readonly room: number;
  readonly page: number;
  readonly since: Millis;
}

/**
 * What is on the wall by now. Pages take turns; while any fails, those alone that fail, and while none is known to, those alone
 * of which it is not known. What begins to fail is shown at once.
 */
export function turned(turn: Turn | null, slides: readonly Slide[], now: Millis, every: Seconds): Turn | null {
  const shown = worth(slides);
  const at = turn === null ? -1 : shown.findIndex((slide) => isSame(slide, turn));
  const isOver = turn === null || at < 0 || now >= addSeconds(turn.since, every) || now < turn.since;
  if (!isOver) return turn;
  const next = at < 0 ? afterwards(shown, turn) : shown[(at + 1) % shown.length];
  return next === undefined ? null : { room: next.room, page: next.page, since: now };
}

/** The pages that are worth to be seen, in their order. */
function worth(slides: readonly Slide[]): readonly Slide[] {
  for (const state of ['fail', 'unknown'] as const) {
    const such = slides.filter((slide) => slide.state === state);
    if (such.length > 0) return such;
  }
  return slides;
}

const isSame = (a: Pick<Slide, 'room' | 'page'>, b: Pick<Slide, 'room' | 'page'>): boolean =>
  a.room === b.room && a.page === b.page;

/** The first that comes after what was shown, which is not among them: none is passed over for one that came and went. */
const afterwards = (shown: readonly Slide[], turn: Turn | null): Slide | undefined =>
  (turn && shown.find(({ room, page }) => room > turn.room || (room === turn.room && page > turn.page))) ?? shown[0];

/** Cells that the picture moves to the right and down, so that no pixel of the wall is always the same. */
export interface Drift {
  readonly x: number;
  readonly y: number;
}

/** How far it moves at most. */
export const DRIFT: Drift = { x: 2, y: 1 };
/** How long it stays where it is, in milliseconds. */
const STAYS = 3 * 60 * 1000;
/** Round and round, one cell at a time. */
const WAY: readonly Drift[] = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 2, y: 0 },
  { x: 2, y: 1 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

/** Where the picture stands by now. */
export const driftAt = (now: Millis): Drift => WAY[Math.floor(now / STAYS) % WAY.length] ?? { x: 0, y: 0 };
