import type { RawSeries, Role, Side } from '../../../src/verdict/samples.ts';
import { Episodes } from '../episodes.ts';
import { BOUNDARIES, bucketChances } from '../latency-shape.ts';
import type { Random } from '../random.ts';
import type { Setting } from './setting.ts';

/** V1 alone is heard for so long before the stage starts. */
export const BEFORE = 300;
/** The stage's start, in seconds since the epoch: no time is negative. */
export const EPOCH = 1_000_000;
const ZONES = ['a', 'b', 'c'];

/** One pod and its counters, as `/metrics` would show them. */
interface Pod {
  readonly side: Side;
  readonly zone: number;
  readonly phase: number;
  readonly errors: number;
  readonly latency: number;
  readonly startedAt: number;
  readonly bursts: Episodes;
  /** Until when the present users stay, and how they fail. */
  staysUntil: number;
  proneness: number;
  readonly counted: number[];
  readonly series: readonly RawSeries[];
  readonly times: number[];
  readonly values: readonly number[][];
}

/** A site with a V1 and a V2, from before the stage's start at 0 to its end; each pod is scraped at moments of its own. */
export class Site {
  readonly #setting: Setting;
  readonly #share: number;
  readonly #random: Random;
  readonly #outages: Episodes;
  readonly #zoneOutages: readonly Episodes[];
  readonly #chances = new Map<number, readonly number[]>();
  readonly #pods: Pod[] = [];
  readonly #jumpAt: number;

  /** @param share of V2 in this stage */
  constructor(setting: Setting, share: number, random: Random) {
    this.#setting = setting;
    this.#share = share;
    this.#random = random;
    const { pods, outages, zoneOutages } = setting;
    const episodes = (of: Setting['outages'], every: number) =>
      new Episodes(random, of ? every : Infinity, of?.more ?? 0, -BEFORE, of?.least ?? 0);
    this.#outages = episodes(outages, outages?.every ?? Infinity);
    this.#zoneOutages = ZONES.map(() => episodes(zoneOutages, 3 * (zoneOutages?.every ?? Infinity)));
    this.#jumpAt = random.uniform() * setting.scrape;
    // V1 is spread over the zones, as schedulers do; a few new pods lie anywhere.
    for (let i = 0; i < pods.v1; i += 1)
      this.#pods.push(this.#newPod('baseline', `v1-${i}`, i % ZONES.length, -86_400));
    for (let i = 0; i < pods.v2; i += 1) {
      const zone = Math.floor(random.uniform() * ZONES.length);
      this.#pods.push(this.#newPod('candidate', `v2-${i}`, zone, -random.uniform() * 5));
    }
  }

  /** V2's planned share at an instant. */
  shareAt(at: number): number {
    if (at < 0) return 0;
    const { ramp, stage } = this.#setting;
    return ramp ? this.#share * ([0.1, 0.25, 0.5][Math.floor((4 * at) / stage)] ?? 1) : this.#share;
  }

  /** Every pod lives over a scrape interval from `at` on and is scraped in it. */
  scrape(at: number): void {
    const { scrape } = this.#setting;
    for (const pod of this.#pods) {
      const to = at + pod.phase;
      const from = Math.max(to - scrape, pod.startedAt);
      if (to <= pod.startedAt) continue;
      this.#live(pod, from, to);
      pod.times.push(Math.round((EPOCH + to) * 1000));
      let below = 0;
      pod.values.forEach((column, i) => {
        if (i >= 3) below += pod.counted[i - 1] ?? 0;
        column.push(i === 0 ? EPOCH + pod.startedAt : i < 3 ? (pod.counted[i - 1] ?? 0) : below);
      });
    }
  }

