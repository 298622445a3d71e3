import type { LabelCounts } from './label-counts.ts';
import { isReplaced } from './lingering.ts';
import type { Counts } from './round.ts';
import { nextScrape, type TrackedTarget } from './tracked.ts';

/** The increments of one version in one round, by pod; reused from round to round. */
export class CountTable implements Counts {
  pods = 0;
  reporting = 0;
  alive = 0;
  readonly ended: number[] = [];
  arrivals = 0;
  restarts = 0;
  readonly restarted: string[] = [];
  warming = 0;
  lingering = 0;
  held = 0;
  lost = 0;
  from = Infinity;
  to = -Infinity;
  watched = 0;
  readonly names: string[] = [];
  readonly zones: string[] = [];
  half = new Uint8Array(0);
  requests = new Float64Array(0);
  errors = new Float64Array(0);
  timed: Float64Array[] = [];
  slow: Float64Array[] = [];
  labels: readonly LabelCounts[] = [];
  cases: Float64Array[];
  sums: Float64Array[];

  /** @param metrics how many are compared beside errors and latency */
  constructor(metrics: number) {
    this.cases = Array.from({ length: metrics }, () => new Float64Array(0));
    this.sums = Array.from({ length: metrics }, () => new Float64Array(0));
  }

  /** Makes room and sets every number to 0. */
  clear(pods: number, boundaries: number): void {
    if (pods > this.requests.length || boundaries !== this.timed.length) this.#grow(pods, boundaries);
    this.pods = pods;
    this.reporting = 0;
    this.alive = 0;
    this.ended.length = 0;
    this.arrivals = 0;
    this.restarts = 0;
    this.restarted.length = 0;
    this.warming = 0;
    this.lingering = 0;
    this.held = 0;
    this.lost = 0;
    this.names.length = pods;
    this.zones.length = pods;
    this.from = Infinity;
    this.to = -Infinity;
    this.watched = 0;
    for (const column of this.#columns()) column.fill(0, 0, pods);
  }

  /** A pod that is known. @param isAlive it was scraped of late */
  meet(target: TrackedTarget, isAlive: boolean, at: number, rolloutAt: number | null): void {
    const { last } = target;
    if (isAlive || nextScrape(target) <= at) this.alive += 1;
    else if (last !== null && !isReplaced(target, rolloutAt)) this.ended.push(last);
    if (!isAlive) this.end(target);
  }

  /** Takes a pod's buckets, of which the last holds all requests. @param seen which of them it has */
  setBuckets(row: number, buckets: Float64Array, seen: Uint8Array): void {
    const last = buckets.length - 1;
    const all = buckets[last] ?? 0;
    for (let slot = 0; slot < last; slot += 1) {
      const timed = this.timed[slot];
      const slow = this.slow[slot];
      if (!timed || !slow || seen[slot] !== 1) continue;
      timed[row] = all;
      slow[row] = Math.max(0, all - (buckets[slot] ?? 0));
    }
  }

  /** Adds to what a pod counted of a further metric. */
  addTo(kind: 'cases' | 'sum', metric: number, row: number, added: number): void {
    const column = (kind === 'cases' ? this.cases : this.sums)[metric];
    if (column) column[row] = (column[row] ?? 0) + added;
  }

  /** What a pod added in this round is not compared. @returns its requests */
  hold(row: number, why: 'warming' | 'lingering'): number {
    const requests = this.requests[row] ?? 0;
    this[why] += 1;
    this.held += requests;
    for (const column of this.#columns()) column[row] = 0;
    return requests;
  }

  /** A pod's process ended. */
  end(target: TrackedTarget): void {
    this.lost += target.unripe;
    target.unripe = 0;
  }

  #columns(): readonly Float64Array[] {
    return [this.requests, this.errors, ...this.timed, ...this.slow, ...this.cases, ...this.sums];
  }

  #grow(pods: number, boundaries: number): void {
    const capacity = Math.max(2 * pods, 8);
    const column = () => new Float64Array(capacity);
    this.half = new Uint8Array(capacity);
    this.requests = column();
    this.errors = column();
    this.timed = Array.from({ length: boundaries }, column);
    this.slow = Array.from({ length: boundaries }, column);
    this.cases = this.cases.map(column);
    this.sums = this.sums.map(column);
  }
}
