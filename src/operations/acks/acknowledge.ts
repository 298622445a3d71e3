import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import { ACK_MARK } from '../../room/acks/comment.ts';
import type { AckLife } from '../../room/acks/upkeep.ts';
import type { Alerts, EndedAck, RoomAlert } from '../../room/room.ts';
import type { AlertmanagerMember } from '../../sources/alertmanager/types.ts';
import { failed, type Outcome, type SourceError } from '../../sources/error.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { AckWish } from '../operations.ts';
import { AckKeeper } from './ack-keeper.ts';
import type { AckSurroundings, Tended } from './ack-surroundings.ts';
import { Cluster } from './cluster.ts';
import { createAcks, type MadeAck } from './create-acks.ts';
import { endAcks } from './end-acks.ts';
import { finishAck } from './finish-acks.ts';

export interface AcknowledgerOptions {
  /** Every member of one Alertmanager cluster. */
  readonly members: readonly AlertmanagerMember[];
  readonly operator: string;
  readonly clock: Clock;
  readonly life: AckLife;
  /** How the comment of an acknowledgement begins; karma's word unless given. */
  readonly mark?: string;
  /** The labels of what Prometheus holds as pending or firing at this moment; without, receivers are told of no end. */
  readonly firing?: () => Promise<Outcome<readonly Labels[]>>;
  /** 8 fresh hex digits. */
  readonly nonce?: () => string;
  /** Waits a moment between two looks at whether a change has spread. */
  readonly pause?: () => Promise<unknown>;
  /** Waits for a change to spread among the members. */
  readonly settle?: () => Promise<unknown>;
}

/** Alertmanager gossips five times a second, and every member passes on. */
const SETTLE_MS = 1000;
const PAUSE_MS = 250;

const NOT_ASKED: SourceError = {
  kind: 'unreachable',
  message: 'no Prometheus or Alertmanager is set, so it is not known what is firing',
};

/** Acknowledgements as silences: exactly one each, whatever becomes of the answers. */
export class Acknowledger {
  readonly life: AckLife;
  readonly #around: AckSurroundings;
  readonly #keeper: AckKeeper;

  constructor({ members, mark = ACK_MARK, ...options }: AcknowledgerOptions) {
    const defaults = {
      firing: async () => failed(NOT_ASKED),
      nonce: () => randomBytes(4).toString('hex'),
      pause: () => sleep(PAUSE_MS),
      settle: () => sleep(SETTLE_MS),
    };
    this.life = options.life;
    this.#around = { ...defaults, ...options, mark, cluster: new Cluster(members) };
    this.#keeper = new AckKeeper(this.#around);
  }

  /** Silences each of some alerts and nothing else. Returns what stands for each, in the same order. @param listed every alert of the room */
  acknowledge(
    alerts: readonly RoomAlert[],
    wish: AckWish,
    listed: readonly RoomAlert[] = alerts,
  ): Promise<readonly Outcome<MadeAck>[]> {
    const known = listed.map(({ exactLabels }) => exactLabels);
    return createAcks(this.#around, alerts, wish, known);
  }

  unacknowledge(alert: RoomAlert): Promise<Outcome<undefined>> {
    return endAcks(this.#around, alert);
  }

  /** Ends what acknowledged an alert that is listed no more, whoever made it, and tells receivers where nobody else does. */
  finish(ended: EndedAck): Promise<readonly Tended[]> {
    return finishAck(this.#around, ended, { wished: true });
  }

  /** To be called with the alerts of each new room. */
  tend(alerts: Alerts): Promise<readonly Tended[]> {
    return this.#keeper.tend(alerts);
  }
}
