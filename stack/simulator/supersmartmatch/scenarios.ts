import type { Cue, Driven } from '../system.ts';

export interface Conditions extends Driven {
  /** Planned share of V2: held, or raised step by step. */
  readonly plan: { readonly hold: number } | { readonly rampPerMinute: number };
  /** Whether the load balancer does what the plan says. */
  readonly followsPlan: boolean;
  /** Share of V2's requests that answer 5xx, on top of its usual few. */
  readonly v2Errors: number;
  /** V2's latency as a multiple of the usual. */
  readonly v2Slowdown: number;
  /** V2's share of matches that are found, as a multiple of the usual. */
  readonly v2Accuracy: number;
  readonly cacheHitRatio: number;
}

export const HEALTHY: Conditions = {
  plan: { rampPerMinute: 0.0125 },
  followsPlan: true,
  v2Errors: 0,
  v2Slowdown: 1,
  v2Accuracy: 1,
  cacheHitRatio: 0.95,
  down: [],
};

const STAY = { rampPerMinute: 0 };

export const SCENARIOS = {
  // A rollout in trouble goes no further.
  'v2-error-spike': { ...HEALTHY, plan: STAY, v2Errors: 0.08 },
  // V2 waits for what the cache no longer answers.
  'v2-slow': { ...HEALTHY, plan: STAY, v2Slowdown: 3.5, cacheHitRatio: 0.7 },
  'v2-inaccurate': { ...HEALTHY, plan: STAY, v2Accuracy: 0.88 },
  'rolled-back': { ...HEALTHY, plan: { hold: 0.05 } },
  // The plan goes on, faster than usual; the load balancer stays where it is.
  'traffic-stalled': { ...HEALTHY, plan: { rampPerMinute: 0.05 }, followsPlan: false },
  'service-down': { ...HEALTHY, down: ['supersmartmatch-nexten'] },
} as const satisfies Record<string, Conditions>;

const hold = (share: number): Conditions => ({ ...HEALTHY, plan: { hold: share } });

/** Rollouts that play by themselves, in real time. */
export const SCRIPTS = {
  rollout: [
    { at: 0, says: 'V2 takes 5 %', conditions: hold(0.05) },
    { at: 240, says: 'V2 takes 10 %', conditions: hold(0.1) },
    { at: 540, says: 'V2 takes 30 %', conditions: hold(0.3) },
    { at: 900, says: 'V2 takes 50 %', conditions: hold(0.5) },
    { at: 1260, says: 'V2 begins to fail', conditions: { ...hold(0.5), v2Errors: 0.07, v2Slowdown: 1.3 } },
    { at: 1560, says: 'rolled back to 5 %; V2 still fails', conditions: { ...hold(0.05), v2Errors: 0.07 } },
    { at: 1620, says: 'V2 is mended', conditions: hold(0.05) },
    { at: 2160, says: 'V2 takes 10 % again', conditions: hold(0.1) },
    { at: 2400, says: 'the script is over', conditions: hold(0.1) },
  ],
} as const satisfies Record<string, readonly Cue<Conditions>[]>;
