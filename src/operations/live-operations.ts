import type { Clock } from '../clock.ts';
import type { JournalAct, JournalEntry, Ring, Room, RoomAlert } from '../room/room.ts';
import { makeSafe } from '../room/safe.ts';
import type { Outcome } from '../sources/error.ts';
import type { Millis } from '../units.ts';
import type { Acknowledger } from './acknowledge.ts';
import type { Journal } from './journal.ts';
import type { ActResult, Operations, ValidateRequest } from './operations.ts';
import { decideRevoke, decideValidate, decideWithdraw, type RingDecision } from './ring-decisions.ts';
import type { LedgerState, RingStore } from './ring-store.ts';

export interface LiveOperationsOptions {
  readonly operator: string;
  /** Why every act is disabled, or null. */
  readonly readOnly: string | null;
  readonly acknowledger: Acknowledger;
  readonly ringStore: RingStore;
  readonly journal: Journal;
  readonly clock: Clock;
  /** The newest room; undefined until the first frame. */
  readonly room: () => Room | undefined;
}

/** Carries out what an operator asks for, over whatever members, store and journal it is given: the servers', or the demo's. */
export class LiveOperations implements Operations {
  readonly readOnly: string | null;
  readonly operator: string;
  readonly #options: LiveOperationsOptions;

  constructor(options: LiveOperationsOptions) {
    this.readOnly = options.readOnly;
    this.operator = options.operator;
    this.#options = options;
  }

  acknowledge(alert: RoomAlert, note: string): Promise<ActResult> {
    return this.#act('acknowledge', alert.name, async () => {
      const { state, ack } = this.#newest(alert);
      if (state === 'acknowledged') return refused(`${alert.name} is already acknowledged by ${ack?.by}`);
      const outcome = await this.#options.acknowledger.acknowledge(alert, note);
      return this.#journaled('acknowledge', alert, outcome, `${alert.name} is acknowledged${note && `: ${note}`}`);
    });
  }

  unacknowledge(alert: RoomAlert): Promise<ActResult> {
    return this.#act('unacknowledge', alert.name, async () => {
      const newest = this.#newest(alert);
      if (!newest.ack) return refused(`${alert.name} is not acknowledged`);
      const outcome = await this.#options.acknowledger.unacknowledge(newest);
      return this.#journaled('unacknowledge', alert, outcome, `${alert.name} is no longer acknowledged`);
    });
  }

  validate(ring: Ring, { note, override }: ValidateRequest): Promise<ActResult> {
    return this.#onRing('validate', ring, (ledger, room, now) =>
      decideValidate(ledger, room, { ringId: ring.id, by: this.operator, note, now, override }),
    );
  }

  withdraw(ring: Ring): Promise<ActResult> {
    return this.#onRing('withdraw', ring, (ledger, room, now) =>
      decideWithdraw(ledger, room, { ringId: ring.id, by: this.operator, note: '', now }),
    );
  }

  revoke(ring: Ring, note: string): Promise<ActResult> {
    return this.#onRing('revoke', ring, (ledger, _, now) =>
      decideRevoke(ledger, { ringId: ring.id, by: this.operator, note, now }),
    );
  }

  /** To be called with each new room: keeps the operator's own acknowledgements alive while their alerts fire. */
  async extendAcks(room: Room): Promise<void> {
    const known = room.alerts.freshness === 'ok' || room.alerts.freshness === 'partial';
    if (this.readOnly === null && known)
      await this.#options.acknowledger.extend(room.alerts.list, this.#options.clock.now());
  }

  #onRing(
    act: JournalAct,
    ring: Ring,
    decide: (ledger: LedgerState, room: Room, now: Millis) => RingDecision,
  ): Promise<ActResult> {
    return this.#act(act, ring.id, async () => {
      const { ringStore, clock } = this.#options;
      const room = this.#options.room();
      if (!room) return refused('nothing has been observed yet');
      let result: ActResult | undefined;
      await ringStore.update((ledger) => {
        const decision = decide(ledger, room, clock.now());
        result = decision.result;
        return decision.act;
      });
      if (!result) throw new Error('the ring store decided nothing');
      return result;
    });
  }

  /** An act on Alertmanager is done before it can be journaled; when the journal fails, the operator hears of both. */
  async #journaled(act: JournalAct, alert: RoomAlert, outcome: Outcome<unknown>, done: string): Promise<ActResult> {
    const { fingerprint, labels } = alert;
    const result: Journaled = outcome.ok
      ? { result: 'done', message: done }
      : { result: 'failed', message: [outcome.error.message, outcome.error.hint].filter(Boolean).join('. ') };
    const silence = outcome.ok && typeof outcome.value === 'string' ? { silence: outcome.value } : {};
    const record = this.#record(act, alert.name, result);
    try {
      await this.#options.journal.append({ ...record, evidence: { fingerprint, labels, ...silence } });
      return result;
    } catch (error) {
      return { ...result, message: `${result.message}; but the journal could not be written: ${messageOf(error)}` };
    }
  }

  /**
   * Every promise an operator waits for resolves: an error is a result, journaled if that can be. Its message is safe to
   * draw, though it may hold a server's words or a note.
   */
  async #act(act: JournalAct, target: string, run: () => Promise<ActResult>): Promise<ActResult> {
    const result = await this.#attempt(act, target, run);
    return makeSafe(result);
  }

  async #attempt(act: JournalAct, target: string, run: () => Promise<ActResult>): Promise<ActResult> {
    if (this.readOnly !== null) return refused(this.readOnly);
    try {
      return await run();
    } catch (error) {
      const result = { result: 'failed', message: messageOf(error) } as const;
      await this.#options.journal.append(this.#record(act, target, result)).catch(() => undefined);
      return result;
    }
  }

  #record(act: JournalAct, target: string, { result, message: detail }: Journaled): JournalEntry {
    return { at: this.#options.clock.now(), by: this.operator, act, target, result, detail };
  }

  #newest(alert: RoomAlert): RoomAlert {
    const list = this.#options.room()?.alerts.list ?? [];
    return list.find(({ fingerprint }) => fingerprint === alert.fingerprint) ?? alert;
  }
}

/** An answer that stands in the journal as it is told. */
type Journaled = { readonly result: 'done' | 'failed'; readonly message: string };

const refused = (message: string): ActResult => ({ result: 'refused', message });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
