import { type Cell, type Effect, type Onset, PLAIN, WORLDS } from './cell.ts';
import { seedOf } from './random.ts';
import type { Task } from './tally.ts';

const TRAFFIC = [20, 50, 200, 1000];
const SHARES = [0.01, 0.1, 0.5];
const BASELINES = [0.001, 0.005, 0.01, 0.05];
const TWO_POINTS: Effect = { kind: 'errors', points: 0.02 };
const EFFECTS: readonly Effect[] = [
  { kind: 'errors', points: 0.005 },
  { kind: 'errors', points: 0.01 },
  TWO_POINTS,
  { kind: 'errors', points: 0.05 },
  { kind: 'slower', factor: 1.2 },
  { kind: 'stalls', fraction: 0.01 },
];
const ONSETS: readonly Onset[] = ['start', 'middle', 'transient'];

/** What is asked of the judges. */
export interface Study {
  readonly id: 'healthy' | 'table' | 'shares' | 'effects' | 'passes';
  readonly tasks: readonly Task[];
}

/** Every task has a seed of its own, which its place in the study decides. */
const tasksOf = (study: number, cells: readonly Cell[], rollouts: number): readonly Task[] =>
  cells.map((cell, index) => ({ cell, rollouts, seed: seedOf(2026, study, index) }));

/** @param full the whole grid instead of the lines through its middle @param rollouts of each healthy cell */
export function studies(full: boolean, rollouts: number): readonly Study[] {
  const some = Math.max(20, Math.round(rollouts / 5));
  const grid = (worlds: readonly Cell['world'][]): readonly Cell[] =>
    worlds.flatMap((world) =>
      TRAFFIC.flatMap((traffic) =>
        SHARES.flatMap((share) => BASELINES.map((baseline) => ({ ...PLAIN, world, traffic, share, baseline }))),
      ),
    );
  const worlds: readonly Cell[] = WORLDS.map((world) => ({ ...PLAIN, world }));
  const lines: readonly Cell[] = [
    ...WORLDS.map((world) => ({ ...PLAIN, world, spread: true })),
    ...[20, 50, 1000].map((traffic) => ({ ...PLAIN, traffic })),
    ...[0.01, 0.5].map((share) => ({ ...PLAIN, share })),
    ...[0.001, 0.005, 0.05].map((baseline) => ({ ...PLAIN, baseline })),
    { ...PLAIN, share: 0.01, baseline: 0.05 },
  ];
  const table = [15, 5].flatMap((scrape) =>
    [0.001, 0.005, 0.01, 0.02, 0.05].map((baseline) => ({ ...PLAIN, scrape, baseline, effect: TWO_POINTS })),
  );
  const spread = { ...PLAIN, baseline: 0.001, effect: TWO_POINTS, spread: true };
  const few = [0.01, 0.001].flatMap((share) =>
    [0.001, 0.01, 0.05].map((baseline) => ({ ...PLAIN, share, baseline, spread: true })),
  );
  const effects = EFFECTS.flatMap((effect) => ONSETS.map((onset) => ({ ...PLAIN, baseline: 0.001, effect, onset })));
  const everyEffect = grid(WORLDS).flatMap((cell) =>
    EFFECTS.flatMap((effect) => ONSETS.map((onset) => ({ ...cell, effect, onset }))),
  );
  const bad = { ...PLAIN, effect: TWO_POINTS, onset: 'whole' } as const;
  const passes = [
    ...BASELINES.map((baseline) => ({ ...bad, baseline })),
    ...TRAFFIC.map((traffic) => ({ ...bad, traffic, baseline: 0.05 })),
    ...SHARES.map((share) => ({ ...bad, traffic: 20, share })),
    ...(['diurnal', 'shared spikes', 'restarts', 'missed scrapes', 'ramping weights', 'zero traffic'] as const).map(
      (world) => ({ ...bad, world, traffic: 50 }),
    ),
  ];
  return [
    {
      id: 'healthy',
      tasks: full
        ? tasksOf(1, grid(WORLDS), rollouts)
        : [...tasksOf(1, worlds, rollouts), ...tasksOf(5, lines, Math.max(20, Math.round(rollouts / 2)))],
    },
    { id: 'table', tasks: tasksOf(2, [...table, spread], some) },
    // Each share with trouble, then healthy.
    { id: 'shares', tasks: tasksOf(6, [...few.map((cell) => ({ ...cell, effect: TWO_POINTS })), ...few], some) },
    { id: 'effects', tasks: tasksOf(3, full ? everyEffect : effects, full ? Math.round(some / 4) : some) },
    { id: 'passes', tasks: tasksOf(4, passes, rollouts) },
  ];
}
