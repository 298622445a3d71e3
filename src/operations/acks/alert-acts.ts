import type { Clock } from '../../clock.ts';
import { sameOperator } from '../../room/rings/approvals.ts';
import type { EndedAck, JournalAct, Room, RoomAlert } from '../../room/room.ts';
import { type Outcome, succeeded } from '../../sources/error.ts';
import type { Safe } from '../../text/safe.ts';
import { type Seconds, seconds } from '../../units.ts';
import { ackActText, claimText, endedLine, finishedText, type NotAcknowledged } from '../../wording/ack-acts.ts';
import { butText } from '../../wording/ring-acts.ts';
import type { Journal, JournalRecord } from '../journal/journal.ts';
import type { AckWish, ActResult, AlertResult } from '../operations.ts';
import type { RingStore } from '../stores/ring-store.ts';
import type { Tended } from './ack-surroundings.ts';
import type { Acknowledger } from './acknowledge.ts';
import { resultOf, summed } from './alert-results.ts';
import type { MadeAck } from './create-acks.ts';

export interface AlertActsOptions {
  readonly operator: string;
  readonly acknowledger: Acknowledger;
  readonly journal: Journal;
  readonly ringStore: RingStore;
  readonly clock: Clock;
  readonly room: () => Room | undefined;
}

/** Shorter, it would page again while its dialog is still in the operator's eyes. */
const SHORTEST = seconds(60);

/** What an operator may do about alerts. Rejects only when the journal of a claim cannot be written. */
export class AlertActs {
  readonly #options: AlertActsOptions;
  /** Lines of the journal that are still to be written. */
  readonly #endings: JournalRecord[] = [];

  constructor(options: AlertActsOptions) {
    this.#options = options;
  }

