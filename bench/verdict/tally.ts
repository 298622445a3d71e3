import { type Cell, RINGS } from './cell.ts';
import { seedOf } from './random.ts';
import { JUDGES, type JudgeName, runRing } from './ring.ts';

/** So many rollouts of one cell. */
export interface Task {
  readonly cell: Cell;
  /** Healthy rollouts take all rings; with an effect, the one ring in which V2 is bad. */
  readonly rollouts: number;
  readonly seed: number;
}

export interface JudgeTally {
  /** Rollouts with an alarm while V2 was healthy. */
  readonly falseAlarms: number;
  /** Seconds from the trouble to the alarm of every rollout without a false one, ascending; Infinity for a miss. */
  readonly delays: readonly number[];
}

export interface CellTally extends Task {
  readonly judges: Readonly<Record<JudgeName, JudgeTally>>;
  /** Of ringdeck: rollouts passed at some moment while V2 was bad; and where it stood at the end of the last ring. */
  readonly falsePasses: number;
  readonly passed: number;
  readonly inconclusive: number;
  readonly warning: number;
}

/** Plays a task's rollouts; the outcome depends on the task alone. */
export function runTask({ cell, rollouts, seed }: Task): CellTally {
  const healthy = cell.effect.kind === 'none';
  const falseAlarms = new Map<JudgeName, number>();
  const delays = new Map<JudgeName, number[]>(JUDGES.map((judge) => [judge, []]));
  const count = { falsePasses: 0, passed: 0, inconclusive: 0, warning: 0 };
  for (let rollout = 0; rollout < rollouts; rollout += 1) {
    const rings = Array.from({ length: healthy ? RINGS : 1 }, (_, ring) => runRing(cell, seedOf(seed, rollout, ring)));
    for (const judge of JUDGES) {
      if (rings.some(({ alarms, badFrom }) => alarms[judge] < badFrom)) {
        falseAlarms.set(judge, (falseAlarms.get(judge) ?? 0) + 1);
      } else if (!healthy) for (const { alarms, badFrom } of rings) delays.get(judge)?.push(alarms[judge] - badFrom);
    }
    if (rings.some(({ passedAt, badFrom }) => passedAt >= badFrom && passedAt < Infinity)) count.falsePasses += 1;
    const last = rings.at(-1)?.state;
    if (last === 'PASS') count.passed += 1;
    if (last === 'INCONCLUSIVE') count.inconclusive += 1;
    if (last === 'WARN') count.warning += 1;
  }
  const judges = byJudge((judge) => ({
    falseAlarms: falseAlarms.get(judge) ?? 0,
    delays: (delays.get(judge) ?? []).sort((a, b) => a - b),
  }));
  return { cell, rollouts, seed, judges, ...count };
}

const byJudge = (of: (judge: JudgeName) => JudgeTally): Record<JudgeName, JudgeTally> => ({
  ringdeck: of('ringdeck'),
  'rule [1m]': of('rule [1m]'),
  'rule [5m]': of('rule [5m]'),
  Kayenta: of('Kayenta'),
  mSPRT: of('mSPRT'),
  'z-test': of('z-test'),
});

/** A quantile of ascending values, misses being infinite; NaN of none. */
export const quantileOf = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;

/** Rollouts that a worker plays at a time. */
const PORTION = 50;

/** A task in parts, each with a seed of its own. */
export const partsOf = (task: Task): readonly Task[] =>
  Array.from({ length: Math.ceil(task.rollouts / PORTION) }, (_, part) => ({
    ...task,
    rollouts: Math.min(PORTION, task.rollouts - part * PORTION),
    seed: seedOf(task.seed, part),
  }));

/** Sums two parts of the same cell. */
export function merge(a: CellTally, b: CellTally): CellTally {
  const judges = byJudge((judge) => ({
    falseAlarms: a.judges[judge].falseAlarms + b.judges[judge].falseAlarms,
    delays: [...a.judges[judge].delays, ...b.judges[judge].delays].sort((x, y) => x - y),
  }));
  return {
    cell: a.cell,
    seed: a.seed,
    rollouts: a.rollouts + b.rollouts,
    judges,
    falsePasses: a.falsePasses + b.falsePasses,
    passed: a.passed + b.passed,
    inconclusive: a.inconclusive + b.inconclusive,
    warning: a.warning + b.warning,
  };
}
