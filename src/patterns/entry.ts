import { type Millis, millis } from '../units.ts';
import type { Template } from './miner.ts';
import { lnGrown, newPatternTest, type PatternTest } from './pattern-test.ts';

export type FindingKind = 'new' | 'grown' | 'vanished';

/** One template with everything known of it. */
export interface Entry {
  readonly template: Template;
  /** In order of their coming, from 1 on. */
  readonly number: number;
  readonly test: PatternTest;
  readonly lines: [number, number];
  readonly moments: [number, number];
  /** Whether a side ever said it, also before what is counted began. */
  readonly said: [boolean, boolean];
  readonly example: string;
  firstSeen: Millis;
  lastSeen: Millis;
  readonly foundAt: Partial<Record<FindingKind, Millis>>;
}

export const newEntry = (template: Template, number: number, planned: number, example: string, at: Millis): Entry => ({
  template,
  number,
  test: newPatternTest(planned),
  lines: [0, 0],
  moments: [0, 0],
  said: [false, false],
  example,
  firstSeen: at,
  lastSeen: at,
  foundAt: {},
});

/** Counts and evidence of what turned out to be one kind are added up; the evidence of growth begins anew. */
export function addTo(merged: Entry, { lines, moments, said, test, firstSeen, lastSeen }: Entry): void {
  for (const side of [0, 1] as const) {
    merged.lines[side] += lines[side];
    merged.moments[side] += moments[side];
    merged.said[side] ||= said[side];
  }
  merged.firstSeen = millis(Math.min(merged.firstSeen, firstSeen));
  merged.lastSeen = millis(Math.max(merged.lastSeen, lastSeen));
  merged.test.lnNew += test.lnNew;
  merged.test.lnVanished += test.lnVanished;
  merged.test.noise.chiSquare += test.noise.chiSquare;
  merged.test.noise.degrees += test.noise.degrees;
  merged.test.occupied.moments += test.occupied.moments;
  merged.test.occupied.possible = Math.max(merged.test.occupied.possible, test.occupied.possible);
}

/** What each kind of finding gets of a template's share; growth is bet on twice, before and since it is said often. */
const KIND_WEIGHT: Readonly<Record<FindingKind, number>> = { new: 0.5, grown: 0.3 / 2, vanished: 0.2 };
/** w_k = c/((k + c − 1)(k + c)) for the k-th template: Σ w = 1 over all there will ever be, and some dozens share alike. */
const lnWeight = (k: number): number => Math.log(ALIKE / ((k + ALIKE - 1) * (k + ALIKE)));
const ALIKE = 40;

/** ln E from which on something is found. */
export function threshold(alpha: number, { number }: Entry, kind: FindingKind): number {
  return -Math.log(alpha) - lnWeight(number) - Math.log(KIND_WEIGHT[kind]);
}

/** ln E of one kind of finding. */
export function logE({ test }: Entry, kind: FindingKind): number {
  if (kind === 'new') return test.lnNew;
  return kind === 'vanished' ? test.lnVanished : lnGrown(test);
}
