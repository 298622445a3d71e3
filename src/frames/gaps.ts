import type { PastNeed, Plan, PlannedTrend } from '../profile/plan/plan.ts';
import { askedAs } from '../profile/plan/servers.ts';
import { type Query, type QueryKey, queryKey, uniqueQueries } from '../profile/query.ts';
import type { Outcome } from '../sources/error.ts';
import type { InstantResult, RangeResult, RangeWindow } from '../sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../units.ts';
import { evaluatedAt, type Frame } from './frame.ts';
import { isWhole } from './raw/raw.ts';
import { startOf } from './rollout-start.ts';
import { pastStep } from './series-tracks.ts';
import { type TrackShape, trackShapes } from './track.ts';

/** Frames further apart than this many steps leave a gap worth a range query. */
const GAP_STEPS = 2.5;

/** For so many steps a value stands, at most. */
const STANDS = 2;

/** Longest pause before a range query that failed is asked again. */
const LONGEST_PAUSE: Seconds = seconds(600);

type GapsShape = Pick<Plan, 'trends' | 'pasts' | 'history' | 'refresh' | 'servers'>;

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
  /** Where the past begins that was asked for, by query and step. */
  readonly #reached = new Map<string, Millis>();
  /** When rings were deployed, by the query that tells; null: it tells of none. */
  readonly #deployed = new Map<QueryKey, Millis | null>();
  /** Left open by a range query that failed, by query and step. */
  readonly #open = new Map<string, OpenGap>();

  constructor(shape: GapsShape) {
    this.#shape = shape;
  }

  /** The range queries due now; windows are aligned to their step, so that a re-run asks the same. */
  due(now: Millis): RangeQuestion[] {
    const { trends, pasts, history, refresh, servers } = this.#shape;
    const ofSeries: TrackShape = { span: history, step: pastStep(history, refresh) };
    return [
      ...trends.flatMap((trend) => {
        const shapes = trackShapes(trend.span, history, refresh);
        return shapes.flatMap((shape) => this.#dueOf(trend, shape, this.#wantedFrom(trend, shapes, shape, now), now));
      }),
      ...uniqueQueries(pasts.flatMap((query) => askedAs(query, servers))).flatMap((expr) =>
        this.#dueOf({ expr, span: history }, ofSeries, addSeconds(now, seconds(-history)), now),
      ),
    ];
  }

  #dueOf(trend: PlannedTrend, shape: TrackShape, wanted: Millis | undefined, now: Millis): RangeQuestion[] {
    const from = this.#gapStart(trend, shape, wanted, now);
    if (from === undefined) return [];
    const window = align(Math.max(from, now - shape.span * 1000), now, shape.step);
    return window.to > window.from ? [{ expr: trend.expr, window }] : [];
  }

  /** Takes note of what a frame brought. */
  observe(frame: Frame): void {
    for (const { expr, window, outcome } of frame.backfills) {
      const key = gapKey(expr, window.step);
      if (isSettled(outcome)) {
        this.#open.delete(key);
        this.#cover(expr, window.to);
        this.#reached.set(key, millis(Math.min(window.from, this.#reached.get(key) ?? window.from)));
      } else this.#open.set(key, this.#failedAgain(key, window.from, frame.at));
    }
    for (const { expr, outcome } of frame.queries) {
      if (isSettled(outcome)) this.#cover(expr, evaluatedAt(frame, expr));
      if (outcome.ok) this.#deployed.set(queryKey(expr), startOf(outcome.value));
    }
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

  /** @param wanted where the past begins that is wanted; undefined where none of it is */
  #gapStart({ expr, only }: PlannedTrend, { step }: TrackShape, wanted: Millis | undefined, now: Millis) {
    const key = gapKey(expr, step);
    const open = this.#open.get(key);
    if (open) return now >= open.nextTry ? open.from : undefined;
    if (wanted === undefined) return undefined;
    const covered = this.#covered.get(queryKey(expr));
    const reached = this.#reached.get(key) ?? Number.POSITIVE_INFINITY;
    if (only ? align(wanted, now, step).from < reached : covered === undefined) return wanted;
    return covered !== undefined && now - covered > GAP_STEPS * step * 1000 ? covered : undefined;
  }

  /**
   * Where the past begins that is wanted of one shape. What is closely kept beside what is coarsely kept is wanted whole:
   * where it begins, a track leaves off looking at the other.
   */
  #wantedFrom({ only }: PlannedTrend, shapes: readonly TrackShape[], shape: TrackShape, now: Millis) {
    const whole = now - shape.span * 1000;
    if (!only) return millis(whole);
    const since = this.#lookedAt(only, now);
    if (since === undefined) return undefined;
    if (shapes.length === 1) return millis(Math.max(whole, since - STANDS * shape.step * 1000));
    if (shape === shapes[0]) return millis(whole);
    return since < now - this.#shape.history * 1000 ? millis(Math.max(whole, since)) : undefined;
  }

  /** The earliest instant that is looked at; undefined while none is, or while it is not known when rings were deployed. */
  #lookedAt(only: readonly PastNeed[], now: Millis): number | undefined {
    const starts = only.flatMap((need): readonly number[] => {
      const start = this.#deployed.get(queryKey(need.deployed));
      if (start === undefined) return [];
      if (need.of === 'roll-back') return start === null ? [Number.NEGATIVE_INFINITY] : [];
      return start === null ? [] : [Math.max(start, now - 2000 * need.soak)];
    });
    return starts.length > 0 ? Math.min(...starts) : undefined;
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
