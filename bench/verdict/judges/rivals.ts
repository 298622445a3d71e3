import type { Side } from '../../../src/verdict/counters/samples.ts';
import type { Round } from '../../../src/verdict/rounds/round.ts';
import { BOUNDARIES } from '../latency-shape.ts';
import { Kayenta } from './kayenta.ts';
import { Msprt } from './msprt.ts';
import { ThresholdRule } from './threshold.ts';
import { ZTest } from './z-test.ts';

/** What others use, in the order of tables. */
export const RIVALS = ['rule [1m]', 'rule [5m]', 'Kayenta', 'mSPRT', 'z-test'] as const;
export type RivalName = (typeof RIVALS)[number];

/** α of a whole rollout, as ringdeck's. */
const ALPHA = 0.01;
const METRICS = 2;

/** Every other judge, before the same rollout as ringdeck. All times in seconds of the world. */
export class Rivals {
  readonly #rules: readonly [ThresholdRule, ThresholdRule];
  readonly #byRounds: readonly [Kayenta, Msprt, ZTest];

  /** @param slo the latency limit in seconds @param rings of the rollout @param first instant at which rules are evaluated */
  constructor(slo: number, rings: number, first: number) {
    const boundary = BOUNDARIES.indexOf(slo);
    this.#rules = [new ThresholdRule(60, first), new ThresholdRule(300, first)];
    this.#byRounds = [new Kayenta(BOUNDARIES), new Msprt(boundary, ALPHA / (rings * METRICS)), new ZTest(boundary)];
  }

  /** One scraped sample of a pod's two counters. */
  hearScrape(pod: string, side: Side, at: number, requests: number, errors: number): void {
    for (const rule of this.#rules) rule.hear(pod, side, at, requests, errors);
  }

  /** Evaluates rules at every instant up to `until`. */
  evaluate(until: number): void {
    for (const rule of this.#rules) rule.evaluate(until);
  }

  hear(round: Round): void {
    for (const judge of this.#byRounds) judge.hear(round);
  }

  get areDone(): boolean {
    return [...this.#rules, ...this.#byRounds].every(({ alarmAt }) => alarmAt !== null);
  }

  /** Those that called V2 worse. */
  get alarmed(): readonly RivalName[] {
    const { alarms } = this;
    return RIVALS.filter((name) => alarms[name] < Infinity);
  }

  /** First alarm of each; Infinity without. */
  get alarms(): Readonly<Record<RivalName, number>> {
    const [short, long] = this.#rules;
    const [kayenta, msprt, zTest] = this.#byRounds;
    return {
      'rule [1m]': short.alarmAt ?? Infinity,
      'rule [5m]': long.alarmAt ?? Infinity,
      Kayenta: kayenta.alarmAt ?? Infinity,
      mSPRT: msprt.alarmAt ?? Infinity,
      'z-test': zTest.alarmAt ?? Infinity,
    };
  }
}
