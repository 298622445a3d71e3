import type { RawSeries, Role, Side } from '../../src/verdict/counters/samples.ts';
import { BEFORE, type Cell, RING, TRANSIENT } from './cell.ts';
import { Episodes } from './episodes.ts';
import { BOUNDARIES, bucketChances } from './latency-shape.ts';
import type { Random } from './random.ts';

const PODS = 10;
const RESTARTS_EVERY = 600;
/** How much worse a spike or a burst makes errors and latency. */
const TROUBLE = { errors: 10, latency: 1.5 };

/** One pod and its counters, as `/metrics` would show them. */
export interface Pod {
  readonly id: string;
  readonly side: Side;
  /** Of its side's requests. */
  readonly weight: number;
  requests: number;
  errors: number;
  readonly buckets: number[];
  startedAt: number;
  /** Scraped so long after the others. */
  readonly phase: number;
  /** The process begins anew then. */
  restartAt: number;
  readonly trouble: Episodes;
  /** Scraped and not yet delivered. */
  readonly series: readonly RawSeries[];
  readonly times: number[];
  readonly values: readonly number[][];
}

/** A system with a V1 and a V2, second by second from before the ring's start at 0 to its end. */
export class World {
  readonly #cell: Cell;
  readonly #random: Random;
  readonly #spikes: Episodes;
  readonly #outage: { readonly from: number; readonly to: number };
  readonly #silence: { readonly from: number; readonly to: number };
  readonly #chances = new Map<string, readonly number[]>();
  #born = 0;
  readonly #scraped = new Set<Pod>();
  readonly pods: Pod[] = [];
  /** When V2 became worse, and until when; Infinity if it does not. */
  readonly badFrom: number;
  readonly badUntil: number;

  constructor(cell: Cell, random: Random) {
    this.#cell = cell;
    this.#random = random;
    this.#spikes = new Episodes(random, cell.world === 'shared spikes' ? 600 : Infinity, 90, -BEFORE);
    const dark = cell.world === 'missed scrapes' ? 300 + random.uniform() * (RING - 600) : Infinity;
    this.#outage = { from: dark, to: dark + 180 };
    const quiet = cell.world === 'zero traffic' ? 300 + random.uniform() * (RING - 900) : Infinity;
    this.#silence = { from: quiet, to: quiet + 600 };
    // Anywhere within a scrape interval.
    const phase = random.uniform() * cell.scrape;
    const healthy = cell.effect.kind === 'none';
    const moment = { whole: 0, start: phase, middle: RING / 2 + phase, transient: RING / 2 + phase };
    this.badFrom = healthy ? Infinity : moment[cell.onset];
    this.badUntil = cell.onset === 'transient' ? this.badFrom + TRANSIENT : Infinity;
    const candidates = Math.min(PODS - 1, Math.max(1, Math.round(PODS * cell.share)));
    for (let i = 0; i < PODS; i += 1) {
      const own = cell.spread ? random.uniform() * cell.scrape : 0;
      this.pods.push(
        i < candidates
          ? this.#newPod('candidate', 1 / candidates, -cell.scrape, own)
          : this.#newPod('baseline', 1 / (PODS - candidates), -BEFORE - 60, own),
      );
    }
  }

  #newPod(side: Side, weight: number, startedAt: number, phase: number): Pod {
    const { world } = this.#cell;
    this.#born += 1;
    const id = `pod-${this.#born}`;
    const roles: readonly Role[] = [
      { kind: 'start' },
      { kind: 'request', error: false },
      { kind: 'error' },
      ...BOUNDARIES.map((le) => ({ kind: 'bucket' as const, le })),
      { kind: 'bucket', le: Infinity },
    ];
    const times: number[] = [];
    const values: readonly number[][] = roles.map(() => []);
    const series = roles.map(
      (role, i): RawSeries => ({
        key: `${id} ${role.kind} ${role.kind === 'bucket' ? role.le : ''}`,
        labels: { instance: id },
        target: id,
        side,
        role,
        times,
        values: values[i] ?? [],
      }),
    );
    return {
      id,
      side,
      weight,
      requests: 0,
      errors: 0,
      buckets: [...BOUNDARIES, Infinity].map(() => 0),
      startedAt,
      phase,
      restartAt: world === 'restarts' ? startedAt + this.#random.wait(RESTARTS_EVERY) : Infinity,
      trouble: new Episodes(this.#random, world === 'per-pod bursts' ? 1200 : Infinity, 60, -BEFORE),
      series,
      times,
      values,
    };
  }

  /** V2's configured share at an instant. */
  shareAt(at: number): number {
    if (at < 0) return 0;
    const { world, share } = this.#cell;
    if (world !== 'ramping weights') return share;
    const step = Math.min(3, Math.floor((4 * at) / RING));
    return share * ([0.1, 0.25, 0.5, 1][step] ?? 1);
  }

