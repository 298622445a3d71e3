import { addSeconds, type Millis, millis, type Seconds, seconds } from '../units.ts';
import type { RawSeries } from '../verdict/samples.ts';

/** Kubernetes starts what crashes again after 10 s, 20 s and so on, and each 5 minutes in the end. */
const WITHIN: Seconds = seconds(15 * 60);
const RESTARTS = 3;
/** A start time is the same if it differs by less than this, in seconds. */
const SAME_START = 1;

interface Pod {
  /** The newest sample of each series. */
  readonly last: Map<string, { at: number; value: number }>;
  /** It tells when its process began: then nothing else has to. */
  tellsStart: boolean;
  restarts: Set<number>;
}

/** Finds pods of the candidate that restart again and again: by when their processes began, else by requests that fall. */
export class CrashLoops {
  readonly #pods = new Map<string, Pod>();

  hear({ key, target, side, role, times, values }: RawSeries): void {
    if (side === 'baseline' || (role.kind !== 'start' && role.kind !== 'request')) return;
    const pod = this.#pods.get(target) ?? { last: new Map(), tellsStart: false, restarts: new Set() };
    this.#pods.set(target, pod);
    if (role.kind === 'start' && !pod.tellsStart) {
      pod.tellsStart = true;
      pod.restarts.clear();
    }
    const name = `${role.kind} ${key}`;
    for (let i = 0; i < times.length; i += 1) {
      const [at, value] = [times[i] ?? 0, values[i] ?? 0];
      const before = pod.last.get(name);
      if (before && at <= before.at) continue;
      pod.last.set(name, { at, value });
      if (!before) continue;
      const began = role.kind === 'start' ? value > before.value + SAME_START : !pod.tellsStart && value < before.value;
      if (began) pod.restarts.add(at);
    }
  }

  /** Their names, in order, as of an instant. */
  at(now: Millis): readonly string[] {
    const since = addSeconds(now, seconds(-WITHIN));
    for (const [target, pod] of this.#pods) {
      const newest = Math.max(...[...pod.last.values()].map(({ at }) => at));
      if (newest < since) this.#pods.delete(target);
      else pod.restarts = new Set([...pod.restarts].filter((at) => millis(at) > since));
    }
    return [...this.#pods].flatMap(([target, { restarts }]) => (restarts.size >= RESTARTS ? [target] : [])).sort();
  }
}
