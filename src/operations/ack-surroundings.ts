import type { Clock } from '../clock.ts';
import type { AckLife } from '../room/ack-upkeep.ts';
import type { Cluster } from './cluster.ts';

/** What whoever makes, extends or ends acknowledgements needs. */
export interface AckSurroundings {
  readonly cluster: Cluster;
  readonly operator: string;
  readonly clock: Clock;
  readonly life: AckLife;
  /** How the comment of an acknowledgement begins. */
  readonly mark: string;
  /** 8 fresh hex digits. */
  readonly nonce: () => string;
  /** Waits a moment between two looks at whether a change has spread. */
  readonly pause: () => Promise<unknown>;
  /** Waits for a change to spread among the members. */
  readonly settle: () => Promise<unknown>;
}
