import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { isAck, parseAckComment } from '../room/ack-comment.ts';
import type { RoomAlert } from '../room/room.ts';
import type { AlertmanagerMember, AlertmanagerView, Silence } from '../sources/alertmanager-types.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';
import { type Millis, millis } from '../units.ts';
import { type AckLife, ackSilence, extended, wantsExtension } from './ack-silence.ts';

export interface AcknowledgerOptions {
  /** Every member of one Alertmanager cluster. */
  readonly members: readonly AlertmanagerMember[];
  readonly operator: string;
  readonly clock: Clock;
  readonly life: AckLife;
  /** 8 fresh hex digits. */
  readonly nonce?: () => string;
  /** Waits for a change to spread among the members. */
  readonly settle?: () => Promise<unknown>;
}

/** Alertmanager gossips five times a second, and every member passes on. */
const SETTLE_MS = 1000;

const NO_MEMBER: SourceError = { kind: 'unreachable', message: 'no Alertmanager is configured' };
const ATTEMPTS = 3;
const PERHAPS = 'It may have taken effect all the same: look at the alert again before trying again.';

/** Acknowledgements as silences: exactly one each, whatever becomes of the answers. */
export class Acknowledger {
  readonly #options: Required<AcknowledgerOptions>;
  readonly #extending = new Set<string>();
  /** The member that took the last write; we stay with it. */
  #preferred: string | undefined;

  constructor(options: AcknowledgerOptions) {
    this.#options = { nonce: () => randomBytes(4).toString('hex'), settle: () => sleep(SETTLE_MS), ...options };
  }

  /** Silences one alert and nothing else. Returns the silence's id. */
  async acknowledge(alert: RoomAlert, note: string): Promise<Outcome<string>> {
    const nonce = this.#options.nonce();
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#create(alert, note, nonce);
      if (answer.kind === 'done') return succeeded(attempt > 1 ? await this.#keepOne(nonce, answer.id) : answer.id);
      if (answer.kind === 'ambiguous') {
        // Sent, and no answer: it may exist, or may yet come to.
        await this.#options.settle();
        const [found] = await this.#find(nonce);
        if (found) return succeeded(found.id);
        if (attempt < ATTEMPTS) continue;
      }
      return failed(attempt > 1 ? { ...answer.error, hint: PERHAPS } : answer.error);
    }
  }

  /** Ends every acknowledgement of an alert, whoever made it: two operators may have made one each at the same moment. */
  async unacknowledge({ fingerprint, ack }: RoomAlert): Promise<Outcome<void>> {
    const views = await this.#views();
    const naming = views.flatMap(({ alerts }) => alerts.filter((listed) => listed.fingerprint === fingerprint));
    const ids = new Set([...naming.flatMap(({ silencedBy }) => silencedBy), ...(ack ? [ack.silenceId] : [])]);
    const known = views.flatMap(({ silences }) => silences);
    // An expiry is final, so one member that knows of it is enough; what is no acknowledgement is not ours to end.
    for (const { id, state, comment } of known) if (state === 'expired' || !isAck(comment)) ids.delete(id);
    const acks = [...ids].filter((id) => id === ack?.silenceId || known.some((silence) => silence.id === id));
    const outcomes = await Promise.all(acks.map((id) => this.#expire(id)));
    return outcomes.find(({ ok }) => !ok) ?? succeeded(undefined);
  }

  /** To do it twice is harmless, so every member is tried. */
  async #expire(silenceId: string): Promise<Outcome<void>> {
    let failure: SourceError = NO_MEMBER;
    for (const member of this.#inOrder()) {
      const answer = await member.expireSilence(silenceId);
      if (answer.ok) return succeeded(undefined);
      // A member that does not know the silence says nothing against an earlier failure to reach one that may.
      if (failure === NO_MEMBER || answer.error.httpStatus !== 404) failure = answer.error;
    }
    return failed(failure);
  }

  /** Gives the operator's own acknowledgements that are about to end more time. What fails is tried with the next frame. */
  async extend(alerts: readonly RoomAlert[], now: Millis): Promise<void> {
    const { operator, life } = this.#options;
    const due = alerts.filter((alert) => wantsExtension(alert, operator, life, now));
    const ids = new Set(due.flatMap(({ ack }) => (ack ? [ack.silenceId] : [])));
    await Promise.all([...ids].filter((id) => !this.#extending.has(id)).map((id) => this.#extendOne(id)));
  }

  async #extendOne(id: string): Promise<void> {
    this.#extending.add(id);
    for (const member of this.#inOrder()) {
      const [silence, now] = await Promise.all([member.silence(id), member.now()]);
      if (!silence.ok || !now.ok || silence.value?.state !== 'active') continue;
      const longer = extended(silence.value, this.#options.life, now.value);
      if (longer === null) break;
      const answer = await member.createSilence(longer);
      // Somebody took it back in between: Alertmanager has then made a new one, which nobody asked for.
      if (answer.ok && answer.value.id !== id) await this.#expire(answer.value.id);
      if (answer.ok) break;
    }
    this.#extending.delete(id);
  }

  async #create(alert: RoomAlert, note: string, nonce: string): Promise<Creation> {
    const { operator, life, clock } = this.#options;
    let unreachable: SourceError = NO_MEMBER;
    for (const member of this.#inOrder()) {
      const view = await member.view();
      if (!view.ok) {
        unreachable = view.error;
        continue;
      }
      const listed = view.value.alerts.map(({ labels }) => labels);
      const serverNow = millis(clock.now() + view.value.clockOffset);
      const request = { operator, note, nonce, duration: life.duration, listed, serverNow };
      const answer = await member.createSilence(ackSilence(alert, request));
      if (answer.ok) {
        this.#preferred = member.id;
        return { kind: 'done', id: answer.value.id };
      }
      const { sent, error } = answer;
      if (sent) return { kind: isRefusal(error) ? 'refused' : 'ambiguous', error };
      unreachable = error;
    }
    return { kind: 'refused', error: unreachable };
  }

  /** After a second attempt the first may still have come to be: then one of the two is ended. */
  async #keepOne(nonce: string, id: string): Promise<string> {
    const surplus = (await this.#find(nonce)).filter((silence) => silence.id !== id);
    for (const silence of surplus) await this.#expire(silence.id);
    return id;
  }

  async #find(nonce: string): Promise<readonly Silence[]> {
    const silences = (await this.#views()).flatMap((view) => view.silences);
    const ours = silences.filter(
      ({ state, comment }) => state !== 'expired' && parseAckComment(comment)?.nonce === nonce,
    );
    return [...new Map(ours.map((silence) => [silence.id, silence])).values()];
  }

  async #views(): Promise<readonly AlertmanagerView[]> {
    const views = await Promise.all(this.#options.members.map((member) => member.view()));
    return views.flatMap((view) => (view.ok ? [view.value] : []));
  }

  #inOrder(): readonly AlertmanagerMember[] {
    const { members } = this.#options;
    return [...members].sort((a, b) => Number(b.id === this.#preferred) - Number(a.id === this.#preferred));
  }
}

type Creation =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'refused' | 'ambiguous'; readonly error: SourceError };

/** Alertmanager itself said no; a 5xx may come from a proxy in front of one that said yes. */
const isRefusal = ({ httpStatus }: SourceError): boolean =>
  httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500;
