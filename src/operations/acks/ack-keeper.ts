import { type Upkeep, upkeepOf } from '../../room/acks/upkeep.ts';
import type { Alerts, RoomAlert } from '../../room/room.ts';
import { parseAck } from '../../room/silences/own-silence.ts';
import type { AlertmanagerMember } from '../../sources/alertmanager/types.ts';
import type { Outcome } from '../../sources/error.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { extended, narrowed } from './ack-silence.ts';
import type { AckSurroundings, Tended } from './ack-surroundings.ts';
import { finishAck } from './finish-acks.ts';

/** Looks after acknowledgements, room by room. What fails is tried again with the next. */
export class AckKeeper {
  readonly #around: AckSurroundings;
  /** Silences that something is being done for. */
  readonly #busy = new Set<string>();
  /** What was due of other operators' at the last look: they are the first to see to their own. */
  #left: ReadonlySet<string> = new Set();

  constructor(around: AckSurroundings) {
    this.#around = around;
  }

  async tend(alerts: Alerts): Promise<readonly Tended[]> {
    const { operator, life, clock } = this.#around;
    const all = upkeepOf(alerts, operator, life, clock.now());
    const left = this.#left;
    this.#left = new Set(all.map(keyOf));
    const due = all.filter((upkeep) => isOurs(upkeep) || left.has(keyOf(upkeep)));
    const firing = once(this.#around.firing);
    const came = await Promise.all(
      due.map(async (upkeep) => {
        if (this.#busy.has(upkeep.id)) return [];
        this.#busy.add(upkeep.id);
        try {
          return await this.#carryOut(upkeep, alerts, firing);
        } finally {
          this.#busy.delete(upkeep.id);
        }
      }),
    );
    return came.flat();
  }

  async #carryOut(upkeep: Upkeep, alerts: Alerts, firing: AckSurroundings['firing']): Promise<readonly Tended[]> {
    switch (upkeep.act) {
      case 'extend':
        await this.#extend(upkeep.id);
        return [];
      case 'end':
        await this.#end(upkeep.id, upkeep.keep);
        return [];
      case 'narrow':
        return (await this.#narrow(upkeep.id, upkeep.fingerprint, alerts)) ?? [];
      case 'finish':
        return finishAck(this.#around, upkeep.ended, { firing });
    }
  }

  async #extend(id: string): Promise<void> {
    const { cluster, life, mark, settle } = this.#around;
    for (const member of cluster.inOrder()) {
      const [silence, status] = await Promise.all([member.silence(id), member.status()]);
      if (!silence.ok || !status.ok || silence.value?.state !== 'active') continue;
      const longer = extended(silence.value, life, mark, status.value.now);
      if (longer === null) return;
      const answer = await member.createSilence(longer);
      // Somebody took it back in between: Alertmanager has then made a new one, which nobody asked for.
      if (answer.ok && answer.value.id !== id) await cluster.expire(answer.value.id);
      if (answer.ok) return;
      if (!answer.sent) continue;
      // Whether that happened is not known either, so its like is looked for.
      await settle();
      await this.#endLikeOf(silence.value.comment, id);
      return;
    }
  }

  /** Ends the silences that an extension made after the end of the one it was meant for, if it has ended. */
  async #endLikeOf(comment: string, id: string): Promise<void> {
    const { cluster, mark } = this.#around;
    const silences = (await cluster.views()).flatMap((view) => view.silences);
    if (!silences.some((silence) => silence.id === id && silence.state === 'expired')) return;
    const like = silences.filter(
      (other) =>
        other.id !== id && other.state !== 'expired' && other.comment === comment && parseAck(other, mark) !== null,
    );
    for (const other of new Set(like.map((silence) => silence.id))) await cluster.expire(other);
  }

  /** Only once every member that answers has the one to keep is the other ended, or the alert would page in between. */
  async #end(id: string, keep: string): Promise<void> {
    const { cluster } = this.#around;
    if (await cluster.shows(keep)) await cluster.expire(id);
  }

  async #narrow(id: string, fingerprint: string, { list }: Alerts): Promise<readonly Tended[] | null> {
    const { cluster, pause } = this.#around;
    const alert = list.find((listed) => listed.fingerprint === fingerprint);
    if (!alert) return null;
    // The alert to be left out may be of another room, and may have come to one member only.
    const views = await cluster.views();
    const listed = [
      ...list.map(({ exactLabels }) => exactLabels),
      ...views.flatMap(({ alerts }) => alerts.map(({ labels }) => labels)),
    ];
    for (const member of cluster.inOrder()) {
      const made = await this.#makeNarrow(member, id, alert, listed);
      if (made === undefined) continue;
      if (!made?.ok) return null;
      await pause();
      // What is not to be seen everywhere yet, or whose answer was lost, leaves two: the next room ends the wider one.
      await this.#end(id, made.value);
      return [{ act: 'narrow', alert, silence: made.value }];
    }
    return null;
  }

  /** Undefined when another member may be asked; null when there is nothing to do. */
  async #makeNarrow(
    member: AlertmanagerMember,
    id: string,
    alert: RoomAlert,
    listed: readonly Labels[],
  ): Promise<Outcome<string> | null | undefined> {
    const { mark, nonce } = this.#around;
    const [silence, status] = await Promise.all([member.silence(id), member.status()]);
    if (!silence.ok || !status.ok) return undefined;
    if (silence.value?.state !== 'active') return null;
    const serverNow = status.value.now;
    const narrow = narrowed(silence.value, alert, { listed, mark, nonce: nonce(), serverNow });
    if (narrow === null) return null;
    const answer = await member.createSilence(narrow);
    if (answer.ok) return { ok: true, value: answer.value.id };
    return answer.sent ? answer : undefined;
  }
}

const isOurs = (upkeep: Upkeep): boolean => !('own' in upkeep) || upkeep.own;
const keyOf = ({ act, id }: Upkeep): string => `${act} ${id}`;

/** Asks when it is first wanted, and then not again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
