import type { RawSeries, Side } from '../../../src/verdict/counters/samples.ts';
import { Episodes } from '../episodes.ts';
import { bucketChances } from '../latency-shape.ts';
import type { Random } from '../random.ts';
import { newPod, type Pod, sample } from './pod.ts';
import type { Outages, Setting } from './setting.ts';

/** V1 alone is heard for so long before the stage starts. */
export const BEFORE = 300;
/** The stage's start, in seconds since the epoch: no time is negative. */
export const EPOCH = 1_000_000;
const ZONES = ['a', 'b', 'c'];
/** V1's pods of the beginning are so old. */
const OLD = 86_400;

/** A scrape that was not missed. @param at when it began, in seconds since the epoch @param took until it was stored */
export type OnScrape = (pod: Pod, at: number, took: number) => void;

/** A site with a V1 and a V2, from before the stage's start at 0 to its end; each pod is scraped at moments of its own. */
export class Site {
  readonly #setting: Setting;
  readonly #share: number;
  readonly #random: Random;
  readonly #outages: Episodes;
  readonly #storms: Episodes;
  readonly #zoneOutages: readonly Episodes[];
  readonly #chances = new Map<number, readonly number[]>();
  readonly #pods: Pod[] = [];
  /** When pods come or go. */
  readonly #changes: readonly number[];
  readonly #jumpAt: number;

  /** @param share of V2 in this stage */
  constructor(setting: Setting, share: number, random: Random) {
    this.#setting = setting;
    this.#share = share;
    this.#random = random;
    const { pods, outages, zoneOutages, retries } = setting;
    const episodes = (of: Outages | null, every: number) =>
      new Episodes(random, of ? every : Infinity, of?.more ?? 0, -BEFORE, of?.least ?? 0);
    this.#outages = episodes(outages, outages?.every ?? Infinity);
    this.#storms = episodes(retries, retries?.every ?? Infinity);
    this.#zoneOutages = ZONES.map(() => episodes(zoneOutages, 3 * (zoneOutages?.every ?? Infinity)));
    this.#jumpAt = random.uniform() * setting.scrape;
    // V1 is spread over the zones, as schedulers do; a few new pods lie anywhere.
    for (let i = 0; i < pods.v1; i += 1) this.#bear('baseline', i % ZONES.length, -OLD, i === 0);
    for (let i = 0; i < pods.v2; i += 1) this.#bear('candidate', this.#anyZone(), -random.uniform() * 5, i === 0);
    this.#scale('baseline', pods.v1, -BEFORE);
    this.#scale('candidate', pods.v2, 0);
    this.#changes = this.#pods.flatMap(({ bornAt, goneAt }) => [bornAt, goneAt]).filter(Number.isFinite);
  }

  /** V2's planned share at an instant. */
  shareAt(at: number): number {
    if (at < 0) return 0;
    const { ramp, stage } = this.#setting;
    return ramp ? this.#share * ([0.1, 0.25, 0.5][Math.floor((4 * at) / stage)] ?? 1) : this.#share;
  }

