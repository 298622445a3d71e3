import type { Timer } from '../clock.ts';
import type { Collector } from '../frames/collect.ts';
import type { Frame } from '../frames/frame.ts';
import { History } from '../frames/history.ts';
import type { Operations } from '../operations/operations.ts';
import type { RingStore, Visitor } from '../operations/stores/ring-store.ts';
import type { Plan } from '../profile/plan/plan.ts';
import { RoomBuilder } from '../room/build.ts';
import type { Room } from '../room/shown.ts';
import { addSeconds, type Millis, millis, type Seconds } from '../units.ts';
import { type Asked, askedIn, type Cost, costsIn } from './asked.ts';
import { Emitter } from './emitter.ts';
import { evidenceIn } from './evidence-of.ts';
import { LedgerReader } from './ledger.ts';
import type { LogSession } from './logs/session.ts';
import { type LookBack, PastRooms } from './past-rooms.ts';
import type { Runbooks } from './runbooks.ts';
import type { Scene, Session } from './session.ts';
import { unheardHistory } from './unheard.ts';

export interface LiveParts {
  readonly plan: Plan;
  /** The part of it that the collector asks for; absent: all of it. */
  readonly asked?: Plan;
  readonly collector: Pick<Collector, 'collect'>;
  readonly store: RingStore;
  /** As whom others are to see this room; absent when nobody looks at it. */
  readonly visitor?: Visitor;
  readonly clock: Timer;
  /** Absent without a Loki. */
  readonly logs?: LogSession;
  /** Absent where nobody looks at any. */
  readonly runbooks?: Runbooks;
  /** Asks for rooms of the past; absent where nobody looks back. */
  readonly lookBack?: LookBack;
  /** Has the first frame shown server by server, as a person would see it; else nothing is shown before it is whole. */
  readonly showsParts?: boolean;
}

/** Ages are shown in seconds, so the room is looked at anew this often even when no frame came. */
const HEARTBEAT = 1000;

/** The room on real servers: a frame at every refresh, never two at once, until it is stopped. */
export class LiveSession implements Session {
  readonly operations: Operations;
  readonly logs: LogSession | null;
  readonly runbooks: Runbooks | null;
  readonly subscribe: Session['subscribe'];
  readonly #parts: LiveParts;
  readonly #history: History;
  readonly #rooms: RoomBuilder;
  readonly #reader: LedgerReader;
  readonly #past: PastRooms | null;
  readonly #emitter = new Emitter();
  readonly #abort = new AbortController();
  #scene: Scene | undefined;
  /** As it stands, also while the screen holds an older one: what acts are judged on. */
  #newest: Room | undefined;
  #asked: readonly Asked[] = [];
  #costs: readonly Cost[] = [];
  #paused = false;
  #collecting = false;
  /** What is known of the first frame until all of it has come. */
  #first: History | null;
  /** An act came while a question was open, which may not know of it. */
  #askAgain = false;
  #cancelRefresh = () => {};
  #cancelBeat = () => {};
  #stopWatching = () => {};
  #leave = () => {};

  /** @param operations made from a function that gives the room as it stands */
  constructor(parts: LiveParts, operations: (room: () => Room | undefined) => Operations) {
    this.#parts = parts;
    this.logs = parts.logs ?? null;
    this.runbooks = parts.runbooks ?? null;
    const asked = parts.asked ?? parts.plan;
    this.#history = new History(asked);
    this.#first = parts.showsParts ? unheardHistory(asked) : null;
    this.#rooms = new RoomBuilder(parts.plan);
    this.#reader = new LedgerReader(parts.store, parts.clock);
    const { lookBack } = parts;
    this.#past = lookBack ? new PastRooms(lookBack, parts.clock, () => this.#showAgain()) : null;
    this.subscribe = this.#emitter.subscribe;
    this.operations = operations(() => this.#newest);
  }

  start(): void {
    this.#askNow();
    this.#beat();
    const { store, visitor } = this.#parts;
    this.#stopWatching = store.watch(() => void this.#readLedger());
    if (visitor && store.attend) this.#leave = store.attend(visitor);
  }

  stop(): void {
    this.#abort.abort();
    this.#cancelRefresh();
    this.#cancelBeat();
    this.#stopWatching();
    this.#leave();
    this.#past?.leave();
    this.logs?.run({ do: 'close' });
  }

  readonly scene = (): Scene | undefined => this.#scene;

  refresh(): void {
    this.#past?.again();
    this.#askNow();
  }

  #askNow(): void {
    void this.#collect();
  }

