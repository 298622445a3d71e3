import type { Frame } from '../frames/frame.ts';
import { History } from '../frames/history.ts';
import type { Playing, Reel } from '../frames/tape/reel.ts';
import type { Plan } from '../profile/plan/plan.ts';
import type { Millis } from '../units.ts';

/** What is known by a frame, and what is yet to come. */
interface Played {
  readonly history: History;
  readonly playing: Playing;
  readonly newest: Frame;
}

/**
 * A tape as far as it was played. Judging cannot go back, so that before its newest frame it is played anew; what was known where it
 * was left is kept meanwhile, so that the way back there is none.
 */
export class PlayedTape {
  readonly #plan: Plan;
  readonly #reel: Reel;
  readonly #seen: (frame: Frame) => Frame;
  #history: History;
  /** Gives the frames that are not in the history yet. */
  #playing: Playing;
  #newest: Frame | undefined;
  #left: Played | undefined;

  /** @param seen a frame with what was done in the tape's own room */
  constructor(plan: Plan, reel: Reel, seen: (frame: Frame) => Frame) {
    this.#plan = plan;
    this.#reel = reel;
    this.#seen = seen;
    this.#history = new History(plan);
    this.#playing = reel.play();
  }

  get history(): History {
    return this.#history;
  }

  /** The last frame in the history. */
  get newest(): Frame | undefined {
    return this.#newest;
  }

  isDue(now: Millis): boolean {
    return this.#playing.isDue(now);
  }

  /** Makes ready for an instant that may lie before the newest frame. @param leaves whether what is known now is come back to */
  aim(now: Millis, leaves: boolean): void {
    if (this.#newest && this.#newest.at > now) {
      if (leaves) this.#left ??= { history: this.#history, playing: this.#playing, newest: this.#newest };
      this.#history = new History(this.#plan);
      this.#playing = this.#reel.play();
      this.#newest = undefined;
    }
    if (this.#left && this.#left.newest.at <= now) this.#takeUp(this.#left);
  }

  /** Plays so many frames at most. @returns whether all were played that are due */
  playOn(now: Millis, most: number): boolean {
    for (let played = 0; played < most; played += 1) {
      const next = this.#playing.next(now);
      if (!next) return true;
      this.#history.extend(this.#seen(next));
      this.#newest = next;
    }
    return !this.#playing.isDue(now);
  }

  /** Looks at the newest frame again, after something was done. */
  again(): void {
    if (this.#newest) this.#history.extend(this.#seen(this.#newest));
  }

  #takeUp({ history, playing, newest }: Played): void {
    this.#history = history;
    this.#playing = playing;
    this.#newest = newest;
    this.#left = undefined;
    // Something may have been done since.
    this.again();
  }
}
