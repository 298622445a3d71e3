import type { Clock, Timer } from '../clock.ts';
import type { Frame } from '../frames/frame.ts';
import { History } from '../frames/history.ts';
import { type Tape, tapeLength, tapeStart } from '../frames/tape/tape.ts';
import { MemoryAlertmanager } from '../operations/acks/memory-alertmanager.ts';
import type { Journal } from '../operations/journal/journal.ts';
import type { Operations } from '../operations/operations.ts';
import { MemoryJournal, MemoryRingStore } from '../operations/stores/memory-ring-store.ts';
import type { RingStore } from '../operations/stores/ring-store.ts';
import type { Plan } from '../profile/plan/plan.ts';
import { buildRoom } from '../room/build.ts';
import { inScope } from '../room/scope.ts';
import type { Room } from '../room/shown.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds, secondsBetween } from '../units.ts';
import { askedIn } from './asked.ts';
import { Emitter } from './emitter.ts';
import { evidenceIn } from './evidence-of.ts';
import { EMPTY_LEDGER, readLedger } from './ledger.ts';
import type { Logs } from './logs/scene.ts';
import { openTapeLogs, type TapeLogs } from './logs/tape-logs.ts';
import type { RecordedLedger } from './past-ledger.ts';
import type { Scene, Session } from './session.ts';

/** The room moves this often while the tape plays, in milliseconds. */
const TICK = 500;
const FASTEST = 120;
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
  /** Null on a tape that holds none. */
  readonly logs: Logs | null;
  readonly subscribe: Session['subscribe'];
  readonly #plan: Plan;
  readonly #tape: Tape;
  readonly #timer: Timer;
  readonly #label: TapeStart['label'];
  readonly #emitter = new Emitter();
  readonly #log: TapeLogs | null;
  readonly #member: MemoryAlertmanager;
  readonly #store: RingStore;
  readonly #journal = new MemoryJournal();
  #history: History;
  /** Frames already in the history. */
  #played = 0;
  #position: Seconds;
  #speed: number;
  #paused = false;
  #ledger: RecordedLedger = EMPTY_LEDGER;
  #scene: Scene | undefined;
  #lastTick: Millis;
  #cancelTick = () => {};

  constructor(plan: Plan, tape: Tape, timer: Timer, start: TapeStart, operations: (actors: TapeActors) => Operations) {
    this.#plan = plan;
    this.#tape = tape;
    this.#timer = timer;
    this.#position = start.position;
    this.#speed = start.speed;
    this.#label = start.label;
    this.#lastTick = timer.now();
    this.#history = this.#emptyHistory();
    this.subscribe = this.#emitter.subscribe;
    const clock = { now: () => this.#now() };
    this.#log = tape.log ? openTapeLogs(plan, tape.log, this.#tapeTimer()) : null;
    this.logs = this.#log?.logs ?? null;
    this.#member = new MemoryAlertmanager(clock);
    this.#store = new MemoryRingStore(this.#journal);
    const room = () => this.#scene?.room;
    this.operations = operations({ clock, member: this.#member, store: this.#store, journal: this.#journal, room });
    this.#show();
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
    this.logs?.run({ do: 'close' });
  }

  readonly scene = (): Scene | undefined => this.#scene;

  refresh(): void {
    this.refreshAfterAct();
  }

  refreshAfterAct(): void {
    void readLedger(this.#store).then((ledger) => {
      this.#ledger = ledger;
      const newest = this.#tape.frames[this.#played - 1];
      if (newest) this.#play(newest);
      this.#show();
    });
  }

  setPaused(paused: boolean): void {
    // At the end there is nothing to play on: it begins again.
    const again = !paused && this.#position >= tapeLength(this.#tape);
    this.#paused = paused;
    if (again) this.#moveTo(seconds(0));
    else this.#show();
  }

  seek(by: Seconds): void {
    this.#moveTo(seconds(Math.min(Math.max(this.#position + by, 0), tapeLength(this.#tape))));
  }

  changeSpeed(factor: number): void {
    this.#speed = Math.min(Math.max(this.#speed * factor, 1), FASTEST);
    this.#show();
  }

  #moveTo(position: Seconds): void {
    this.#position = position;
    this.#show();
    // Lines that are yet to come must go, and windows may hold more than before.
    this.logs?.run({ do: 'again' });
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
    return addSeconds(tapeStart(this.#tape), this.#position);
  }

  #advance(): void {
    if (this.#paused) return;
    const passed = secondsBetween(this.#lastTick, this.#timer.now());
    this.#position = seconds(Math.min(this.#position + passed * this.#speed, tapeLength(this.#tape)));
    if (this.#position >= tapeLength(this.#tape)) this.#paused = true;
    const { room } = this.#show();
    void this.operations.tendAcks(room);
  }

  #show(): Scene {
    const now = this.#now();
    const { frames } = this.#tape;
    const newest = frames[this.#played - 1];
    if (newest && newest.at > now) {
      this.#history = this.#emptyHistory();
      this.#played = 0;
    }
    for (let next = frames[this.#played]; next && next.at <= now; next = frames[this.#played]) {
      this.#play(next);
      this.#played += 1;
    }
    const last = frames[this.#played - 1];
    const scene: Scene = {
      room: buildRoom(this.#plan, this.#history, this.#ledger, now),
      trends: this.#history,
      playback: {
        kind: 'tape',
        label: this.#label,
        paused: this.#paused,
        speed: this.#speed,
        position: this.#position,
        length: tapeLength(this.#tape),
      },
      asked: last ? askedIn(last) : [],
      evidenceOf: evidenceIn(this.#ledger.journal),
    };
    this.#scene = scene;
    this.#emitter.emit();
    this.#log?.moved();
    return scene;
  }

  #play(frame: Frame): void {
    this.#history.extend({ ...frame, alertmanagers: this.#member.overlay(frame.alertmanagers) });
  }

  #emptyHistory(): History {
    return new History(this.#plan);
  }
}

/** When the first alert of the room begins to fire, in seconds from the tape's start; null when none does. */
export function firstAlert({ frames }: Tape, { profile }: Plan): Seconds | null {
  const found = frames.find((frame) =>
    Object.values(frame.alertmanagers).some(
      (view) => view.ok && view.value.alerts.some((alert) => inScope(alert, profile.alerts.where)),
    ),
  );
  return found ? secondsBetween(frames[0]?.at ?? millis(0), found.at) : null;
}