  /** Hands over everything scraped since the last time. */
  deliver(to: (series: readonly RawSeries[]) => void): void {
    to(this.#pods.flatMap(({ series, times }) => (times.length > 0 ? series : [])));
    for (const { times, values } of this.#pods) {
      times.length = 0;
      for (const column of values) column.length = 0;
    }
  }

  #newPod(side: Side, id: string, zone: number, startedAt: number): Pod {
    const { uneven, bursts, zoneLabel, scrape } = this.#setting;
    const roles: readonly Role[] = [
      { kind: 'start' },
      { kind: 'request', error: false },
      { kind: 'error' },
      ...BOUNDARIES.map((le) => ({ kind: 'bucket' as const, le })),
      { kind: 'bucket', le: Infinity },
    ];
    const times: number[] = [];
    const values: readonly number[][] = roles.map(() => []);
    const labels = { instance: id, ...(zoneLabel && { zone: ZONES[zone] ?? '' }) };
    return {
      side,
      zone,
      phase: this.#random.uniform() * scrape,
      errors: Math.exp(uneven.errors * this.#normal() - uneven.errors ** 2 / 2),
      latency: Math.exp(uneven.latency * this.#normal()),
      startedAt,
      bursts: new Episodes(this.#random, bursts?.every ?? Infinity, bursts?.lasts ?? 0, -BEFORE),
      staysUntil: -Infinity,
      proneness: 1,
      counted: roles.slice(1).map(() => 0),
      times,
      values,
      series: roles.map(
        (role, i): RawSeries => ({
          key: `${id} ${role.kind} ${role.kind === 'bucket' ? role.le : ''}`,
          labels,
          target: id,
          side,
          role,
          times,
          values: values[i] ?? [],
        }),
      ),
    };
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log1p(-this.#random.uniform())) * Math.cos(2 * Math.PI * this.#random.uniform());
  }

  /** Cuts the time where anything changes. */
  #live(pod: Pod, from: number, to: number): void {
    const { fault, cold, sticky, ramp, stage } = this.#setting;
    const step = ramp ? (Math.floor((4 * from) / stage) + 1) * (stage / 4) : Infinity;
    const warm = cold ? pod.startedAt + cold.seconds : Infinity;
    const edges = [
      0,
      this.#jumpAt,
      fault?.from ?? Infinity,
      warm,
      step,
      this.#outages.next(from),
      pod.bursts.next(from),
    ];
    const cut = Math.min(
      ...[...edges, this.#zoneOutages[pod.zone]?.next(from) ?? Infinity].filter((edge) => edge > from),
    );
    if (sticky && from >= pod.staysUntil) {
      pod.proneness = Math.exp(sticky.spread * this.#normal() - sticky.spread ** 2 / 2);
      pod.staysUntil = from + this.#random.wait(sticky.every);
    }
    this.#serve(pod, from, Math.min(cut, to));
    if (cut < to) this.#live(pod, cut, to);
  }

  #serve(pod: Pod, from: number, to: number): void {
    const { traffic, pods, bursts, cold, jump, baseline, outages, zoneOutages, fault } = this.#setting;
    const middle = (from + to) / 2;
    const share = this.shareAt(middle);
    const ofPod = pod.side === 'candidate' ? share / pods.v2 : (1 - share) / pods.v1;
    const n = this.#random.poisson(traffic * ofPod * (to - from));
    if (n === 0) return;
    const burst = pod.bursts.active(middle) ? (bursts?.factor ?? 1) : 1;
    const chilled = cold !== null && middle < pod.startedAt + cold.seconds;
    const level = baseline * pod.errors * pod.proneness * burst * (middle >= this.#jumpAt ? jump : 1);
    const down = this.#outages.active(middle)
      ? outages
      : this.#zoneOutages[pod.zone]?.active(middle)
        ? zoneOutages
        : null;
    const more = fault && pod.side === 'candidate' && middle >= fault.from ? fault.points : 0;
    const rate = down ? down.errors : Math.min(0.9, level * (chilled ? cold.errors : 1) + more);
    const chances = this.#chancesOf(pod.latency * (chilled ? cold.latency : 1));
    pod.counted[0] = (pod.counted[0] ?? 0) + n;
    pod.counted[1] = (pod.counted[1] ?? 0) + this.#random.binomial(n, rate);
    let left = n;
    for (let b = 0; b < chances.length && left > 0; b += 1) {
      const taken = b === chances.length - 1 ? left : this.#random.binomial(left, chances[b] ?? 0);
      pod.counted[b + 2] = (pod.counted[b + 2] ?? 0) + taken;
      left -= taken;
    }
  }

  #chancesOf(factor: number): readonly number[] {
    const known = this.#chances.get(factor) ?? bucketChances(factor, 0);
    this.#chances.set(factor, known);
    return known;
  }
}
