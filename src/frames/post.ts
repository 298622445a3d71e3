import { failed, type Outcome, type SourceError } from '../sources/error.ts';
import type { Backoff } from '../sources/http/backoff.ts';
import type { Millis } from '../units.ts';

/** What came of a turn, and the instant it is about: that of the frame in which it was asked. */
export interface Turn<T> {
  readonly askedAt: Millis;
  readonly outcome: Outcome<T>;
}

/**
 * Where one server is asked from. A question that outlives a frame's patience goes on, and its answer belongs to a later
 * frame; meanwhile, and while it is backed off after failures, nothing new is asked of that server.
 */
export class Post<T> {
  readonly id: string;
  readonly #backoff: Backoff;
  #inFlight: Promise<Turn<T>> | undefined;
  #lastError: SourceError | undefined;

  constructor(id: string, backoff: Backoff) {
    this.id = id;
    this.#backoff = backoff;
  }

  /**
   * @param ask never rejects
   * @param patience resolves when this frame waits no longer
   */
  async turn(now: Millis, ask: () => Promise<Outcome<T>>, patience: Promise<void>): Promise<Turn<T>> {
    const failedNow = (error: SourceError) => ({ askedAt: now, outcome: failed(error) });
    if (this.#lastError && !this.#inFlight && !this.#backoff.shouldTry(now)) return failedNow(this.#lastError);
    this.#inFlight ??= ask().then((outcome) => ({ askedAt: now, outcome }));
    const turn = await Promise.race([this.#inFlight, patience]);
    if (!turn) return failedNow({ kind: 'timeout', message: `${this.id} has not answered yet.` });
    this.#inFlight = undefined;
    const { outcome } = turn;
    if (outcome.ok) {
      this.#backoff.succeeded();
      this.#lastError = undefined;
    } else {
      this.#backoff.failed(now);
      this.#lastError = outcome.error;
    }
    return turn;
  }
}
