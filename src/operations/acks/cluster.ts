import { parseAck } from '../../room/silences/own-silence.ts';
import type { AlertmanagerMember, AlertmanagerView, Silence } from '../../sources/alertmanager/types.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../sources/error.ts';
import type { Millis } from '../../units.ts';

export const NO_MEMBER: SourceError = { kind: 'unreachable', message: 'no Alertmanager is configured' };

/** Times that other members are looked at for a silence that one took; gossip passes it on within a fraction of a second. */
const LOOKS = 6;

/** How long a member that hangs holds anybody up while another answers, in milliseconds. */
const PATIENCE_MS = 1000;

/** A member that is slow now holds nobody up. */
const soon = () => AbortSignal.timeout(PATIENCE_MS);

export interface MemberAnswer {
  readonly member: AlertmanagerMember;
  readonly view: Outcome<AlertmanagerView>;
}

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

  /**
   * What every member answers: those first that did, and among them the one we stay with. Of the others, an error of the
   * kind `aborted` says that it was not waited for.
   */
  async answers(): Promise<readonly MemberAnswer[]> {
    const answers = await atOnce(this.inOrder(), async (member, signal) => {
      const view = await member.view(signal);
      return { ok: view.ok, member, view };
    });
    return [...answers].sort((a, b) => Number(b.ok) - Number(a.ok));
  }

  /** What the members say that answer, each waited for as long as its timeout allows: nothing may be missed. */
  async views(): Promise<readonly AlertmanagerView[]> {
    const views = await Promise.all(this.#members.map((member) => member.view()));
    return views.flatMap((view) => (view.ok ? [view.value] : []));
  }

  /** The silences that carry a nonce and have not ended, on whatever member that answers. */
  async find(nonce: string, mark: string): Promise<readonly Silence[]> {
    const silences = (await this.views()).flatMap((view) => view.silences);
    const ended = new Set(silences.filter(({ state }) => state === 'expired').map(({ id }) => id));
    const ours = silences.filter((silence) => !ended.has(silence.id) && parseAck(silence, mark)?.nonce === nonce);
    return [...new Map(ours.map((silence) => [silence.id, silence])).values()];
  }

  /**
   * Whether a silence that one member took has come to another, or is alone with one that is gone. A member that answers
   * will pass it on.
   */
  async keeps(taker: AlertmanagerMember, silenceId: string, pause: () => Promise<unknown>): Promise<boolean> {
    const others = this.#members.filter(({ id }) => id !== taker.id);
    for (let look = 1; others.length > 0 && look <= LOOKS; look++) {
      const copies = others.map((member) => member.silence(silenceId, soon()));
      if (await isAny(copies, (copy) => copy.ok && copy.value !== null)) return true;
      // With nobody to ask there is nobody to make another one either.
      if ((await Promise.all(copies)).every(({ ok }) => !ok)) return true;
      await pause();
    }
    if (others.length === 0) return true;
    const own = await taker.silence(silenceId, soon());
    return own.ok && own.value !== null;
  }

  /** Whether something holds for each member there is. */
  async everyMember(holds: (member: AlertmanagerMember) => Promise<boolean>): Promise<boolean> {
    return (await Promise.all(this.#members.map(holds))).every((held) => held);
  }

  /** What time it is for each member that answers soon. */
  async times(): Promise<ReadonlyMap<AlertmanagerMember, Millis>> {
    const told = await Promise.all(
      this.#members.map(async (member) => ({ member, status: await member.status(soon()) })),
    );
    return new Map(told.flatMap(({ member, status }) => (status.ok ? [[member, status.value.now]] : [])));
  }

  /** Whether every member that answers has a silence as active, and at least one does. */
  async shows(silenceId: string): Promise<boolean> {
    const copies = await Promise.all(this.#members.map((member) => member.silence(silenceId, soon())));
    const answers = copies.flatMap((copy) => (copy.ok ? [copy.value] : []));
    return answers.length > 0 && answers.every((silence) => silence?.state === 'active');
  }

  /** To do it twice is harmless, so every member is told, lest the end be lost with one of them before it was passed on. */
  async expire(silenceId: string): Promise<Outcome<undefined>> {
    const answers = await atOnce(this.inOrder(), (member, signal) => member.expireSilence(silenceId, signal));
    const errors = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
    if (errors.length < answers.length) return succeeded(undefined);
    // A member that does not know the silence says nothing against a failure to reach one that may.
    return failed(errors.findLast(({ httpStatus }) => httpStatus !== 404) ?? errors[0] ?? NO_MEMBER);
  }
}

/** Asks every member at once. As soon as one has done what it was asked, the others get a moment more, and no longer. */
async function atOnce<T extends { readonly ok: boolean }>(
  members: readonly AlertmanagerMember[],
  ask: (member: AlertmanagerMember, signal: AbortSignal) => Promise<T>,
): Promise<readonly T[]> {
  const patience = new AbortController();
  let end: NodeJS.Timeout | undefined;
  const answers = await Promise.all(
    members.map(async (member) => {
      const answer = await ask(member, patience.signal);
      if (answer.ok) end ??= setTimeout(() => patience.abort(), PATIENCE_MS);
      return answer;
    }),
  );
  clearTimeout(end);
  return answers;
}

/** Whether an answer is as wanted; true as soon as one is. */
const isAny = <T>(answers: readonly Promise<T>[], wanted: (answer: T) => boolean): Promise<boolean> =>
  new Promise((resolve) => {
    const looked = answers.map(async (answer) => wanted(await answer) && resolve(true));
    void Promise.all(looked).then(() => resolve(false));
  });
