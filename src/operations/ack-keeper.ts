import { type Upkeep, upkeepOf } from '../room/ack-upkeep.ts';
import type { Alerts, RoomAlert } from '../room/room.ts';
import type { AlertmanagerMember } from '../sources/alertmanager-types.ts';
import type { Outcome } from '../sources/error.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { extended, narrowed } from './ack-silence.ts';
import type { AckSurroundings } from './ack-surroundings.ts';

/** A narrower silence took the place of an acknowledgement that covered an alert it was not made for. */
export interface Narrowed {
  readonly alert: RoomAlert;
  readonly silence: string;
}

/** Looks after an operator's own acknowledgements, room by room. What fails is tried again with the next. */
export class AckKeeper {
  readonly #around: AckSurroundings;
  /** Silences that something is being done for. */
  readonly #busy = new Set<string>();

  constructor(around: AckSurroundings) {
    this.#around = around;
  }

  async tend(alerts: Alerts): Promise<readonly Narrowed[]> {
    const { operator, life, clock } = this.#around;
    const due = upkeepOf(alerts, operator, life, clock.now()).filter(({ id }) => !this.#busy.has(id));
    const came = await Promise.all(
      due.map(async (upkeep) => {
        this.#busy.add(upkeep.id);
        try {
          return await this.#carryOut(upkeep, alerts);
        } finally {
          this.#busy.delete(upkeep.id);
        }
      }),
    );
    return came.filter((narrowed) => narrowed !== null);
  }

  async #carryOut(upkeep: Upkeep, alerts: Alerts): Promise<Narrowed | null> {
    switch (upkeep.act) {
      case 'extend':
        await this.#extend(upkeep.id);
        return null;
      case 'end':
        await this.#end(upkeep.id, upkeep.keep);
        return null;
      case 'narrow':
        return this.#narrow(upkeep.id, upkeep.fingerprint, alerts);
    }
  }

  async #extend(id: string): Promise<void> {
    const { cluster, life, mark, settle } = this.#around;
    for (const member of cluster.inOrder()) {
      const [silence, now] = await Promise.all([member.silence(id), member.now()]);
      if (!silence.ok || !now.ok || silence.value?.state !== 'active') continue;
      const longer = extended(silence.value, life, mark, now.value);
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
    const { cluster } = this.#around;
    const silences = (await cluster.views()).flatMap((view) => view.silences);
    if (!silences.some((silence) => silence.id === id && silence.state === 'expired')) return;
    const like = silences.filter((other) => other.id !== id && other.state !== 'expired' && other.comment === comment);
    for (const other of new Set(like.map((silence) => silence.id))) await cluster.expire(other);
  }

  /** Only once every member that answers has the one to keep is the other ended, or the alert would page in between. */
  async #end(id: string, keep: string | null): Promise<void> {
    const { cluster } = this.#around;
    if (keep === null || (await cluster.shows(keep))) await cluster.expire(id);
  }

  async #narrow(id: string, fingerprint: string, { list }: Alerts): Promise<Narrowed | null> {
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
      return { alert, silence: made.value };
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
    const [silence, serverNow] = await Promise.all([member.silence(id), member.now()]);
    if (!silence.ok || !serverNow.ok) return undefined;
    if (silence.value?.state !== 'active') return null;
    const narrow = narrowed(silence.value, alert, { listed, mark, nonce: nonce(), serverNow: serverNow.value });
    if (narrow === null) return null;
    const answer = await member.createSilence(narrow);
    if (answer.ok) return { ok: true, value: answer.value.id };
    return answer.sent ? answer : undefined;
  }
}
