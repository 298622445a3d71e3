import type { Slip } from './storage.ts';

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
  /** Pods are born and gone all along, and processes begin anew: how long each goes on, in the mean. */
  readonly churn: { readonly lives: number; readonly restarts: number } | null;
  /** Scrapes that are missed, as a ratio; begin late, in the mean; and take up to so long until they are stored. */
  readonly chaos: { readonly missed: number; readonly late: number; readonly takes: number } | null;
  /** Traffic and errors of all swing by so much of themselves, once in so many seconds. */
  readonly drift: { readonly by: number; readonly over: number } | null;
  /** Now and then all pods fail more, and what fails is tried again at the same pod, where it fails by so much again. */
  readonly retries: (Outages & { readonly times: number; readonly again: number }) | null;
  /** Points by which V2 fails more, between two instants of each stage. */
  readonly fault: { readonly points: number; readonly from: number; readonly until?: number } | null;
}

export interface Outages {
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
  churn: null,
  chaos: null,
  drift: null,
  retries: null,
  fault: null,
};

const OUTAGES: Outages = { every: 600, least: 15, more: 60, errors: 0.35 };
const BURSTS = { every: 1200, lasts: 60, factor: 10 };

/** Healthy rollouts as they are in the field. */
export const HEALTHY: readonly Setting[] = [
  CALM,
  { ...CALM, name: 'zero errors', baseline: 0 },
  { ...CALM, name: 'drift', drift: { by: 0.5, over: 1800 } },
  { ...CALM, name: 'restarts and births', churn: { lives: 900, restarts: 1800 } },
  { ...CALM, name: 'scrape chaos', chaos: { missed: 0.1, late: 1, takes: 8 } },
  { ...CALM, name: '60 s scrape', scrape: 60 },
  { ...CALM, name: 'retry storms', retries: { every: 600, least: 15, more: 60, errors: 0.1, times: 3, again: 0.5 } },
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

/** A fault that ends by itself after five minutes. */
export const RECOVERY: readonly Setting[] = [0.02, 0.05].map((points) => ({
  ...TWO_POINTS,
  name: `+${points * 100} points for 5 min`,
  stage: 3600,
  fault: { points, from: 600, until: 900 },
}));

const BUCKETS = { buckets: 'http_duration_seconds_bucket{version="$version"}' };

/** Slips in a profile, played where V2 has five points more errors all along: nothing may pass. */
export const MISREAD: Setting = { ...CALM, name: 'misread', shares: [0.1], fault: { points: 0.05, from: 0 } };
export const SLIPS: readonly Slip[] = [
  {
    name: '`errors` of a label that requests have not',
    profile: { errors: 'http_requests_total{version="$version",code=~"5.."}' },
  },
  { name: '`errors` of a metric there is not', profile: { errors: 'http_error_total{version="$version"}' } },
  { name: '`slo` beyond the last bucket', profile: { latency: { ...BUCKETS, slo: 15 } } },
  { name: '`slo` between two buckets', profile: { latency: { ...BUCKETS, slo: 0.3 } } },
  { name: '`requests` a gauge', profile: {}, requests: 'gauge' },
  { name: '`requests` a recording rule of a rate', profile: {}, requests: 'rate' },
  { name: '`requests` matches nothing', profile: {}, requests: 'nothing' },
];
