import type { RawSource } from '../../../src/frames/raw/raw-windows.ts';
import type { PlannedVerdict } from '../../../src/profile/plan/plan.ts';
import { succeeded } from '../../../src/sources/error.ts';
import type { Labels } from '../../../src/sources/prometheus/types.ts';
import { type Millis, millis } from '../../../src/units.ts';
import type { Role, Side } from '../../../src/verdict/counters/samples.ts';
import type { Pod } from './pod.ts';

/** A slip in a profile. */
export interface Slip {
  readonly name: string;
  /** Fields of `verdict:` that are other than they should be. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** What the selector of requests matches: no series, what was added since the sample before, or that a second. */
  readonly requests?: 'nothing' | 'gauge' | 'rate';
}

type Kind = Role['kind'] | 'duration';

interface Stored {
  readonly side: Side;
  readonly kind: Kind;
  readonly labels: Labels;
  /** When the scrape began, what it found, and when that was stored, in seconds. */
  readonly samples: { readonly at: Millis; readonly value: number; readonly from: number }[];
}

/** Nothing that is older is asked for. */
const KEPT = 400;

/** A server that keeps what pods were scraped for, and has each sample from the end of its scrape on. */
export class Storage {
  readonly #kinds = new Map<string, { readonly side: Side; readonly kind: Kind }>();
  readonly #series = new Map<string, Stored>();
  readonly #slip: Slip | null;

  constructor({ requests, errors, latency, started, durations }: PlannedVerdict, slip: Slip | null) {
    this.#slip = slip;
    const pairs = { request: requests, error: errors, bucket: latency?.buckets, start: started, duration: durations };
    for (const side of ['baseline', 'candidate'] as const)
      for (const [kind, pair] of Object.entries(pairs))
        if (pair) this.#kinds.set(pair[side], { side, kind: kind as Kind });
  }

  /** @param at when the scrape began, in seconds @param took until its samples are stored */
  store(pod: Pod, at: number, took: number): void {
    const { side, labels, series } = pod;
    const add = (kind: Kind, le: string | null, value: number) => {
      const key = `${pod.id} ${kind} ${le}`;
      const known = this.#series.get(key) ?? {
        side,
        kind,
        labels: { ...labels, ...(le !== null && { le }) },
        samples: [],
      };
      this.#series.set(key, known);
      while ((known.samples[0]?.from ?? at) < at - KEPT) known.samples.shift();
      known.samples.push({ at: millis(Math.round(at * 1000)), value, from: at + took });
    };
    for (const { role, values } of series) {
      const bound = role.kind !== 'bucket' ? null : role.le === Infinity ? '+Inf' : String(role.le);
      add(role.kind, bound, values[values.length - 1] ?? 0);
    }
    add('duration', null, took);
  }

  /** What it would answer at an instant, in seconds. */
  at(now: number): RawSource {
    return {
      raw: async (selector, from, to) => {
        const asked = this.#kinds.get(selector);
        const series = asked ? this.#find(asked.side, asked.kind) : [];
        const answers = series.map(({ labels, samples }) => ({
          labels,
          points: samples
            .filter((sample) => sample.at > from && sample.at <= to && sample.from <= now)
            .map(({ at, value }) => [at, value] as const),
        }));
        return succeeded({ series: answers.filter(({ points }) => points.length > 0), warnings: [] });
      },
    };
  }

  #find(side: Side, kind: Kind): readonly Stored[] {
    const found = [...this.#series.values()].filter((one) => one.side === side && one.kind === kind);
    const isOdd = kind === 'request' ? this.#slip?.requests : undefined;
    const isLost = kind === 'error' && this.#slip !== null && 'errors' in this.#slip.profile;
    if (isOdd === 'nothing' || isLost) return [];
    if (isOdd === undefined) return found;
    return found.map((one) => ({
      ...one,
      samples: one.samples.map((sample, i) => {
        const before = one.samples[i - 1];
        const added = sample.value - (before?.value ?? 0);
        const per = isOdd === 'rate' && before ? (sample.at - before.at) / 1000 : 1;
        return { ...sample, value: added / per };
      }),
    }));
  }
}
