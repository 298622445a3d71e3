import type { Clock } from '../../clock.ts';
import type { AckLife } from '../../room/acks/upkeep.ts';
import type { EndedAck, RoomAlert } from '../../room/room.ts';
import type { Outcome } from '../../sources/error.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Cluster } from './cluster.ts';

/** What whoever makes, extends or ends acknowledgements needs. */
export interface AckSurroundings {
  readonly cluster: Cluster;
  readonly operator: string;
  readonly clock: Clock;
  readonly life: AckLife;
  /** How the comment of an acknowledgement begins. */
  readonly mark: string;
  /** The labels of what Prometheus holds as pending or firing at this moment, without `external_labels`. */
  readonly firing: () => Promise<Outcome<readonly Labels[]>>;
  /** 8 fresh hex digits. */
  readonly nonce: () => string;
  /** Waits a moment between two looks at whether a change has spread. */
  readonly pause: () => Promise<unknown>;
  /** Waits for a change to spread among the members. */
  readonly settle: () => Promise<unknown>;
}

/** What came of looking after acknowledgements, and is to be accounted for. */
export type Tended =
  /** A narrower silence took the place of one that covered an alert it was not made for. */
  | { readonly act: 'narrow'; readonly alert: RoomAlert; readonly silence: string }
  /** An acknowledgement ended with its incident, or receivers were told of its end. */
  | { readonly act: 'end' | 'tell'; readonly ended: EndedAck; readonly outcome: Outcome<undefined> };
