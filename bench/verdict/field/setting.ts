/** What a site is like. Times in seconds, rates per second, shares and error rates as ratios. */
export interface Setting {
  readonly name: string;
  readonly traffic: number;
  readonly baseline: number;
  readonly scrape: number;
  readonly pods: { readonly v1: number; readonly v2: number };
  /** V2's share in each stage of the rollout. */
  readonly shares: readonly number[];
  readonly stage: number;
  /** Standard deviation, in ln, of what a pod is as such: its errors and its latency. */
  readonly uneven: { readonly errors: number; readonly latency: number };
  /** All pods fail alike: mean time between, at least, mean beyond that, and the error rate meanwhile. */
  readonly outages: Outages | null;
  /** The same in one of three zones. */
  readonly zoneOutages: Outages | null;
  /** The label of the zone is known. */
  readonly zoneLabel: boolean;
  /** What a pod is like after its start, and for how long. */
  readonly cold: { readonly seconds: number; readonly errors: number; readonly latency: number } | null;
  /** Errors of all pods become so many times as many at the stage's start. */
  readonly jump: number;
  /** V2's share grows in four steps. */
  readonly ramp: boolean;
  /** A pod has so many times its errors now and then. */
  readonly bursts: { readonly every: number; readonly lasts: number; readonly factor: number } | null;
  /** The users of a pod change so often, and differ in their errors by so much (in ln). */
  readonly sticky: { readonly every: number; readonly spread: number } | null;
  /** Points by which V2 fails more, from an instant of each stage on. */
  readonly fault: { readonly points: number; readonly from: number } | null;
}

interface Outages {
  readonly every: number;
  readonly least: number;
  readonly more: number;
  readonly errors: number;
}

const CALM: Setting = {
  name: 'calm',
  traffic: 200,
  baseline: 0.01,
  scrape: 15,
  pods: { v1: 9, v2: 3 },
  shares: [0.05, 0.2, 0.5],
  stage: 1800,
  uneven: { errors: 0, latency: 0 },
  outages: null,
  zoneOutages: null,
  zoneLabel: false,
  cold: null,
  jump: 1,
  ramp: false,
  bursts: null,
  sticky: null,
  fault: null,
};

const OUTAGES: Outages = { every: 600, least: 15, more: 60, errors: 0.35 };
const BURSTS = { every: 1200, lasts: 60, factor: 10 };

/** Healthy rollouts as they are in the field. */
export const HEALTHY: readonly Setting[] = [
  CALM,
  { ...CALM, name: 'zero errors', baseline: 0 },
  { ...CALM, name: 'shared outages', outages: OUTAGES },
  { ...CALM, name: 'uneven pods', uneven: { errors: 0.15, latency: 0.03 } },
  { ...CALM, name: 'very uneven pods', uneven: { errors: 0.3, latency: 0.1 } },
  { ...CALM, name: 'zone outages', zoneOutages: { every: 900, least: 60, more: 120, errors: 0.35 } },
  {
    ...CALM,
    name: 'zone outages, zones known',
    zoneOutages: { every: 900, least: 60, more: 120, errors: 0.35 },
    zoneLabel: true,
  },
  { ...CALM, name: 'cold pods', cold: { seconds: 60, errors: 5, latency: 3 } },
  { ...CALM, name: 'ramps with a jump', ramp: true, jump: 5 },
  { ...CALM, name: 'bursts of each pod', bursts: BURSTS },
  { ...CALM, name: 'one V1 pod, bursts', pods: { v1: 1, v2: 1 }, bursts: BURSTS },
  { ...CALM, name: 'one V1 pod, sticky users', pods: { v1: 1, v2: 1 }, sticky: { every: 600, spread: 0.7 } },
];

/** Two points more errors, at a tenth of the traffic. */
const TWO_POINTS: Setting = { ...CALM, shares: [0.1], fault: { points: 0.02, from: 600 } };
const late = (from: number): Setting => ({
  ...TWO_POINTS,
  name: `onset at ${from / 3600} h`,
  stage: from + 3600,
  fault: { points: 0.02, from },
});

export const FAULTS: readonly Setting[] = [
  ...[0.001, 0.01, 0.02, 0.05].map((baseline) => ({
    ...TWO_POINTS,
    name: `onset at 10 min, ${baseline * 100} %`,
    baseline,
  })),
  ...[0.05, 0.01].map((share) => ({ ...TWO_POINTS, name: `onset at 10 min, share ${share * 100} %`, shares: [share] })),
  { ...TWO_POINTS, name: 'uneven pods, onset at 10 min', uneven: { errors: 0.15, latency: 0.03 } },
  { ...TWO_POINTS, name: 'very uneven pods, onset at 10 min', uneven: { errors: 0.3, latency: 0.1 } },
  { ...TWO_POINTS, name: 'three V1 pods, onset at 10 min', pods: { v1: 3, v2: 3 } },
  late(4 * 3600),
  late(12 * 3600),
];

/** One point more errors from the start, which a margin of one point must not pass; and three times V1's. */
export const WORSE: readonly Setting[] = [
  { ...CALM, name: '+1 point', shares: [0.1], fault: { points: 0.01, from: 0 } },
  { ...CALM, name: 'three times the errors, 0.1 %', baseline: 0.001, shares: [0.1], fault: { points: 0.002, from: 0 } },
];
