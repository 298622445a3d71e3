import type { Side } from '../../../src/verdict/counters/samples.ts';

/** V2 may be two points worse. */
const LIMIT = 0.02;
const FOR = 60;
const EVALUATED_EVERY = 15;

interface Counter {
  readonly side: Side;
  times: number[];
  requests: number[];
  errors: number[];
}

/**
 * The rule the field uses, as Prometheus evaluates it:
 * `sum(rate(errors{v2}[w])) / sum(rate(requests{v2}[w])) − the same of v1 > 0.02` for 1m, every 15 s.
 */
export class ThresholdRule {
  readonly #window: number;
  readonly #counters = new Map<string, Counter>();
  #pendingSince: number | null = null;
  #nextEvaluation: number;
  alarmAt: number | null = null;

  /** @param window w, in seconds @param first instant of evaluation */
  constructor(window: number, first: number) {
    this.#window = window;
    this.#nextEvaluation = first;
  }

  /** One scraped sample of a pod's two counters. */
  hear(pod: string, side: Side, at: number, requests: number, errors: number): void {
    let counter = this.#counters.get(pod);
    if (!counter) {
      counter = { side, times: [], requests: [], errors: [] };
      this.#counters.set(pod, counter);
    }
    const old = at - 2 * this.#window;
    if ((counter.times[0] ?? at) < old) {
      const keep = counter.times.findIndex((time) => time >= old + this.#window / 2);
      counter.times = counter.times.slice(keep);
      counter.requests = counter.requests.slice(keep);
      counter.errors = counter.errors.slice(keep);
    }
    counter.times.push(at);
    counter.requests.push(requests);
    counter.errors.push(errors);
  }

  /** Evaluates the rule at every instant up to `until`. */
  evaluate(until: number): void {
    for (; this.#nextEvaluation <= until && this.alarmAt === null; this.#nextEvaluation += EVALUATED_EVERY) {
      const at = this.#nextEvaluation;
      // NaN, as when a version has no traffic, is not greater than anything.
      if (!(this.#ratio('candidate', at) - this.#ratio('baseline', at) > LIMIT)) this.#pendingSince = null;
      else {
        this.#pendingSince ??= at;
        if (at - this.#pendingSince >= FOR) this.alarmAt = at;
      }
    }
  }

  #ratio(side: Side, at: number): number {
    let requests = 0;
    let errors = 0;
    for (const counter of this.#counters.values()) {
      if (counter.side !== side) continue;
      requests += rate(counter.times, counter.requests, at, this.#window);
      errors += rate(counter.times, counter.errors, at, this.#window);
    }
    return errors / requests;
  }
}

/**
 * Prometheus' `rate(x[window])` at an instant: resets mended, then extrapolated to the window's edges, by half an interval
 * where the series seems to end within it, and never below 0. 0 where Prometheus gives no sample.
 */
export function rate(times: readonly number[], values: readonly number[], at: number, window: number): number {
  let first = times.length;
  while (first > 0 && (times[first - 1] ?? 0) >= at - window) first -= 1;
  let last = times.length - 1;
  while (last >= first && (times[last] ?? 0) > at) last -= 1;
  const intervals = last - first;
  if (intervals < 1) return 0;
  let increase = (values[last] ?? 0) - (values[first] ?? 0);
  for (let i = first + 1; i <= last; i += 1) {
    if ((values[i] ?? 0) < (values[i - 1] ?? 0)) increase += values[i - 1] ?? 0;
  }
  const sampled = (times[last] ?? 0) - (times[first] ?? 0);
  const average = sampled / intervals;
  let toStart = (times[first] ?? 0) - (at - window);
  let toEnd = at - (times[last] ?? 0);
  const start = values[first] ?? 0;
  if (increase > 0 && start >= 0) toStart = Math.min(toStart, sampled * (start / increase));
  const threshold = average * 1.1;
  if (toStart >= threshold) toStart = average / 2;
  if (toEnd >= threshold) toEnd = average / 2;
  return (increase * ((sampled + toStart + toEnd) / sampled)) / window;
}