  async acknowledge(given: readonly RoomAlert[], wish: AckWish): Promise<ActResult> {
    const { acknowledger } = this.#options;
    const unfit = durationRefusal(wish.duration, acknowledger.life.max);
    if (unfit !== null) return { result: 'refused', message: unfit };
    const alerts = [...new Map(given.map((alert) => [alert.fingerprint, this.#newest(alert) ?? alert])).values()];
    const open = alerts.filter((alert) => this.#whyNot(alert) === null);
    const listed = this.#options.room()?.alerts.list ?? alerts;
    const outcomes = await acknowledger.acknowledge(open, wish, listed);
    const results: AlertResult[] = [];
    for (const alert of alerts) {
      const outcome = outcomes[open.indexOf(alert)];
      results.push(
        outcome
          ? await this.#acknowledged(alert, outcome, wish)
          : resultOf(alert, 'refused', ackActText.not(alert, this.#whyNot(alert) ?? 'gone')),
      );
    }
    return summed(results, 'acknowledged');
  }

  async #acknowledged(alert: RoomAlert, outcome: Outcome<MadeAck>, wish: AckWish): Promise<AlertResult> {
    const { operator } = this.#options;
    if (outcome.ok && !sameOperator(outcome.value.by, operator))
      return resultOf(alert, 'refused', ackActText.before(alert, outcome.value.by));
    const silence = outcome.ok ? succeeded(outcome.value.id) : outcome;
    const done = ackActText.acknowledged(alert, wish.duration, wish.note);
    return this.#journaled('acknowledge', alert, silence, done, wish.note);
  }

  async unacknowledge(given: RoomAlert): Promise<ActResult> {
    const alert = this.#newest(given) ?? given;
    const { ack, fingerprint } = alert;
    if (!ack) return refused(alert, ackActText.notAcknowledged(alert));
    const others = (this.#options.room()?.alerts.list ?? [])
      .filter((other) => other.fingerprint !== fingerprint && other.ack?.silenceId === ack.silenceId)
      .map((other) => other.name);
    const outcome = await this.#options.acknowledger.unacknowledge(alert);
    const done = ackActText.takenBack(alert, others);
    return summed([await this.#journaled('unacknowledge', alert, outcome, done)], 'taken back');
  }

  async claim(given: RoomAlert, note: string): Promise<ActResult> {
    const alert = this.#newest(given);
    if (!alert) return refused(given, ackActText.not(given, 'gone'));
    const { claim } = alert;
    const { operator } = this.#options;
    const own = claim !== null && sameOperator(claim.by, operator);
    if (own && (note === '' || note === claim.note)) return refused(alert, claimText.already(alert));
    const takenFrom = claim && !own ? claim.by : null;
    return this.#claimed('claim', alert, claimText.claimed(alert, operator, takenFrom, note), note);
  }

  async release(given: RoomAlert): Promise<ActResult> {
    const alert = this.#newest(given) ?? given;
    const { claim } = alert;
    if (!claim) return refused(alert, claimText.nobody(alert));
    if (!sameOperator(claim.by, this.#options.operator)) return refused(alert, claimText.another(alert, claim.by));
    return this.#claimed('release', alert, claimText.released(alert, this.#options.operator));
  }

  /** Looks after acknowledgements; journals what takes the place of what, and what ended with its incident. */
  async tend({ alerts }: Room): Promise<void> {
    const came = await this.#options.acknowledger.tend(alerts);
    for (const tended of came) await this.#account(tended);
    await this.#writeEndings();
  }

  /** Ends what acknowledged an alert that is over, whoever made it. */
  async finish(ended: EndedAck): Promise<ActResult> {
    const { name, fingerprint } = ended;
    const came = await this.#options.acknowledger.finish(ended);
    for (const tended of came) await this.#account(tended);
    await this.#writeEndings();
    const failure = came.flatMap((tended) =>
      'outcome' in tended && !tended.outcome.ok ? tended.outcome.error : [],
    )[0];
    const result = (kind: AlertResult['result'], message: string) =>
      summed([{ fingerprint, name, result: kind, message }], 'ended');
    if (failure) return result('failed', failure.message);
    const told = came.some(({ act }) => act === 'tell');
    return result('done', finishedText(ended, told));
  }

  async #account(tended: Tended): Promise<void> {
    if (tended.act === 'narrow') await this.#narrowed(tended.alert, tended.silence);
    else if (tended.outcome.ok) this.#endings.push(this.#ending(tended.act, tended.ended));
  }

  async #narrowed(alert: RoomAlert, silence: string): Promise<void> {
    await this.#journaled('acknowledge', alert, succeeded(silence), ackActText.narrowed(alert));
  }

  /** What several rooms do at the same moment has one line; what cannot be written now is written with a later room. */
  async #writeEndings(): Promise<void> {
    const { ringStore } = this.#options;
    const open = this.#endings.splice(0);
    if (open.length === 0) return;
    try {
      // Without the lock that writers wait for: most often another room was faster.
      const { journal } = await ringStore.read();
      for (const record of open.filter((one) => !isNoted(one, journal)))
        await ringStore.update((ledger) => (isNoted(record, ledger.journal) ? null : { record }));
    } catch {
      this.#endings.push(...open);
    }
  }

  #ending(act: 'end' | 'tell', ended: EndedAck): JournalRecord {
    const { clock, operator } = this.#options;
    const { silenceId: silence, fingerprint, name, exactLabels: labels, endedAt } = ended;
    const evidence = { fingerprint, labels, silence, endedAt: new Date(endedAt).toISOString() };
    return {
      at: clock.now(),
      by: operator,
      act,
      target: name,
      fingerprint,
      result: 'done',
      detail: endedLine(act, ended),
      evidence,
    };
  }

  /** A claim is its line in the journal, and nothing else. */
  async #claimed(act: 'claim' | 'release', alert: RoomAlert, message: string, note = ''): Promise<ActResult> {
    const result = resultOf(alert, 'done', message);
    await this.#options.journal.append(this.#record(act, alert, result, note));
    return summed([result], act === 'claim' ? 'claimed' : 'released');
  }

  /** An act on Alertmanager is done before it can be journaled; when the journal fails, the operator hears of both. */
  async #journaled(
    act: JournalAct,
    alert: RoomAlert,
    outcome: Outcome<string | undefined>,
    done: string,
    note = '',
  ): Promise<AlertResult> {
    const silence = outcome.ok && typeof outcome.value === 'string' ? { silence: outcome.value } : {};
    const result: AlertResult = outcome.ok
      ? { ...resultOf(alert, 'done', done), ...silence }
      : resultOf(alert, 'failed', [outcome.error.message, outcome.error.hint].filter(Boolean).join('. '));
    try {
      await this.#options.journal.append(this.#record(act, alert, result, note));
      return result;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ...result, message: butText(result.message, `the journal could not be written: ${why}`) };
    }
  }

  #record(act: JournalAct, alert: RoomAlert, result: AlertResult, note: string): JournalRecord {
    const { fingerprint, name, labels, startsAt } = alert;
    const { clock, operator } = this.#options;
    const silence = result.silence === undefined ? {} : { silence: result.silence };
    return {
      at: clock.now(),
      by: operator,
      act,
      target: name,
      fingerprint,
      result: result.result,
      detail: result.message,
      ...(note !== '' && { note }),
      evidence: { fingerprint, labels, startsAt: new Date(startsAt).toISOString(), ...silence },
    };
  }

  /** Why an alert cannot be acknowledged, or null. */
  #whyNot(alert: RoomAlert): NotAcknowledged | null {
    if (alert.ack !== null) return 'already';
    return this.#newest(alert) ? null : 'gone';
  }

  /** As the room has it now; undefined when it has it no more. */
  #newest({ fingerprint }: RoomAlert): RoomAlert | undefined {
    return this.#options.room()?.alerts.list.find((alert) => alert.fingerprint === fingerprint);
  }
}

/** Whether a journal has a line for what was done to one silence. */
const isNoted = (record: JournalRecord, journal: readonly JournalRecord[]): boolean =>
  journal.some(
    ({ act, fingerprint, evidence }) =>
      act === record.act && fingerprint === record.fingerprint && evidence?.silence === record.evidence?.silence,
  );

/** Why an acknowledgement may not last so long, or null. @param max the profile's `ack_max` */
export function durationRefusal(duration: Seconds | undefined, max: Seconds): Safe | null {
  if (duration === undefined || (duration >= SHORTEST && duration <= max)) return null;
  return ackActText.lasts(SHORTEST, max);
}

const refused = (alert: RoomAlert, message: string): ActResult => summed([resultOf(alert, 'refused', message)], '');
