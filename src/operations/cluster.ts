import { parseAckComment } from '../room/ack-comment.ts';
import type { AlertmanagerMember, AlertmanagerView, Silence } from '../sources/alertmanager-types.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';

export const NO_MEMBER: SourceError = { kind: 'unreachable', message: 'no Alertmanager is configured' };

/** Times that other members are looked at for a silence that one took; gossip passes it on within a fraction of a second. */
const LOOKS = 6;

/** A member that is slow now holds nobody up. */
const soon = () => AbortSignal.timeout(1000);

/** The members of one Alertmanager cluster, as somebody who changes silences needs them. */
export class Cluster {
  readonly #members: readonly AlertmanagerMember[];
  /** The member that took the last write; we stay with it. */
  #preferred: string | undefined;

  constructor(members: readonly AlertmanagerMember[]) {
    this.#members = members;
  }

  inOrder(): readonly AlertmanagerMember[] {
    return [...this.#members].sort((a, b) => Number(b.id === this.#preferred) - Number(a.id === this.#preferred));
  }

  prefer({ id }: AlertmanagerMember): void {
    this.#preferred = id;
  }

  /** What the members say that answer. */
  async views(): Promise<readonly AlertmanagerView[]> {
    const views = await Promise.all(this.#members.map((member) => member.view()));
    return views.flatMap((view) => (view.ok ? [view.value] : []));
  }

  /** The silences that carry a nonce and have not ended, on whatever member that answers. */
  async find(nonce: string, mark: string): Promise<readonly Silence[]> {
    const silences = (await this.views()).flatMap((view) => view.silences);
    const ended = new Set(silences.filter(({ state }) => state === 'expired').map(({ id }) => id));
    const ours = silences.filter(
      ({ id, comment }) => !ended.has(id) && parseAckComment(comment, mark)?.nonce === nonce,
    );
    return [...new Map(ours.map((silence) => [silence.id, silence])).values()];
  }

  /**
   * Whether a silence that one member took has come to another, or is alone with one that is gone. A member that answers
   * will pass it on.
   */
  async keeps(taker: AlertmanagerMember, silenceId: string, pause: () => Promise<unknown>): Promise<boolean> {
    const others = this.#members.filter(({ id }) => id !== taker.id);
    for (let look = 1; others.length > 0 && look <= LOOKS; look++) {
      const copies = await Promise.all(others.map((member) => member.silence(silenceId, soon())));
      if (copies.some((copy) => copy.ok && copy.value !== null)) return true;
      // With nobody to ask there is nobody to make another one either.
      if (copies.every(({ ok }) => !ok)) return true;
      await pause();
    }
    if (others.length === 0) return true;
    const own = await taker.silence(silenceId, soon());
    return own.ok && own.value !== null;
  }

  /** Whether every member that answers has a silence as active, and at least one does. */
  async shows(silenceId: string): Promise<boolean> {
    const copies = await Promise.all(this.#members.map((member) => member.silence(silenceId, soon())));
    const answers = copies.flatMap((copy) => (copy.ok ? [copy.value] : []));
    return answers.length > 0 && answers.every((silence) => silence?.state === 'active');
  }

  /**
   * To do it twice is harmless, so every member is tried; and once one has done it, the others are told as well, lest the
   * end be lost with that one before it was passed on.
   */
  async expire(silenceId: string): Promise<Outcome<undefined>> {
    let failure: SourceError = NO_MEMBER;
    for (const member of this.inOrder()) {
      const answer = await member.expireSilence(silenceId);
      if (answer.ok) {
        const others = this.#members.filter(({ id }) => id !== member.id);
        await Promise.all(others.map((other) => other.expireSilence(silenceId, soon())));
        return succeeded(undefined);
      }
      // A member that does not know the silence says nothing against an earlier failure to reach one that may.
      if (failure === NO_MEMBER || answer.error.httpStatus !== 404) failure = answer.error;
    }
    return failed(failure);
  }
}
