import type { Clock, Timer } from '../clock.ts';
import type { Frame } from '../frames/frame.ts';
import type { Reel } from '../frames/tape/reel.ts';
import type { ReelLines } from '../frames/tape/reel-lines.ts';
import { MemoryAlertmanager } from '../operations/acks/memory-alertmanager.ts';
import type { Journal } from '../operations/journal/journal.ts';
import type { Operations } from '../operations/operations.ts';
import { MemoryJournal, MemoryRingStore } from '../operations/stores/memory-ring-store.ts';
import type { RingStore } from '../operations/stores/ring-store.ts';
import type { Plan } from '../profile/plan/plan.ts';
import { RoomBuilder } from '../room/build.ts';
import { inScope } from '../room/scope.ts';
import type { Room } from '../room/shown.ts';
import { addSeconds, type Millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import { askedIn } from './asked.ts';
import { Emitter } from './emitter.ts';
import { evidenceIn } from './evidence-of.ts';
import { EMPTY_LEDGER, readLedger } from './ledger.ts';
import type { Logs } from './logs/scene.ts';
import { openTapeLogs, type TapeLogs } from './logs/tape-logs.ts';
import type { RecordedLedger } from './past-ledger.ts';
import { PlayedTape } from './played-tape.ts';
import type { Scene, Session } from './session.ts';

/** The room moves this often while the tape plays, in milliseconds. */
const TICK = 500;
const FASTEST = 120;
/** Frames played at once: keys are answered between two portions of a long way. */
const PORTION = 16;
/** No pause of the log page is made shorter than this, in milliseconds. */
const LEAST_PAUSE = 1000;

/** What acts on a tape's room need; they live in memory and end with it. */
export interface TapeActors {
  /** The tape's time. */
  readonly clock: Clock;
  readonly member: MemoryAlertmanager;
  readonly store: RingStore;
  readonly journal: Journal;
  readonly room: () => Room | undefined;
}

export interface TapeStart {
  readonly position: Seconds;
  /** Tape seconds per second. */
  readonly speed: number;
  readonly label: 'DEMO' | 'REPLAY';
}

/** A recorded room, played through the same frames as a live one. Acts change the tape's own room and nothing else. */
export class TapeSession implements Session {
  readonly operations: Operations;
  readonly runbooks = null;
  readonly subscribe: Session['subscribe'];
  readonly #plan: Plan;
  readonly #reel: Reel;
  readonly #timer: Timer;
  readonly #label: TapeStart['label'];
  readonly #emitter = new Emitter();
  readonly #member: MemoryAlertmanager;
  readonly #store: RingStore;
  readonly #journal = new MemoryJournal();
  readonly #rooms: RoomBuilder;
  readonly #played: PlayedTape;
  #log: TapeLogs | null = null;
  /** Where it began, and whether it has been there. */
  #begun: Seconds;
  #hasBegun = false;
  /** It was moved, and has not arrived: whoever only plays fast is not told of being behind. */
  #isMoved = false;
  #position: Seconds;
  /** The farthest it was played, or moved, to. */
  #reached: Seconds;
  #speed: number;
  #paused = false;
  #ledger: RecordedLedger = EMPTY_LEDGER;
  #scene: Scene | undefined;
  #lastTick: Millis;
  #cancelTick = () => {};
  #cancelPortion: (() => void) | undefined;

  constructor(plan: Plan, reel: Reel, timer: Timer, start: TapeStart, operations: (actors: TapeActors) => Operations) {
    this.#plan = plan;
    this.#reel = reel;
    this.#rooms = new RoomBuilder(plan);
    this.#timer = timer;
    this.#begun = this.#reached = this.#position = start.position;
    this.#speed = start.speed;
    this.#label = start.label;
    this.#lastTick = timer.now();
    this.#played = new PlayedTape(plan, reel, (frame) => ({
      ...frame,
      alertmanagers: this.#member.overlay(frame.alertmanagers),
    }));
    this.subscribe = this.#emitter.subscribe;
    const clock = { now: () => this.#now() };
    this.#member = new MemoryAlertmanager(clock);
    this.#store = new MemoryRingStore(this.#journal);
    const room = () => this.#scene?.room;
    this.operations = operations({ clock, member: this.#member, store: this.#store, journal: this.#journal, room });
    this.#showAnyway();
  }

  /** Null on a tape that holds none, or none as far as it was read. */
  get logs(): Logs | null {
    return this.#log?.logs ?? null;
  }

  start(): void {
    this.#lastTick = this.#timer.now();
    this.#cancelTick = this.#timer.after(TICK, () => {
      this.#advance();
      this.start();
    });
  }

  stop(): void {
    this.#cancelTick();
    this.#cancelPortion?.();
    this.logs?.run({ do: 'close' });
  }

  readonly scene = (): Scene | undefined => this.#scene;

  /** Lets it begin no earlier than there, which shows while the tape is read; who moved it meanwhile has moved it from there. */
  beginAt(position: Seconds): void {
    if (position <= this.#begun) return;
    this.#position = seconds(this.#position + position - this.#begun);
    this.#reached = seconds(this.#reached + position - this.#begun);
    this.#begun = position;
    this.#goOn();
  }

  /** Goes to its position at once, however long that takes. */
  arrive(): Scene {
    this.#played.playOn(this.#now(), Number.POSITIVE_INFINITY);
    return this.#show();
  }

  refresh(): void {
    this.refreshAfterAct();
  }

  refreshAfterAct(): void {
    void readLedger(this.#store).then((ledger) => {
      this.#ledger = ledger;
      this.#played.again();
      this.#showAnyway();
    });
  }

  setPaused(paused: boolean): void {
    // At the end there is nothing to play on: it begins again.
    const again = !paused && this.#isOver;
    this.#paused = paused;
    if (again) this.#reached = seconds(0);
    if (again) this.#moveTo(seconds(0));
    else this.#showAnyway();
  }

  seek(by: Seconds): void {
    this.#moveTo(seconds(this.#position + by));
  }

  view(at: Millis | null): void {
    this.#moveTo(at === null ? this.#reached : secondsBetween(this.#reel.start, at));
  }

  changeSpeed(factor: number): void {
    this.#speed = Math.min(Math.max(this.#speed * factor, 1), FASTEST);
    this.#showAnyway();
  }

  #moveTo(position: Seconds): void {
    this.#position = seconds(Math.min(Math.max(position, 0), this.#reel.length));
    this.#isMoved = true;
    this.#showOnceThere();
    // Lines that are yet to come must go, and windows may hold more than before.
    this.logs?.run({ do: 'again' });
  }

  get #isOver(): boolean {
    return this.#reel.isWhole && this.#position >= this.#reel.length;
  }

  /** Tells the tape's time; pauses are shorter while it runs faster, though none that is felt. */
  #tapeTimer(): Timer {
    return {
      now: () => this.#now(),
      after: (milliseconds, callback) =>
        this.#timer.after(Math.max(Math.min(milliseconds, LEAST_PAUSE), milliseconds / this.#speed), callback),
    };
  }

  #now(): Millis {
    return addSeconds(this.#reel.start, this.#position);
  }

  #advance(): void {
    if (this.#paused) return;
    const passed = secondsBetween(this.#lastTick, this.#timer.now());
    this.#position = seconds(Math.min(this.#position + passed * this.#speed, this.#reel.length));
    if (this.#isOver) this.#paused = true;
    const scene = this.#showAnyway();
    if (scene) void this.operations.tendAcks(scene.room);
  }

  /** As `#showOnceThere`; on the way to where it begins, the room as it is by now. */
  #showAnyway(): Scene | undefined {
    return this.#showOnceThere() ?? (this.#hasBegun ? undefined : this.#show());
  }

  /** Shows the room at its position, or goes there in portions and shows it then. Meanwhile what was shown stays, and says so. */
  #showOnceThere(): Scene | undefined {
    this.#played.aim(this.#now(), this.#position < this.#reached);
    if (!this.#played.playOn(this.#now(), PORTION)) {
      this.#goOn();
      this.#showOnTheWay();
      return undefined;
    }
    this.#hasBegun = true;
    this.#isMoved = false;
    return this.#show();
  }

  /** What is shown is of another instant than is wished for. */
  #showOnTheWay(): void {
    if (!this.#hasBegun || !this.#isMoved || this.#scene?.playback.kind !== 'tape') return;
    const { left: _, ...playback } = this.#scene.playback;
    this.#scene = {
      ...this.#scene,
      playback: {
        ...playback,
        paused: this.#paused,
        speed: this.#speed,
        ...this.#whereLeft(),
        goingTo: this.#position,
      },
    };
    this.#emitter.emit();
  }

  /** Where it was left, if it was moved back from there. */
  #whereLeft(): { readonly left?: Seconds } {
    return this.#position < this.#reached ? { left: this.#reached } : {};
  }

  #goOn(): void {
    this.#cancelPortion ??= this.#timer.after(0, () => {
      this.#cancelPortion = undefined;
      this.#showOnceThere();
    });
  }

  #show(): Scene {
    this.#reached = seconds(Math.max(this.#reached, this.#position));
    if (!this.#log && this.#reel.log) this.#openLogs(this.#reel.log);
    const { history, newest } = this.#played;
    const at = this.#played.isDue(this.#now()) ? (newest?.at ?? this.#reel.start) : this.#now();
    const scene: Scene = {
      room: this.#rooms.build(history, this.#ledger, at),
      trends: history,
      playback: {
        kind: 'tape',
        label: this.#label,
        paused: this.#paused,
        speed: this.#speed,
        position: secondsBetween(this.#reel.start, at),
        length: this.#reel.length,
        ...(!this.#reel.isWhole && { reading: true }),
        ...this.#whereLeft(),
      },
      asked: newest ? askedIn(newest) : [],
      evidenceOf: evidenceIn(this.#ledger.journal),
    };
    this.#scene = scene;
    this.#emitter.emit();
    this.#log?.moved();
    return scene;
  }

  /** Whoever looks at the session hears of its lines too, even where they came after it began to look. */
  #openLogs(lines: ReelLines): void {
    this.#log = openTapeLogs(this.#plan, lines, this.#tapeTimer());
    if (this.#scene) this.#log.logs.subscribe(() => this.#emitter.emit());
  }
}

/** Whether an alert of the room fires. */
export const isFiring = ({ alertmanagers }: Frame, { profile }: Plan): boolean =>
  Object.values(alertmanagers).some(
    (view) => view.ok && view.value.alerts.some((alert) => inScope(alert, profile.alerts.where)),
  );
