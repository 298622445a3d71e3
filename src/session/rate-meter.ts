import { type Millis, type PerSecond, perSecond } from '../units.ts';

/** Over how long it is measured, in milliseconds. */
const SPAN = 5000;

/** How many things happen each second, of late. */
export class RateMeter {
  #counts: { readonly at: Millis; count: number }[] = [];
  #since: Millis | null = null;

  count(n: number, at: Millis): void {
    this.#since ??= at;
    const last = this.#counts.at(-1);
    if (last?.at === at) last.count += n;
    else this.#counts.push({ at, count: n });
    this.#forget(at);
  }

  at(now: Millis): PerSecond {
    this.#forget(now);
    const span = Math.min(SPAN, Math.max(1000, now - (this.#since ?? now)));
    return perSecond((this.#counts.reduce((sum, { count }) => sum + count, 0) / span) * 1000);
  }

  clear(): void {
    this.#counts = [];
    this.#since = null;
  }

  #forget(now: Millis): void {
    const first = this.#counts.findIndex(({ at }) => at > now - SPAN);
    if (first !== 0) this.#counts.splice(0, first < 0 ? this.#counts.length : first);
  }
}
