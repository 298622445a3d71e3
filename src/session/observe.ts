import type { Collector } from '../frames/collect.ts';
import type { Frame } from '../frames/frame.ts';
import { History } from '../frames/history.ts';
import type { Plan } from '../profile/plan/plan.ts';
import type { Ledger, RoomBuilder } from '../room/build.ts';
import type { Millis } from '../units.ts';
import { askedIn } from './asked.ts';
import type { Scene } from './session.ts';

/** Looks at the room now and then, one frame each time, and waits for every server as long as its timeout allows. */
export class Observer {
  readonly #plan: Plan;
  readonly #collector: Pick<Collector, 'collect' | 'collectRest'>;
  readonly #history: History;
  #rooms: RoomBuilder | undefined;

  /** @param asked the part of the plan that the collector asks for */
  constructor(plan: Plan, collector: Pick<Collector, 'collect' | 'collectRest'>, asked: Plan = plan) {
    this.#plan = plan;
    this.#collector = collector;
    this.#history = new History(asked);
  }

  /** The room as evaluated at `at`. @param signal gives it up: what was not answered by then is not known */
  async observe(at: Millis, ledger: Promise<Ledger>, signal?: AbortSignal): Promise<Scene> {
    const forever = new Promise<never>(() => {});
    const collecting = this.#collector.collect(at, forever, signal);
    // Read while the servers answer.
    const building = import('../room/build.ts');
    const frame = await collecting;
    // What the answers say is wanted of the past, and a long rollout's samples, come in frames of the same instant.
    for (let next: Frame | null = frame; next; next = await this.#collector.collectRest(next, forever, signal))
      this.#history.extend(next);
    const { RoomBuilder } = await building;
    this.#rooms ??= new RoomBuilder(this.#plan);
    const room = this.#rooms.build(this.#history, await ledger, at);
    return {
      room,
      trends: this.#history,
      playback: { kind: 'live', paused: false },
      asked: askedIn(frame),
      evidenceOf: () => null,
    };
  }
}
