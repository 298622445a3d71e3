import { own } from '../../src/own.ts';
import type { NewLine } from '../loki/store.ts';
import type { Exposition } from './exposition.ts';
import type { Random } from './random.ts';

/** What a world is driven towards; each scenario is one set of conditions. */
export interface Driven {
  /** Jobs that answer no scrape. */
  readonly down: readonly string[];
}

/** One moment of a script: from `at` seconds on, these conditions hold. */
export interface Cue<Conditions> {
  readonly at: number;
  readonly says: string;
  readonly conditions: Conditions;
}

/** What happened in the `dt` seconds up to `at` (Unix seconds), and numbers for what is drawn while it is told. */
export interface Step<World, Events> {
  readonly world: World;
  readonly events: Events;
  readonly at: number;
  readonly dt: number;
  readonly random: Random;
}

/** A world's metrics, as its exporters show them. */
export interface Metrics<World, Events> {
  readonly expositions: readonly Exposition[];
  record(step: Step<World, Events>): void;
}

/**
 * One system: how its world begins and goes on, and how it is seen from outside. A world is plain data, and a step is
 * pure: the same seed gives the same world. Times are Unix seconds.
 */
export interface SystemKind<Conditions extends Driven, World, Events> {
  readonly healthy: Conditions;
  readonly scenarios: Readonly<Record<string, Conditions>>;
  /** Things an operator does once, beside the scenarios. */
  readonly commands: Readonly<Record<string, (world: World, at: number) => World>>;
  /** Scenarios that play by themselves, in real time. */
  readonly scripts: Readonly<Record<string, readonly Cue<Conditions>[]>>;
  start(at: number, conditions: Conditions): World;
  step(
    before: World,
    at: number,
    dt: number,
    conditions: Conditions,
    random: Random,
  ): { readonly world: World; readonly events: Events };
  metrics(startedAt: number): Metrics<World, Events>;
  /** What its log agent ships of one step. Draws from numbers of its own: with or without logs the world is the same. */
  lines(step: Step<World, Events>): readonly NewLine[];
}

/** A system whose world goes on. */
export interface RunningSystem {
  readonly expositions: readonly Exposition[];
  /** Jobs that answer no scrape at present. */
  readonly down: readonly string[];
  step(dt: number): void;
  /** Shows the last step at the clock's time, and tells its log lines. */
  record(at: number): readonly NewLine[];
  /** A scenario of another system leaves this one healthy. */
  play(scenario: string): void;
  /** False when there is none of that name. */
  command(name: string, at: number): boolean;
  /** Follows a script of its own; a sentence when a cue begins, else null. */
  follow(script: string, elapsed: number): string | null;
}

/** A system of any kind, as the simulator runs it. */
export interface SimulatedSystem {
  readonly scenarios: readonly string[];
  readonly commands: readonly string[];
  readonly scripts: readonly string[];
  /** @param script followed from the start; one of another system leaves this one healthy */
  begin(at: number, random: Random, logRandom: Random, script: string | null): RunningSystem;
}

export const simulated = <Conditions extends Driven, World, Events>(
  kind: SystemKind<Conditions, World, Events>,
): SimulatedSystem => ({
  scenarios: Object.keys(kind.scenarios),
  commands: Object.keys(kind.commands),
  scripts: Object.keys(kind.scripts),
  begin: (at, random, logRandom, script) => new Running(kind, at, random, logRandom, script),
});

/** The cue that holds `elapsed` seconds after its script began; null before the first. */
export const cueAt = <C>(cues: readonly Cue<C>[], elapsed: number): Cue<C> | null =>
  cues.findLast((cue) => cue.at <= elapsed) ?? null;

class Running<Conditions extends Driven, World, Events> implements RunningSystem {
  readonly #kind: SystemKind<Conditions, World, Events>;
  readonly #random: Random;
  readonly #logRandom: Random;
  readonly #metrics: Metrics<World, Events>;
  #at: number;
  #dt = 0;
  #conditions: Conditions;
  #cue: Cue<Conditions> | null = null;
  #world: World;
  #events: Events | null = null;

  constructor(
    kind: SystemKind<Conditions, World, Events>,
    at: number,
    random: Random,
    logRandom: Random,
    script: string | null,
  ) {
    this.#kind = kind;
    this.#random = random;
    this.#logRandom = logRandom;
    this.#at = at;
    const first = script === null ? null : cueAt(own(kind.scripts, script) ?? [], 0);
    this.#conditions = first?.conditions ?? kind.healthy;
    this.#world = kind.start(at, this.#conditions);
    this.#metrics = kind.metrics(at);
  }

  get expositions(): readonly Exposition[] {
    return this.#metrics.expositions;
  }

  get down(): readonly string[] {
    return this.#conditions.down;
  }

  step(dt: number): void {
    this.#dt = dt;
    const { world, events } = this.#kind.step(this.#world, this.#at + dt, dt, this.#conditions, this.#random);
    this.#world = world;
    this.#events = events;
  }

  record(at: number): readonly NewLine[] {
    // The clock's, also where the step was cut short.
    this.#at = at;
    if (this.#events === null) return [];
    const step = { world: this.#world, events: this.#events, at, dt: this.#dt };
    this.#metrics.record({ ...step, random: this.#random });
    return this.#kind.lines({ ...step, random: this.#logRandom });
  }

  play(scenario: string): void {
    this.#conditions = own(this.#kind.scenarios, scenario) ?? this.#kind.healthy;
  }

  command(name: string, at: number): boolean {
    const change = own(this.#kind.commands, name);
    if (change === undefined) return false;
    this.#world = change(this.#world, at);
    return true;
  }

  follow(script: string, elapsed: number): string | null {
    const cue = cueAt(own(this.#kind.scripts, script) ?? [], elapsed);
    if (!cue || cue === this.#cue) return null;
    this.#cue = cue;
    this.#conditions = cue.conditions;
    return cue.says;
  }
}
