import type { RangeSeries } from '../sources/prometheus-types.ts';
import type { Millis, Seconds } from '../units.ts';

/** Pods by their newest scrape. */
export interface PodsUp {
  readonly up: number;
  /** Asked of late without an answer. */
  readonly down: number;
}

/** A pod is no longer asked after so many milliseconds without a sample of `up`: it was taken away. */
const FORGOTTEN = 3_600_000;

/** Follows `up` of a version's pods. */
export class PodWatch {
  readonly #label: string;
  readonly #pods = new Map<string, { at: Millis; up: boolean }>();

  constructor(label: string) {
    this.#label = label;
  }

  take(series: readonly RangeSeries[]): void {
    for (const { labels, points } of series) {
      const last = points.at(-1);
      const pod = labels[this.#label] ?? '';
      if (last && last[0] >= (this.#pods.get(pod)?.at ?? 0)) this.#pods.set(pod, { at: last[0], up: last[1] > 0 });
    }
    const newest = Math.max(...[...this.#pods.values()].map(({ at }) => at));
    for (const [pod, { at }] of this.#pods) if (newest - at > FORGOTTEN) this.#pods.delete(pod);
  }

  /** @param lately a sample that is older says nothing of now: the pod is not a target any more */
  look(now: Millis, lately: Seconds): PodsUp {
    const fresh = [...this.#pods.values()].filter(({ at }) => now - at <= lately * 1000);
    const up = fresh.filter((pod) => pod.up).length;
    return { up, down: fresh.length - up };
  }
}
