import type { Plan } from '../profile/plan/plan.ts';
import { type Query, type QueryKey, queryKey } from '../profile/query.ts';
import type { Outcome } from '../sources/error.ts';
import type { InstantResult, RangeResult, RangeWindow } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../units.ts';
import { evaluatedAt, type Frame } from './frame.ts';
import { isWhole } from './raw/raw.ts';
import { type TrackShape, trackShapes } from './track.ts';

/** Frames further apart than this many steps leave a gap worth a range query. */
const GAP_STEPS = 2.5;

/** Longest pause before a range query that failed is asked again. */
const LONGEST_PAUSE: Seconds = seconds(600);

type GapsShape = Pick<Plan, 'trends' | 'history' | 'refresh'>;

/** A range query, and over what it is asked. */
export interface RangeQuestion {
  readonly expr: Query;
  readonly window: RangeWindow;
}

/** A part of a trend whose range query failed. */
interface OpenGap {
  readonly from: Millis;
  readonly failures: number;
  readonly nextTry: Millis;
}

/**
 * Knows which part of each trend has not been asked for: everything before the first frame, and later only what was
 * missed while the server or this machine slept. Without a gap no range query is ever due.
 */
export class Gaps {
  readonly #shape: GapsShape;
  readonly #covered = new Map<QueryKey, Millis>();
  /** Left open by a range query that failed, by query and step. */
  readonly #open = new Map<string, OpenGap>();

  constructor(shape: GapsShape) {
    this.#shape = shape;
  }

  /** The range queries due now; windows are aligned to their step, so that a re-run asks the same. */
  due(now: Millis): RangeQuestion[] {
    const { trends, history, refresh } = this.#shape;
    return trends.flatMap(({ expr, span }) =>
      trackShapes(span, history, refresh).flatMap((shape) => {
        const from = this.#gapStart(expr, shape, now);
        if (from === undefined) return [];
        const window = align(Math.max(from, now - shape.span * 1000), now, shape.step);
        return window.to > window.from ? [{ expr, window }] : [];
      }),
    );
  }

  /** Takes note of what a frame brought. */
  observe(frame: Frame): void {
    for (const { expr, window, outcome } of frame.backfills) {
      const key = gapKey(expr, window.step);
      if (isSettled(outcome)) {
        this.#open.delete(key);
        this.#cover(expr, window.to);
      } else this.#open.set(key, this.#failedAgain(key, window.from, frame.at));
    }
    for (const { expr, outcome } of frame.queries) if (isSettled(outcome)) this.#cover(expr, evaluatedAt(frame, expr));
  }

  #cover(expr: Query, to: Millis): void {
    const key = queryKey(expr);
    this.#covered.set(key, millis(Math.max(to, this.#covered.get(key) ?? to)));
  }

  /** The pause is a refresh at first, and then doubles: a range that is too much for a server must not wear it down. */
  #failedAgain(key: string, from: Millis, now: Millis): OpenGap {
    const failures = (this.#open.get(key)?.failures ?? 0) + 1;
    const pause = seconds(Math.min(this.#shape.refresh * 2 ** (failures - 1), LONGEST_PAUSE));
    return { from, failures, nextTry: addSeconds(now, pause) };
  }

  #gapStart(expr: Query, { span, step }: TrackShape, now: Millis): Millis | undefined {
    const open = this.#open.get(gapKey(expr, step));
    if (open) return now >= open.nextTry ? open.from : undefined;
    const covered = this.#covered.get(queryKey(expr));
    if (covered === undefined) return millis(now - span * 1000);
    return now - covered > GAP_STEPS * step * 1000 ? covered : undefined;
  }
}

/** Whether there is nothing more to be had: a whole answer, or a refusal that asking again would not change. */
const isSettled = (outcome: Outcome<InstantResult | RangeResult>): boolean =>
  outcome.ok ? isWhole({ outcome }) : outcome.error.kind === 'bad-query' || outcome.error.kind === 'too-large';

const gapKey = (expr: Query, step: Seconds): string => `${step} ${queryKey(expr)}`;

function align(from: number, to: number, step: Seconds): RangeWindow {
  const down = (at: number) => millis(Math.floor(at / (step * 1000)) * step * 1000);
  return { from: down(from), to: down(to), step };
}
