import { parseAckComment } from '../room/ack-comment.ts';
import type { AlertmanagerMember, AlertmanagerView, Silence } from '../sources/alertmanager-types.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';

export const NO_MEMBER: SourceError = { kind: 'unreachable', message: 'no Alertmanager is configured' };

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

  /** To do it twice is harmless, so every member is tried. */
  async expire(silenceId: string): Promise<Outcome<undefined>> {
    let failure: SourceError = NO_MEMBER;
    for (const member of this.inOrder()) {
      const answer = await member.expireSilence(silenceId);
      if (answer.ok) return succeeded(undefined);
      // A member that does not know the silence says nothing against an earlier failure to reach one that may.
      if (failure === NO_MEMBER || answer.error.httpStatus !== 404) failure = answer.error;
    }
    return failed(failure);
  }
}