  #traffic(at: number): number {
    const { world, traffic } = this.#cell;
    return world === 'diurnal' ? traffic * (1 + 0.5 * Math.sin((2 * Math.PI * at) / RING)) : traffic;
  }

  #errorFactor(at: number): number {
    return this.#cell.world === 'diurnal' ? 1 + 0.5 * Math.sin((2 * Math.PI * at) / RING + 1) : 1;
  }

  /** Lets a pod live over (from, to] and scrapes it then. @returns the pod scraped; null when the scrape was missed */
  step(index: number, from: number, to: number): Pod | null {
    const pod = this.#live(index, from, to);
    const { world } = this.#cell;
    const dark = to >= this.#outage.from && to < this.#outage.to;
    if (!pod || (world === 'missed scrapes' && (dark || this.#random.uniform() < 0.15))) return null;
    pod.times.push(Math.round(to * 1000));
    let below = 0;
    pod.values.forEach((column, i) => {
      if (i >= 3) below += pod.buckets[i - 3] ?? 0;
      column.push(i === 0 ? pod.startedAt : i === 1 ? pod.requests : i === 2 ? pod.errors : below);
    });
    this.#scraped.add(pod);
    return pod;
  }

  /** Hands over everything scraped since the last time. */
  deliver(to: (series: readonly RawSeries[]) => void): void {
    to([...this.#scraped].flatMap(({ series }) => series));
    for (const pod of this.#scraped) {
      pod.times.length = 0;
      for (const column of pod.values) column.length = 0;
    }
    this.#scraped.clear();
  }

  #live(index: number, from: number, to: number): Pod | null {
    const pod = this.pods[index];
    if (!pod) return null;
    if (pod.restartAt > to) {
      this.#serve(pod, from, to);
      return pod;
    }
    // What was counted since the last scrape is lost. Every second time a new pod takes its place.
    const { restartAt: began, side, weight, phase } = pod;
    const heir = this.#random.uniform() < 0.5 ? this.#newPod(side, weight, began, phase) : pod;
    this.pods[index] = heir;
    heir.requests = 0;
    heir.errors = 0;
    heir.buckets.fill(0);
    heir.startedAt = began;
    heir.restartAt = began + this.#random.wait(RESTARTS_EVERY);
    this.#serve(heir, began, to);
    return heir;
  }

  #serve(pod: Pod, from: number, to: number): void {
    for (const edge of [this.badFrom, this.badUntil, this.#spikes.next(from), pod.trouble.next(from)]) {
      if (from < edge && edge < to) {
        this.#serve(pod, from, edge);
        this.#serve(pod, edge, to);
        return;
      }
    }
    const { baseline, effect, world } = this.#cell;
    const middle = (from + to) / 2;
    const share = this.shareAt(middle);
    const silent = middle >= this.#silence.from && middle < this.#silence.to;
    // V2 gets nothing at first, and later nobody does.
    const late = world === 'zero traffic' && pod.side === 'candidate' && middle < 300;
    const ofSide = pod.side === 'candidate' ? share : 1 - share;
    const mean = silent || late ? 0 : this.#traffic(middle) * ofSide * pod.weight * (to - from);
    const n = this.#random.poisson(mean);
    if (n === 0) return;
    const bad = pod.side === 'candidate' && middle >= this.badFrom && middle < this.badUntil;
    const spike = this.#spikes.active(middle);
    const burst = pod.trouble.active(middle);
    const factor = (spike ? TROUBLE.errors : 1) * (burst ? TROUBLE.errors : 1) * this.#errorFactor(middle);
    const more = bad && effect.kind === 'errors' ? effect.points : 0;
    pod.requests += n;
    pod.errors += this.#random.binomial(n, Math.min(0.9, baseline * factor + more));
    const slower = (spike || burst ? TROUBLE.latency : 1) * (bad && effect.kind === 'slower' ? effect.factor : 1);
    const stalls = bad && effect.kind === 'stalls' ? effect.fraction : 0;
    this.#time(pod, n, this.#chancesOf(slower, stalls));
  }

  /** Spreads requests over the buckets: each in turn takes its part of those that are left. */
  #time(pod: Pod, n: number, chances: readonly number[]): void {
    let left = n;
    for (let b = 0; b < chances.length && left > 0; b += 1) {
      const taken = b === chances.length - 1 ? left : this.#random.binomial(left, chances[b] ?? 0);
      pod.buckets[b] = (pod.buckets[b] ?? 0) + taken;
      left -= taken;
    }
  }

  #chancesOf(factor: number, stalls: number): readonly number[] {
    const key = `${factor} ${stalls}`;
    const known = this.#chances.get(key) ?? bucketChances(factor, stalls);
    this.#chances.set(key, known);
    return known;
  }
}
