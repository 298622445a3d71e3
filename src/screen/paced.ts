import type { Timer } from '../clock.ts';
import { Pace } from '../pace.ts';
import type { LogScene } from '../session/logs/scene.ts';
import type { Scene, Session } from '../session/session.ts';

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
  readonly #pace: Pace;
  readonly #listeners = new Set<() => void>();
  #shown: Shown;
  #stop = () => {};

  constructor(session: Session, timer: Timer) {
    this.#session = session;
    this.#pace = new Pace(timer, PACE, () => this.#show());
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
      this.#pace.stop();
    };
  };

  /** Shows the newest now: the operator did something and looks for what came of it. */
  readonly catchUp = (): void => this.#pace.now();

  #show(): boolean {
    const { scene, logs } = this.#newest();
    if (scene === this.#shown.scene && logs === this.#shown.logs) return false;
    this.#shown = { scene, logs };
    for (const listener of [...this.#listeners]) listener();
    return true;
  }

  #newest(): Shown {
    return { scene: this.#session.scene(), logs: this.#session.logs?.scene() };
  }

  #start(): void {
    const heard = () => this.#pace.promptly();
    const unsubscribe = [this.#session.subscribe(heard), this.#session.logs?.subscribe(heard)];
    this.#stop = () => {
      for (const end of unsubscribe) end?.();
    };
  }
}
