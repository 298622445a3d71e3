import { setTimeout as sleep } from 'node:timers/promises';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import type { RoomAlert } from '../../src/room/room.ts';
import { type Millis, millis } from '../../src/units.ts';
import { readSilences } from './cluster-silences.ts';
import { readJournal } from './journal-lines.ts';
import { ObservedRoom } from './observed-room.ts';
import { readTruth } from './prometheus-truth.ts';
import type { Done, Down, Run } from './run.ts';
import { type Disturbance, ROOMS, type RunPlan, type Schedule, type Step } from './schedule.ts';
import { profileOf, type Stage } from './stage.ts';

const LOOK_MS = 100;
/** An operator gives an act up that the room offered no alert for. */
const PATIENCE_MS = 4000;

const now = () => millis(Date.now());

/** Plays a plan on a stage, in its own time, and gives what was seen. @param settled whether all has come that may come */
export async function play(stage: Stage, plan: RunPlan, settled: (run: Run) => boolean): Promise<Run> {
  const profile = buildPlan(profileSchema.parse(profileOf(stage)));
  const rooms = ROOMS.map(({ name, operator }) => new ObservedRoom(name, operator, profile));
  const lag = watchLag();
  const player = new Player(stage, rooms);
  try {
    for (const room of rooms) await room.start();
    await until(() => rooms.every((room) => room.refreshes.length > 0));
    const began = now();
    await Promise.all([
      ...plan.schedules.map((schedule) => player.live(schedule, began)),
      ...plan.disturbances.map((disturbance) => player.disturb(disturbance, began)),
    ]);
    for (;;) {
      const run = await recordOf(stage, plan, rooms, player, began, lag.worst());
      if (settled(run)) return run;
      await sleep(stage.pace.refresh * 1000);
    }
  } finally {
    lag.stop();
    await Promise.all(rooms.map((room) => room.kill()));
  }
}

class Player {
  readonly done: Done[] = [];
  readonly down: Down[] = [];
  readonly #stage: Stage;
  readonly #rooms: readonly ObservedRoom[];
  /** Disturbances of a room that go on; it opens again with the last of them. */
  readonly #held = new Map<number, number>();

  constructor(stage: Stage, rooms: readonly ObservedRoom[]) {
    this.#stage = stage;
    this.#rooms = rooms;
  }

  async live({ id, steps }: Schedule, began: Millis): Promise<void> {
    const acts: Promise<void>[] = [];
    for (const step of steps) {
      await reach(began + step.at);
      if ('room' in step) acts.push(this.#act(id, step));
      else this.#stage.board.turn(id, step.do === 'fire');
    }
    await Promise.all(acts);
  }

  async disturb({ what, which, at, until }: Disturbance, began: Millis): Promise<void> {
    await reach(began + at);
    const down: Down = { what, which, from: now(), to: null };
    this.down.push(down);
    if (what === 'room') await this.#closed(which, began + until);
    else {
      const server = what === 'prometheus' ? this.#stage.prometheus : this.#stage.members[which];
      // A member that is alone keeps what it knows only when it is ended in order; others have it from each other.
      if (what === 'member' && this.#stage.members.length > 1) await server?.kill();
      await reach(began + until);
      await server?.restart();
    }
    down.to = now();
  }

  async #closed(which: number, end: number): Promise<void> {
    const room = this.#rooms[which];
    this.#held.set(which, (this.#held.get(which) ?? 0) + 1);
    if (room?.isOpen) await room.kill();
    await reach(end);
    const left = (this.#held.get(which) ?? 0) - 1;
    this.#held.set(which, left);
    if (left === 0) await room?.start();
  }

  async #act(id: string, step: Extract<Step, { readonly room: number }>): Promise<void> {
    const room = this.#rooms[step.room];
    if (!room) return;
    const deadline = now() + PATIENCE_MS;
    const wanted = () => (step.do === 'ack' ? unanswered(room, id) : acknowledged(this.#rooms, id));
    await until(() => wanted() !== undefined || now() > deadline);
    const alert = wanted();
    const note = (result: string, message: string) =>
      this.done.push({ from, at: now(), id, room: room.name, act: step.do, result, message });
    const from = now();
    if (!alert) return void note('none', 'the room showed none to act on');
    const run = step.do === 'ack' ? room.acknowledge(alert) : room.unacknowledge(alert);
    const { result, message } = await run.catch((error: unknown) => ({ result: 'threw', message: String(error) }));
    note(result, message);
  }
}

const unanswered = (room: ObservedRoom, id: string): RoomAlert | undefined => {
  const alert = room.alert(id);
  return alert?.state === 'firing' ? alert : undefined;
};

/** As it was seen last: it may be over, as when a dialog is still open. */
const acknowledged = (rooms: readonly ObservedRoom[], id: string): RoomAlert | undefined =>
  rooms.flatMap((room) => room.lastAcknowledged(id) ?? [])[0];

async function recordOf(
  stage: Stage,
  plan: RunPlan,
  rooms: readonly ObservedRoom[],
  { done, down }: Player,
  began: Millis,
  lag: number,
): Promise<Run> {
  const { pace, receiver, members, prometheus, folder } = stage;
  const ended = now();
  const [truth, silences, journal] = await Promise.all([
    readTruth(prometheus.url, {
      seconds: Math.ceil((ended - began) / 1000) + 10,
      outages: down.filter(({ what }) => what === 'prometheus'),
      // As `ValidUntil` in Prometheus' rules/alerting.go.
      hold: 4000 * Math.max(pace.resend, pace.evaluation),
      resend: 1000 * (pace.resend + pace.evaluation),
    }),
    readSilences(members.map(({ url }) => url)),
    readJournal(folder),
  ]);
  const notifications = [...receiver.log];
  return {
    pace,
    size: members.length,
    plan,
    began,
    ended,
    truth,
    notifications,
    silences,
    rooms,
    done,
    journal,
    down,
    lag,
  };
}

/** How long this program was held up at worst: what it noted may be so late. */
function watchLag() {
  let worst = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const at = performance.now();
    worst = Math.max(worst, at - last - LOOK_MS);
    last = at;
  }, LOOK_MS);
  return { worst: () => worst, stop: () => clearInterval(timer) };
}

const reach = (at: number): Promise<void> => sleep(Math.max(0, at - now()));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(LOOK_MS);
}
