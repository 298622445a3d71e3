import { approach, normal, poisson, type Random, wander } from '../random.ts';
import type { Conditions } from './scenarios.ts';

export const VERSIONS = ['v1', 'v2'] as const;
export type Version = (typeof VERSIONS)[number];
export const SEGMENTS = ['enterprise', 'partner', 'freemium'] as const;
export type Segment = (typeof SEGMENTS)[number];
export const PODS_PER_VERSION = 3;
export const ALGORITHMS: Readonly<Record<Version, string>> = { v1: 'rules', v2: 'smart' };

/** The stages of the migration and the planned share of V2 from which each counts as begun. */
export const STAGES = { canary: 0.1, half: 0.5, full: 0.9 } as const;
export type Stage = keyof typeof STAGES;

/** SuperSmartMatch at one instant. Times are Unix seconds. */
export interface Matching {
  /** Where a ramp has got to; the plan follows in steps. */
  readonly ramp: number;
  readonly planned: number;
  readonly share: number;
  readonly stageStarted: Readonly<Partial<Record<Stage, number>>>;
  readonly extraErrors: number;
  readonly slowdown: number;
  /** V2's matches that are found, as a multiple of the usual. */
  readonly accuracy: number;
  readonly cacheHitRatio: number;
  readonly satisfaction: Readonly<Record<Version, number>>;
  /** Requests per second of both versions together. */
  readonly load: number;
}

/** One request as a pod saw it. */
export interface Request {
  readonly version: Version;
  readonly pod: number;
  readonly segment: Segment;
  readonly status: '200' | '404' | '500' | '503';
  readonly seconds: number;
  /** Revenue in euros when a match was found. */
  readonly revenue: number | null;
}

interface Traits {
  readonly median: number;
  readonly sigma: number;
  readonly errors: Readonly<Record<Segment, number>>;
  readonly accuracy: Readonly<Record<Segment, number>>;
  readonly satisfaction: number;
  readonly revenue: number;
}

const TRAITS: Readonly<Record<Version, Traits>> = {
  v1: {
    median: 0.026,
    sigma: 0.42,
    errors: { enterprise: 0.002, partner: 0.0004, freemium: 0.003 },
    accuracy: { enterprise: 0.8, partner: 0.73, freemium: 0.72 },
    satisfaction: 4.3,
    revenue: 9,
  },
  v2: {
    median: 0.018,
    sigma: 0.5,
    errors: { enterprise: 0.0012, partner: 0.0002, freemium: 0.0016 },
    accuracy: { enterprise: 0.975, partner: 0.88, freemium: 0.885 },
    satisfaction: 4.62,
    revenue: 9.6,
  },
};

const LOAD = 200;
const HIGHEST_PLAN = 0.95;
const STEP = 0.05;

export const startMatching = (share: number): Matching => ({
  ramp: share,
  planned: share,
  share,
  stageStarted: {},
  extraErrors: 0,
  slowdown: 1,
  accuracy: 1,
  cacheHitRatio: 0.95,
  satisfaction: { v1: TRAITS.v1.satisfaction, v2: TRAITS.v2.satisfaction },
  load: LOAD,
});

/** Lets `dt` seconds pass up to `at` (Unix seconds): the world afterwards, and the requests served meanwhile. */
export function stepMatching(
  before: Matching,
  at: number,
  dt: number,
  conditions: Conditions,
  random: Random,
): { readonly world: Matching; readonly events: readonly Request[] } {
  const { plan } = conditions;
  const ramp = 'hold' in plan ? plan.hold : Math.min(HIGHEST_PLAN, before.ramp + (plan.rampPerMinute / 60) * dt);
  // Rounded, so that a sum of steps such as 0.30000000000000004 still reaches its step.
  const planned = 'hold' in plan ? plan.hold : Math.round(Math.floor(ramp / STEP + 1e-9) * STEP * 100) / 100;
  const matching: Matching = {
    ramp,
    planned,
    share: conditions.followsPlan ? approach(before.share, planned, dt, 10) : before.share,
    stageStarted: stagesStarted(before.stageStarted, planned, at),
    extraErrors: approach(before.extraErrors, conditions.v2Errors, dt, 8),
    slowdown: approach(before.slowdown, conditions.v2Slowdown, dt, 8),
    accuracy: approach(before.accuracy, conditions.v2Accuracy, dt, 8),
    cacheHitRatio: wander(before.cacheHitRatio, conditions.cacheHitRatio, 0.004, dt, 10, random),
    satisfaction: {
      v1: wander(before.satisfaction.v1, TRAITS.v1.satisfaction, 0.03, dt, 600, random),
      v2: wander(before.satisfaction.v2, TRAITS.v2.satisfaction - 8 * before.extraErrors, 0.03, dt, 600, random),
    },
    load: wander(before.load, LOAD, 12, dt, 120, random),
  };
  return { world: matching, events: serve(matching, dt, random) };
}

/** A stage keeps its start for as long as the plan stays at it; a roll-back below it ends it. */
function stagesStarted(before: Matching['stageStarted'], planned: number, at: number): Matching['stageStarted'] {
  const started: Partial<Record<Stage, number>> = {};
  for (const stage of Object.keys(STAGES) as Stage[])
    if (planned >= STAGES[stage]) started[stage] = before[stage] ?? at;
  return started;
}

function serve(world: Matching, dt: number, random: Random): Request[] {
  const requests: Request[] = [];
  for (const version of VERSIONS) {
    const share = version === 'v2' ? world.share : 1 - world.share;
    const count = poisson(world.load * share * dt, random);
    for (let i = 0; i < count; i += 1) requests.push(request(world, version, random));
  }
  return requests;
}

function request(world: Matching, version: Version, random: Random): Request {
  const traits = TRAITS[version];
  const [slowdown, extraErrors, accuracy] =
    version === 'v2' ? [world.slowdown, world.extraErrors, world.accuracy] : [1, 0, 1];
  const dice = random();
  const segment = dice < 0.2 ? 'enterprise' : dice < 0.5 ? 'partner' : 'freemium';
  const failed = random() < traits.errors[segment] + extraErrors;
  const status = failed ? (random() < 0.7 ? '500' : '503') : random() < 0.008 ? '404' : '200';
  const matched = status === '200' && random() < traits.accuracy[segment] * accuracy;
  return {
    version,
    pod: Math.floor(random() * PODS_PER_VERSION),
    segment,
    status,
    seconds: traits.median * slowdown * Math.exp(traits.sigma * normal(random)),
    revenue: matched ? traits.revenue * (0.5 + random()) : null,
  };
}
