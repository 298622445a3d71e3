import type { Timer } from '../clock.ts';
import type { LogScene } from '../session/logs/scene.ts';
import type { Scene, Session } from '../session/session.ts';
import type { Millis } from '../units.ts';

/** What the screen is drawn from. */
export interface Shown {
  readonly scene: Scene | undefined;
  readonly logs: LogScene | undefined;
}

/** Between two changes that nobody asked for, in milliseconds. */
const PACE = 250;

/** Room and logs as they are shown: whatever comes, they change together and at most four times a second. */
export class PacedView {
  readonly #session: Session;
  readonly #timer: Timer;
  readonly #listeners = new Set<() => void>();
  #shown: Shown;
  #changedAt: Millis | null = null;
  #cancel: (() => void) | null = null;
  #stop = () => {};

  constructor(session: Session, timer: Timer) {
    this.#session = session;
    this.#timer = timer;
    this.#shown = this.#newest();
  }

  readonly shown = (): Shown => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) this.#start();
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop();
      this.#cancel?.();
      this.#cancel = null;
    };
  };

  /** Shows the newest now: the operator did something and looks for what came of it. */
  readonly catchUp = (): void => {
    this.#cancel?.();
    this.#cancel = null;
    const { scene, logs } = this.#newest();
    if (scene === this.#shown.scene && logs === this.#shown.logs) return;
    this.#shown = { scene, logs };
    this.#changedAt = this.#timer.now();
    for (const listener of [...this.#listeners]) listener();
  };

  #newest(): Shown {
    return { scene: this.#session.scene(), logs: this.#session.logs?.scene() };
  }

  #start(): void {
    const unsubscribe = [this.#session.subscribe(this.#heard), this.#session.logs?.subscribe(this.#heard)];
    this.#stop = () => {
      for (const end of unsubscribe) end?.();
    };
  }

  readonly #heard = (): void => {
    if (this.#cancel !== null) return;
    const wait = this.#changedAt === null ? 0 : this.#changedAt + PACE - this.#timer.now();
    if (wait <= 0) this.catchUp();
    else this.#cancel = this.#timer.after(wait, this.catchUp);
  };
}
