import type { Timer } from '../clock.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import type { Millis } from '../units.ts';
import type { Scene, Viewing } from './session.ts';

/**
 * Asks for the room of a past instant; what is not answered is not known in it. Given up by the signal.
 * @param anew whether nothing is to be told that was answered before
 */
export type LookBack = (at: Millis, signal: AbortSignal, anew: boolean) => Promise<Scene>;

/** Servers are asked once no key has moved the instant for so long, in milliseconds: who holds a key wants its end. */
const SETTLES = 200;
/** Rooms kept; each holds the past that its charts show. */
const KEPT = 16;

/**
 * The rooms of the past that a live room goes through. Only the newest wish is asked for, earlier ones are given up; the
 * last few that were whole are kept, so that going to and fro asks nothing twice.
 */
export class PastRooms {
  readonly #look: LookBack;
  readonly #timer: Timer;
  readonly #changed: () => void;
  readonly #kept = new Map<Millis, Scene>();
  #viewing: Viewing | null = null;
  #scene: Scene | undefined;
  #abort = new AbortController();
  #cancelAsking = () => {};

  /** @param changed is called when an answer came */
  constructor(look: LookBack, timer: Timer, changed: () => void) {
    this.#look = look;
    this.#timer = timer;
    this.#changed = changed;
  }

  /** Null while the room is not of the past. */
  get viewing(): Viewing | null {
    return this.#viewing;
  }

  /** The room of the wished instant, or of the last one before it that was answered; undefined before the first. */
  get scene(): Scene | undefined {
    return this.#scene;
  }

  go(at: Millis, anew = false): void {
    this.#giveUp();
    const known = this.#kept.get(at);
    if (known) {
      this.#shows(at, known);
      return;
    }
    this.#viewing = { at, asking: true };
    this.#cancelAsking = this.#timer.after(SETTLES, () => void this.#ask(at, anew));
  }

  /** Asks for the instant once more, whatever was answered. */
  again(): void {
    const { viewing } = this;
    if (viewing === null) return;
    this.#kept.delete(viewing.at);
    this.go(viewing.at, true);
  }

  leave(): void {
    this.#giveUp();
    this.#viewing = null;
    this.#scene = undefined;
  }

  #giveUp(): void {
    this.#cancelAsking();
    this.#abort.abort();
  }

  async #ask(at: Millis, anew: boolean): Promise<void> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      const scene = await this.#look(at, signal, anew);
      if (signal.aborted) return;
      this.#shows(at, scene);
    } catch (error) {
      if (signal.aborted) return;
      this.#viewing = { at, failed: sanitiseLine(error instanceof Error ? error.message : String(error)) };
    }
    this.#changed();
  }

  #shows(at: Millis, scene: Scene): void {
    this.#viewing = { at };
    this.#scene = scene;
    this.#kept.delete(at);
    // A server that did not answer may do so the next time.
    if (scene.room.sources.every(({ state }) => state === 'ok')) this.#kept.set(at, scene);
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(oldest);
  }
}
