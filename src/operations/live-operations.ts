import type { Clock } from '../clock.ts';
import type { JournalAct, JournalEntry, Ring, Room, RoomAlert } from '../room/room.ts';
import { makeSafe } from '../room/safe.ts';
import type { Millis } from '../units.ts';
import type { Acknowledger } from './acknowledge.ts';
import { AlertActs } from './alert-acts.ts';
import type { Journal } from './journal.ts';
import type { AckWish, ActResult, Operations, ValidateRequest } from './operations.ts';
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
  readonly #alerts: AlertActs;

  constructor(options: LiveOperationsOptions) {
    this.readOnly = options.readOnly;
    this.operator = options.operator;
    this.#options = options;
    this.#alerts = new AlertActs(options);
  }

  acknowledge(alerts: readonly RoomAlert[], wish: AckWish): Promise<ActResult> {
    return this.#act('acknowledge', namesOf(alerts), () => this.#alerts.acknowledge(alerts, wish));
  }

  unacknowledge(alert: RoomAlert): Promise<ActResult> {
    return this.#act('unacknowledge', alert.name, () => this.#alerts.unacknowledge(alert));
  }

  claim(alert: RoomAlert, note: string): Promise<ActResult> {
    return this.#act('claim', alert.name, () => this.#alerts.claim(alert, note));
  }

  release(alert: RoomAlert): Promise<ActResult> {
    return this.#act('release', alert.name, () => this.#alerts.release(alert));
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
    if (this.readOnly === null && known) await this.#alerts.tend(room);
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
}

/** An answer that stands in the journal as it is told. */
type Journaled = { readonly result: 'done' | 'failed'; readonly message: string };

const refused = (message: string): ActResult => ({ result: 'refused', message });
const namesOf = (alerts: readonly RoomAlert[]): string => [...new Set(alerts.map(({ name }) => name))].join(', ');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
