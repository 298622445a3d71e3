import type { Millis } from '../../units.ts';
import type { DeploymentUnknown } from './deployment.ts';

/** `rolled-back`: it was deployed, as far back as the trends reach, and is not any more. */
export type RingState =
  | 'waiting'
  | 'deploying'
  | 'soaking'
  | 'ready'
  | 'validated'
  | 'failing'
  | 'unknown'
  | 'rolled-back';

/** Why a ring is as it is. What else there is to say of it, its other fields and the room tell. */
export type RingBecause =
  | { readonly kind: 'store-unreadable' }
  | { readonly kind: 'deployment-unknown'; readonly unknown: DeploymentUnknown }
  | { readonly kind: 'rolled-back'; readonly at: Millis }
  /** `unmet`: rings before it that are not validated. */
  | { readonly kind: 'not-deployed'; readonly unmet: readonly string[] }
  | { readonly kind: 'validated'; readonly deployed: boolean }
  /** Those of its checks that fail, or else those that are not known. */
  | { readonly kind: 'checks' }
  /** What the verdict says. */
  | { readonly kind: 'verdict' }
  /** What its regions say together. */
  | { readonly kind: 'regions' }
  /** The share that is deployed. */
  | { readonly kind: 'deploying'; readonly share: number }
  | { readonly kind: 'soak' | 'awaits-pass' | 'soaked'; readonly unmet: readonly string[] };
