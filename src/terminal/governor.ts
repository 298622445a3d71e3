import type { Clock } from '../clock.ts';
import type { Millis } from '../units.ts';
import { Budget } from './budget.ts';
import { PaintMeter, type PaintRates } from './paint-meter.ts';

/** Why the screen changes less often. `slow`: the terminal is slow to take what is written. */
export type Restraint = 'unfocused' | 'slow' | 'limit';

/** A time in which it did. */
export interface Spell {
  readonly because: Restraint;
  readonly from: Millis;
  /** Null while it lasts. */
  readonly to: Millis | null;
}

/** How the screen is paced, and what it costs. */
export interface Pacing {
  readonly rates: PaintRates;
  /** In bytes a second; null where there is none. */
  readonly limit: number | null;
  /** The shortest time between two changes that nobody asked for, in milliseconds. */
  readonly period: number;
  /** The latest, oldest first. */
  readonly spells: readonly Spell[];
}

/** At most ten paints a second, and as many that answer keys; in milliseconds, as all times here. */
export const INTERVAL = 100;
/** Of a screen that nobody types at: it is seen, if at all, from the corner of an eye. */
const UNFOCUSED = 2000;
/** A terminal that needs longer than this for two paints within `RECOVERS` is slow. */
const SLOW = 250;
/** A slow terminal gets paints this many times as far apart as it needs for one. */
const ROOM = 4;
/** However slow it is, it gets one this often. */
const SLOWEST = 5000;
/** A slow terminal counts as fast again once it took no paint slowly for this time. */
const RECOVERS = 10_000;
/** A key waits no longer than this, whatever the limit. */
const KEY_WAITS = 1000;
/** A paint that the limit puts off for less is none that had to wait. */
const NOTICEABLE = 1000;
const MOST_SPELLS = 50;

/** Decides how often the screen may change: by what the terminal takes, who looks at it, and what it may cost. */
export class Governor {
  /** For what goes by between two events. */
  readonly #clock: Clock;
  /** The time of day. */
  readonly #day: Clock;
  readonly #meter: PaintMeter;
  readonly #budget: Budget | null;
  /** Another list whenever one began or ended. */
  #spells: readonly Spell[] = [];
  #focused = true;
  #paintedAt = Number.NEGATIVE_INFINITY;
  #filledAt: number | null = null;
  /** How long the terminal needed for the paint it was slowest to take of late, and until when that counts. */
  #slowness = { millis: 0, until: Number.NEGATIVE_INFINITY };
  /** Until when another slow paint is no accident. */
  #lateUntil = Number.NEGATIVE_INFINITY;
  #limitedUntil = Number.NEGATIVE_INFINITY;

  /** @param limit in bytes a second; null: none */
  constructor(clock: Clock, day: Clock, limit: number | null) {
    this.#clock = clock;
    this.#day = day;
    this.#meter = new PaintMeter(clock);
    this.#budget = limit === null ? null : new Budget(clock, limit);
  }

  /** @param millis that it took to put together and hand over */
  painted(bytes: number, millis: number): void {
    this.#paintedAt = this.#clock.now();
    this.#meter.painted(bytes, millis);
    this.#budget?.spend(bytes);
    if (this.#wait() >= NOTICEABLE) this.#limitedUntil = this.#paintedAt + RECOVERS;
    this.#note();
  }

  /** The terminal has more than it can take. */
  filled(): void {
    this.#filledAt ??= this.#clock.now();
  }

  /** It has taken what it was given. */
  drained(): void {
    const now = this.#clock.now();
    const from = this.#filledAt ?? now;
    const millis = now - from;
    this.#filledAt = null;
    if (millis >= SLOW) {
      // Once is an accident, and what waited is painted at once.
      const again = from < this.#lateUntil;
      this.#lateUntil = now + RECOVERS;
      if (again) this.#slowness = { millis, until: this.#lateUntil };
    }
    this.#note();
  }

  focused(focused: boolean): void {
    this.#focused = focused;
    this.#note();
  }

  /** The shortest time from one paint to the next that nobody asked for. */
  period(): number {
    const isLate = this.#clock.now() < this.#slowness.until;
    const wait = this.#wait();
    return Math.max(
      INTERVAL,
      this.#focused ? 0 : UNFOCUSED,
      isLate ? Math.min(ROOM * this.#slowness.millis, SLOWEST) : 0,
      wait > 0 ? this.#clock.now() + wait - this.#paintedAt : 0,
    );
  }

  /** The same for one that answers a key. */
  keyPeriod(): number {
    const wait = this.#wait();
    return wait <= 0 ? INTERVAL : Math.max(INTERVAL, Math.min(KEY_WAITS, this.#clock.now() + wait - this.#paintedAt));
  }

  /** Whether a key may be answered at once. */
  get answersKeys(): boolean {
    return this.#wait() <= 0 || this.#clock.now() - this.#paintedAt >= KEY_WAITS;
  }

  /** Until the budget allows a paint. */
  #wait(): number {
    return this.#budget?.wait() ?? 0;
  }

  pacing(): Pacing {
    this.#note();
    return {
      rates: this.#meter.rates(),
      limit: this.#budget?.perSecond ?? null,
      period: this.period(),
      spells: this.#spells,
    };
  }

  /** Takes note of what began and what ended. */
  #note(): void {
    const now = this.#clock.now();
    const holds: Readonly<Record<Restraint, boolean>> = {
      unfocused: !this.#focused,
      slow: now < this.#slowness.until || (this.#filledAt !== null && now - this.#filledAt >= SLOW),
      limit: now < this.#limitedUntil,
    };
    for (const because of ['unfocused', 'slow', 'limit'] as const) {
      const open = this.#spells.findLast((spell) => spell.because === because && spell.to === null);
      if (holds[because] && !open)
        this.#spells = latest([...this.#spells, { because, from: this.#day.now(), to: null }]);
      if (!holds[because] && open) {
        const ended = { ...open, to: this.#day.now() };
        this.#spells = this.#spells.map((spell) => (spell === open ? ended : spell));
      }
    }
  }
}

/** Those that last are kept. */
const latest = (spells: readonly Spell[]): readonly Spell[] =>
  spells.filter(({ to }, i) => to === null || i >= spells.length - MOST_SPELLS);