  /** Every pod lives over a scrape interval from `at` on and is scraped in it, or what is left of it is lost with it. */
  scrape(at: number, onScrape?: OnScrape): void {
    const { scrape, chaos } = this.#setting;
    for (const pod of this.#pods) {
      const due = at + pod.phase;
      const late = chaos ? Math.min(scrape / 3, this.#random.wait(chaos.late)) : 0;
      const to = due + late;
      if (to <= pod.bornAt || to > pod.goneAt) continue;
      this.#live(pod, Math.max(pod.bornAt, pod.livedUntil, at - scrape), to);
      pod.livedUntil = to;
      if (chaos && this.#random.uniform() < chaos.missed) continue;
      const began = Math.round((EPOCH + to) * 1000);
      sample(pod, began, EPOCH);
      onScrape?.(pod, began / 1000, chaos ? this.#random.uniform() * chaos.takes : 0);
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

  /** @param stays it is never gone */
  #bear(side: Side, zone: number, bornAt: number, stays: boolean): void {
    const { uneven, bursts, zoneLabel, scrape, churn } = this.#setting;
    const id = `${side}-${this.#pods.length}`;
    const from = Math.max(bornAt, -BEFORE);
    const nature = {
      id,
      side,
      zone,
      labels: { instance: id, ...(zoneLabel && { zone: ZONES[zone] ?? '' }) },
      phase: this.#random.uniform() * scrape,
      errors: Math.exp(uneven.errors * this.#normal() - uneven.errors ** 2 / 2),
      latency: Math.exp(uneven.latency * this.#normal()),
      bornAt,
      goneAt: churn && !stays ? from + this.#random.wait(churn.lives) : Infinity,
      bursts: new Episodes(this.#random, bursts?.every ?? Infinity, bursts?.lasts ?? 0, -BEFORE),
    };
    this.#pods.push(newPod(nature, churn ? from + this.#random.wait(churn.restarts) : Infinity));
  }

  /** An autoscaler: as many pods come as go, in the mean. */
  #scale(side: Side, pods: number, since: number): void {
    const { churn, stage } = this.#setting;
    if (!churn) return;
    const every = churn.lives / pods;
    for (let at = since + this.#random.wait(every); at < stage; at += this.#random.wait(every))
      this.#bear(side, this.#anyZone(), at, false);
  }

  #anyZone = () => Math.floor(this.#random.uniform() * ZONES.length);

  #normal(): number {
    return Math.sqrt(-2 * Math.log1p(-this.#random.uniform())) * Math.cos(2 * Math.PI * this.#random.uniform());
  }

  /** Cuts the time where anything changes. */
  #live(pod: Pod, from: number, to: number): void {
    const { fault, cold, sticky, ramp, stage, churn } = this.#setting;
    const edges = [
      0,
      this.#jumpAt,
      fault?.from ?? Infinity,
      fault?.until ?? Infinity,
      cold ? pod.startedAt + cold.seconds : Infinity,
      ramp ? (Math.floor((4 * from) / stage) + 1) * (stage / 4) : Infinity,
      pod.restartsAt,
      this.#outages.next(from),
      this.#storms.next(from),
      pod.bursts.next(from),
      this.#zoneOutages[pod.zone]?.next(from) ?? Infinity,
      ...(churn ? this.#changes : []),
    ];
    const cut = edges.reduce((least, edge) => (edge > from && edge < least ? edge : least), Infinity);
    if (sticky && from >= pod.staysUntil) {
      pod.proneness = Math.exp(sticky.spread * this.#normal() - sticky.spread ** 2 / 2);
      pod.staysUntil = from + this.#random.wait(sticky.every);
    }
    this.#serve(pod, from, Math.min(cut, to));
    if (churn && cut === pod.restartsAt && cut < to) {
      pod.counted.fill(0);
      pod.startedAt = cut;
      pod.restartsAt = cut + this.#random.wait(churn.restarts);
    }
    if (cut < to) this.#live(pod, cut, to);
  }

  #serve(pod: Pod, from: number, to: number): void {
    const { traffic, cold, drift, retries } = this.#setting;
    const middle = (from + to) / 2;
    const share = pod.side === 'candidate' ? this.shareAt(middle) : 1 - this.shareAt(middle);
    const swing = drift ? 1 + drift.by * Math.sin((2 * Math.PI * middle) / drift.over) : 1;
    const n = this.#random.poisson(((traffic * swing * share) / this.#living(pod.side, middle)) * (to - from));
    if (n === 0) return;
    const failed = this.#random.binomial(n, this.#rateOf(pod, middle, swing));
    const [more, again] = retries && this.#storms.active(middle) ? this.#retried(failed, retries) : [0, 0];
    const chilled = cold !== null && middle < pod.startedAt + cold.seconds;
    pod.counted[0] = (pod.counted[0] ?? 0) + n + more;
    pod.counted[1] = (pod.counted[1] ?? 0) + failed + again;
    this.#time(pod, n + more, this.#chancesOf(pod.latency * (chilled ? cold.latency : 1)));
  }

  /** How many pods of a version there are. */
  #living(side: Side, at: number): number {
    const { pods, churn } = this.#setting;
    if (!churn) return side === 'baseline' ? pods.v1 : pods.v2;
    return this.#pods.filter((pod) => pod.side === side && pod.bornAt <= at && pod.goneAt > at).length;
  }

  /** How much of a pod's requests fails. */
  #rateOf(pod: Pod, middle: number, swing: number): number {
    const { bursts, cold, jump, baseline, outages, zoneOutages, retries, fault } = this.#setting;
    const inZone = this.#zoneOutages[pod.zone]?.active(middle) ? zoneOutages : null;
    const down = (this.#outages.active(middle) ? outages : inZone) ?? (this.#storms.active(middle) ? retries : null);
    if (down) return down.errors;
    const burst = pod.bursts.active(middle) ? (bursts?.factor ?? 1) : 1;
    const chill = cold && middle < pod.startedAt + cold.seconds ? cold.errors : 1;
    const level = baseline * swing * pod.errors * pod.proneness * burst * chill * (middle >= this.#jumpAt ? jump : 1);
    const isFaulty = fault && pod.side === 'candidate' && middle >= fault.from && middle < (fault.until ?? Infinity);
    return Math.min(0.9, level + (isFaulty ? fault.points : 0));
  }

  /** What is tried again, and how much of it fails. */
  #retried(failed: number, { times, again }: { readonly times: number; readonly again: number }) {
    let [tries, failures] = [0, 0];
    for (let left = failed, turn = 0; turn < times && left > 0; turn += 1) {
      tries += left;
      left = this.#random.binomial(left, again);
      failures += left;
    }
    return [tries, failures] as const;
  }

  /** Spreads requests over the buckets: each in turn takes its part of those that are left. */
  #time(pod: Pod, n: number, chances: readonly number[]): void {
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
