import type { Clock } from '../../src/clock.ts';
import { own } from '../../src/own.ts';
import type { NewLine } from '../loki/store.ts';
import { Endpoint } from './endpoint.ts';
import { logLines } from './matching-logs.ts';
import { MatchingMetrics } from './matching-metrics.ts';
import { platformLines } from './platform-logs.ts';
import { PlatformMetrics } from './platform-metrics.ts';
import { seededRandom } from './random.ts';
import {
  type Conditions,
  cueAt,
  DEPLOYMENTS,
  SCENARIO_NAMES,
  SCENARIOS,
  type Scenario,
  type Script,
} from './scenarios.ts';
import { deployRing } from './vault.ts';
import { VaultMetrics } from './vault-metrics.ts';
import { startWorld, step, type World } from './world.ts';

/** What can be typed or posted. */
export const COMMANDS: readonly string[] = [...SCENARIO_NAMES, ...Object.keys(DEPLOYMENTS)];

/** After a pause (a laptop asleep) the world does not catch up on more than this. */
const LONGEST_STEP_SECONDS = 60;

export interface SimulatorOptions {
  readonly clock: Clock;
  readonly seed?: number;
  /** A rollout that plays from the start; a scenario chosen meanwhile ends it. */
  readonly script?: Script;
  /** Told once for each cue of the script. */
  readonly onCue?: (says: string) => void;
  /** Told of the log lines of each step. */
  readonly onLog?: (lines: readonly NewLine[]) => void;
}

/** All systems as one process with a scrape target for each of their parts. */
export class Simulator {
  readonly endpoints: readonly Endpoint[];
  readonly #clock: Clock;
  readonly #random;
  readonly #startedAt: number;
  readonly #matching: MatchingMetrics;
  readonly #vault = new VaultMetrics();
  readonly #platform = new PlatformMetrics();
  readonly #onCue: (says: string) => void;
  readonly #onLog: (lines: readonly NewLine[]) => void;
  /** Logs draw from numbers of their own: with or without them the world is the same. */
  readonly #logRandom;
  #world: World;
  #scenario: Scenario = 'healthy';
  #script: Script | null;
  #cue = '';
  #conditions: Conditions = SCENARIOS.healthy;
  #closing: Promise<void> = Promise.resolve();

  constructor({ clock, seed = 1, script, onCue = () => {}, onLog = () => {} }: SimulatorOptions) {
    this.#clock = clock;
    this.#random = seededRandom(seed);
    this.#startedAt = clock.now() / 1000;
    this.#script = script ?? null;
    this.#onCue = onCue;
    this.#onLog = onLog;
    this.#logRandom = seededRandom(seed + 1);
    if (this.#script) this.#follow(this.#script);
    this.#world = startWorld(this.#startedAt, this.#conditions);
    this.#matching = new MatchingMetrics(this.#startedAt);
    this.endpoints = [this.#matching, this.#vault, this.#platform].flatMap(({ expositions }) =>
      expositions.map((e) => new Endpoint(e)),
    );
    this.advance();
  }

  /** The scenario that plays, or the script's name. */
  get playing(): string {
    return this.#script ?? this.#scenario;
  }

  async open(): Promise<void> {
    await Promise.all(this.endpoints.map((endpoint) => endpoint.open()));
  }

  async close(): Promise<void> {
    await this.#closing;
    await Promise.all(this.endpoints.map((endpoint) => endpoint.close()));
  }

  /** Lets the world catch up with the clock. */
  advance(): void {
    if (this.#script) this.#follow(this.#script);
    const dt = Math.min(this.#clock.now() / 1000 - this.#world.at, LONGEST_STEP_SECONDS);
    const { world, events } = step(this.#world, Math.max(0, dt), this.#conditions, this.#random);
    // `at` is the clock's, also where the step was cut short.
    this.#world = { ...world, at: this.#clock.now() / 1000 };
    this.#matching.record(world.matching, events.requests, this.#random);
    this.#onLog(logLines(events.requests, world.matching, this.#logRandom));
    this.#vault.record(world.vault, events.activity, this.#world.at);
    this.#platform.record(world.platform, events.platform, this.#world.at, Math.max(0, dt), this.#random);
    this.#onLog(platformLines(events.platform, this.#world.at));
  }

  /** Plays one of `COMMANDS`; false when there is none of that name. */
  async play(command: string): Promise<boolean> {
    const ring = own(DEPLOYMENTS, command);
    if (ring !== undefined) {
      this.#world = { ...this.#world, vault: deployRing(this.#world.vault, ring, this.#clock.now() / 1000) };
      return true;
    }
    if (!Object.hasOwn(SCENARIOS, command)) return false;
    this.#script = null;
    this.#scenario = command as Scenario;
    this.#conditions = SCENARIOS[this.#scenario];
    await this.#applyDown();
    return true;
  }

  #follow(script: Script): void {
    const cue = cueAt(script, this.#clock.now() / 1000 - this.#startedAt);
    if (!cue || cue.says === this.#cue) return;
    this.#cue = cue.says;
    this.#conditions = cue.conditions;
    this.#onCue(cue.says);
  }

  /** One switch after the other, so that two in quick succession end as the last one says. */
  #applyDown(): Promise<void> {
    this.#closing = this.#closing.then(async () => {
      const { down } = this.#conditions;
      await Promise.all(this.endpoints.map((e) => (down.includes(e.job) ? e.close() : e.open())));
    });
    return this.#closing;
  }
}
