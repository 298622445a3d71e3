import type { Clock } from '../../src/clock.ts';
import type { NewLine } from '../loki/store.ts';
import { SYSTEMS, type System } from '../profiles.ts';
import { Endpoint } from './endpoint.ts';
import { seededRandom } from './random.ts';
import { commandsOf, HEALTHY, SIMULATED } from './registry.ts';
import type { RunningSystem } from './system.ts';

/** After a pause (a laptop asleep) the world does not catch up on more than this. */
const LONGEST_STEP_SECONDS = 60;

export interface SimulatorOptions {
  readonly clock: Clock;
  readonly seed?: number;
  /** Those it plays; all unless given. */
  readonly systems?: readonly System[];
  /** One of `SCRIPT_NAMES`, played from the start; a scenario chosen meanwhile ends it. */
  readonly script?: string;
  /** Told once for each cue of the script. */
  readonly onCue?: (says: string) => void;
  /** Told of the log lines of each step. */
  readonly onLog?: (lines: readonly NewLine[]) => void;
}

/** Its systems as one process with a scrape target for each of their parts. */
export class Simulator {
  readonly endpoints: readonly Endpoint[];
  /** What can be played. */
  readonly commands: readonly string[];
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #systems: readonly RunningSystem[];
  readonly #onCue: (says: string) => void;
  readonly #onLog: (lines: readonly NewLine[]) => void;
  #isOpen = false;
  #at: number;
  #scenario = HEALTHY;
  #script: string | null;
  #closing: Promise<void> = Promise.resolve();

  constructor({ clock, seed = 1, systems = SYSTEMS, script, onCue = () => {}, onLog = () => {} }: SimulatorOptions) {
    this.#clock = clock;
    this.commands = commandsOf(systems);
    this.#startedAt = this.#at = clock.now() / 1000;
    this.#script = script ?? null;
    this.#onCue = onCue;
    this.#onLog = onLog;
    this.#systems = beginAll(systems, this.#startedAt, seed, this.#script);
    this.endpoints = this.#systems.flatMap(({ expositions }) => expositions.map((e) => new Endpoint(e)));
    this.advance();
  }

  /** The scenario that plays, or the script's name. */
  get playing(): string {
    return this.#script ?? this.#scenario;
  }

  async open(): Promise<void> {
    this.#isOpen = true;
    await this.#applyDown();
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#closing;
    await Promise.all(this.endpoints.map((endpoint) => endpoint.close()));
  }

  /** Lets the world catch up with the clock. */
  advance(): void {
    const now = this.#clock.now() / 1000;
    if (this.#script) this.#follow(this.#script, now - this.#startedAt);
    const dt = Math.max(0, Math.min(now - this.#at, LONGEST_STEP_SECONDS));
    this.#at = now;
    // First all go on, then all are shown: what a seed gives depends on who draws when.
    for (const system of this.#systems) system.step(dt);
    for (const system of this.#systems) this.#onLog(system.record(now));
  }

  /** Plays one of its `commands`; false when there is none of that name. */
  async play(command: string): Promise<boolean> {
    if (this.#systems.some((system) => system.command(command, this.#clock.now() / 1000))) return true;
    if (!this.commands.includes(command)) return false;
    this.#script = null;
    this.#scenario = command;
    for (const system of this.#systems) system.play(command);
    await this.#applyDown();
    return true;
  }

  #follow(script: string, elapsed: number): void {
    for (const system of this.#systems) {
      const says = system.follow(script, elapsed);
      if (says === null) continue;
      this.#onCue(says);
      void this.#applyDown();
    }
  }

  /** Closes who is down and opens the others: one switch after the other, so that two in quick succession end as the last one says. */
  #applyDown(): Promise<void> {
    this.#closing = this.#closing.then(async () => {
      if (!this.#isOpen) return;
      const down = this.#systems.flatMap((system) => system.down);
      await Promise.all(this.endpoints.map((e) => (down.includes(e.job) ? e.close() : e.open())));
    });
    return this.#closing;
  }
}

function beginAll(systems: readonly System[], at: number, seed: number, script: string | null): RunningSystem[] {
  const sources = new Map<number, readonly [world: () => number, logs: () => number]>();
  return systems.map((id) => {
    const { system, stream } = SIMULATED[id];
    const drawn =
      sources.get(stream) ?? ([seededRandom(seed + 2 * stream), seededRandom(seed + 2 * stream + 1)] as const);
    sources.set(stream, drawn);
    return system.begin(at, ...drawn, script);
  });
}
