import type { Timer } from '../../clock.ts';
import type { SourceError } from '../../sources/error.ts';
import type { Loki } from '../../sources/loki/types.ts';
import { type Millis, millis } from '../../units.ts';

/** After a server could not be asked, how long until it is asked again, in milliseconds; the last goes on for ever. */
const PAUSES = [3000, 5000, 10_000, 30_000] as const;
/** What may be over by itself. */
const PASSING: readonly SourceError['kind'][] = ['timeout', 'unreachable', 'rate-limited', 'server', 'bad-body'];

/** Asks again by itself for what could not be had, after longer and longer pauses. */
export class LogRetry {
  readonly #loki: Partial<Pick<Loki, 'ready'>>;
  readonly #clock: Timer;
  readonly #again: () => void;
  #cancel = () => {};
  /** How often in a row it could not be asked. */
  #failures = 0;

  constructor(loki: Partial<Pick<Loki, 'ready'>>, clock: Timer, again: () => void) {
    this.#loki = loki;
    this.#clock = clock;
    this.#again = again;
  }

  /** When it is asked again after this error; null when that would not help. */
  after({ kind }: SourceError): Millis | null {
    if (!PASSING.includes(kind)) return null;
    const pause = PAUSES[Math.min(this.#failures, PAUSES.length - 1)] ?? 0;
    this.#failures += 1;
    this.#cancel();
    this.#cancel = this.#clock.after(pause, () => this.#again());
    return millis(this.#clock.now() + pause);
  }

  /** Why it failed, in better words: while it starts it answers anything with an error of its own, and only there says why. */
  async reason({ kind }: SourceError, signal: AbortSignal): Promise<SourceError | null> {
    if (kind !== 'server') return null;
    const ready = await this.#loki.ready?.(signal);
    return ready && !ready.ok && ready.error.kind === 'server' ? ready.error : null;
  }

  /** It answered, or the reader asks: the next pause is the shortest again. */
  begin(): void {
    this.#failures = 0;
  }

  stop(): void {
    this.#cancel();
  }
}
