import type { Clock } from '../clock.ts';
import type { RingEvent } from '../room/rings/events.ts';
import type { EndedAck, JournalAct, JournalEntry, Ring, Room, RoomAlert } from '../room/room.ts';
import { makeSafe } from '../room/safe.ts';
import type { Millis } from '../units.ts';
import { butText, ringActText, untoldText } from '../wording/ring-acts.ts';
import type { Acknowledger } from './acks/acknowledge.ts';
import { AlertActs } from './acks/alert-acts.ts';
import type { Announcer } from './announcer.ts';
import type { Journal } from './journal/journal.ts';
import type { AckWish, ActResult, Operations, ValidateRequest } from './operations.ts';
import { decideRevoke, decideValidate, decideWithdraw, type RingDecision } from './rings/decisions.ts';
import { meanwhile, withNews } from './rings/meanwhile.ts';
import type { LedgerState, RingAct, RingStore } from './stores/ring-store.ts';

export interface LiveOperationsOptions {
  readonly operator: string;
  /** Why every act is disabled, or null. */
  readonly readOnly: string | null;
  readonly acknowledger: Acknowledger;
  readonly ringStore: RingStore;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Null when nobody is told of ring events. */
  readonly announcer?: Pick<Announcer, 'announce'> | null;
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

  finishAck(ended: EndedAck): Promise<ActResult> {
    return this.#act('end', ended.name, () => this.#alerts.finish(ended));
  }

  /** To be called with each new room: acknowledgements live as long as their incidents. What fails is tried with the next. */
  async tendAcks(room: Room): Promise<void> {
    const known = room.alerts.freshness === 'ok' || room.alerts.freshness === 'partial';
    if (this.readOnly === null && known) await this.#alerts.tend(room).catch(() => undefined);
  }

  #onRing(
    act: JournalAct,
    ring: Ring,
    decide: (ledger: LedgerState, room: Room, now: Millis) => RingDecision,
  ): Promise<ActResult> {
    return this.#act(act, ring.id, async () => {
      const { ringStore, clock } = this.#options;
      const room = this.#options.room();
      if (!room) return refused(ringActText.unseen());
      let decision: RingDecision | undefined;
      await ringStore.update((ledger) => {
        const now = clock.now();
        decision = withNews(decide(ledger, room, now), meanwhile(ring, room, ledger, now), now);
        return decision.act;
      });
      if (!decision) throw new Error('the ring store gave no decision: nothing was done');
      return this.#announced(decision);
    });
  }

  /** What is done is done, whether or not somebody could be told of it. */
  async #announced({ act, result }: RingDecision): Promise<ActResult> {
    const event = eventOf(act);
    const untold = (event && (await this.#options.announcer?.announce(event))) ?? null;
    if (event === null || untold === null) return result;
    const message = untoldText(untold);
    const record = this.#record('announce', event.ring, { result: 'failed', message });
    await this.#options.journal.append(record).catch(() => undefined);
    return { ...result, message: butText(result.message, message) };
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

/** What others should hear of an act on a ring: that its validation changed. */
function eventOf({ record, change }: RingAct): Exclude<RingEvent, { readonly kind: 'progressed' }> | null {
  if (!change) return null;
  const { at, by, note, target: ring } = record;
  const { validation } = change;
  if (!validation) return { kind: 'revoked', ring, by, at, note };
  return { kind: 'validated', ring, by, at, note, validation };
}

const refused = (message: string): ActResult => ({ result: 'refused', message });
const namesOf = (alerts: readonly RoomAlert[]): string => [...new Set(alerts.map(({ name }) => name))].join(', ');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
