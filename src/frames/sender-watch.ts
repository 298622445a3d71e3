import type { Outcome } from '../sources/error.ts';
import type { AlertSender } from '../sources/prometheus/types.ts';
import type { Millis } from '../units.ts';

export interface SenderSource {
  alertSender(signal?: AbortSignal): Promise<Outcome<AlertSender>>;
}

/** A server that restarts is noticed within so many milliseconds. */
const EVERY = 60_000;

/** Asks now and then how Prometheus sends alerts. */
export class SenderWatch {
  #next = Number.NEGATIVE_INFINITY;

  /** Undefined where it is not asked this time, or not answered before the frame's patience ends. */
  async turn(
    source: SenderSource,
    at: Millis,
    patience: Promise<void>,
    signal?: AbortSignal,
  ): Promise<Outcome<AlertSender> | undefined> {
    // A next time further off than any pause means that the clock was set back.
    if (at < this.#next && this.#next - at <= EVERY) return undefined;
    const answer = await Promise.race([source.alertSender(signal), patience]);
    if (answer) this.#next = at + EVERY;
    return answer ?? undefined;
  }
}