  refreshAfterAct(): void {
    this.#askAgain = this.#collecting;
    this.#askNow();
  }

  setPaused(paused: boolean): void {
    // What was stands still already.
    if (this.#past?.viewing) return;
    this.#paused = paused;
    if (!this.#scene) return;
    this.#look();
  }

  seek(by: Seconds): void {
    const { clock } = this.#parts;
    const shown = this.#past?.viewing?.at ?? (this.#paused ? this.#scene?.room.at : undefined) ?? clock.now();
    this.view(addSeconds(shown, by));
  }

  view(at: Millis | null): void {
    const past = this.#past;
    if (past === null || !this.#scene) return;
    this.#paused = false;
    // Of a whole second, so that going back to it finds what was asked.
    const instant = at === null || at >= this.#parts.clock.now() ? null : millis(Math.floor(at / 1000) * 1000);
    if (instant === null) past.leave();
    else past.go(instant);
    this.#look();
  }

  changeSpeed(): void {}

  async #collect(): Promise<void> {
    if (this.#collecting || this.#abort.signal.aborted) return;
    this.#collecting = true;
    this.#cancelRefresh();
    const { plan, collector, clock } = this.#parts;
    const period = plan.profile.refresh * 1000;
    const started = clock.now();
    const outOfPatience = Promise.withResolvers<void>();
    const cancelPatience = clock.after(period * 0.9, outOfPatience.resolve);
    const ledger = this.#reader.turn(outOfPatience.promise);
    const [frame] = await Promise.all([
      collector.collect(started, outOfPatience.promise, this.#abort.signal, this.#hearsFirst(ledger)),
      ledger,
    ]);
    cancelPatience();
    this.#collecting = false;
    if (this.#abort.signal.aborted) return;
    this.#first = null;
    this.#history.extend(frame);
    this.#asked = askedIn(frame);
    this.#costs = costsIn(frame);
    void this.operations.tendAcks(this.#look());
    const wait = this.#askAgain ? 0 : Math.max(0, started + period - clock.now());
    this.#askAgain = false;
    this.#cancelRefresh = clock.after(wait, () => this.#askNow());
  }

  /**
   * What does with each part of the first frame, which may be long in coming: it is shown as it comes, once it is known who
   * validated what. Later frames are shown when they are whole, so that all of a room is of one instant.
   */
  #hearsFirst(ledger: Promise<void>): ((part: Frame) => void) | undefined {
    const first = this.#first;
    if (first === null) return undefined;
    return (part) => {
      first.extend(part);
      void ledger.then(() => {
        if (this.#first && !this.#abort.signal.aborted) this.#look();
      });
    };
  }

  /** Shows at once what another operator did, frame or no frame. */
  async #readLedger(): Promise<void> {
    await this.#reader.anew();
    if (this.#scene && !this.#abort.signal.aborted) this.#look();
  }

  /** Builds the room as of now; a paused screen keeps the one it shows, and is told how things stand. */
  #look(): Room {
    const { clock } = this.#parts;
    const room = this.#rooms.build(this.#first ?? this.#history, this.#reader.ledger(), clock.now());
    // Nothing is to be decided on servers that were about to answer.
    if (!this.#first) this.#newest = room;
    this.#show(this.#paused && this.#scene ? this.#scene.room : room, room);
    return room;
  }

  /** The answer of a past instant came. */
  #showAgain(): void {
    if (this.#scene && !this.#abort.signal.aborted) this.#look();
  }

  #show(room: Room, newest: Room): void {
    const viewing = this.#past?.viewing ?? null;
    const shown: Omit<Scene, 'playback'> = (viewing && this.#past?.scene) ?? {
      room,
      trends: this.#first ?? this.#history,
      asked: this.#asked,
      costs: this.#costs,
      evidenceOf: evidenceIn(this.#reader.ledger().journal),
      ...(this.#first && { partial: true }),
    };
    const stands = this.#paused || viewing !== null;
    const playback = {
      kind: 'live',
      paused: this.#paused,
      ...(stands && { newest }),
      ...(viewing && { viewing }),
    } as const;
    this.#scene = { ...shown, playback };
    this.#emitter.emit();
  }

  #beat(): void {
    this.#cancelBeat = this.#parts.clock.after(HEARTBEAT, () => {
      if (this.#scene) this.#look();
      this.#beat();
    });
  }
}
