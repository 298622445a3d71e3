import { parseArgs } from 'node:util';
import { lowerBound, upperBound } from '../clopper-pearson.ts';
import { RIVALS } from '../judges/rivals.ts';
import { runAll } from '../pool.ts';
import { quantileOf } from '../tally.ts';
import type { StageOutcome } from './play.ts';
import { FAULTS, HEALTHY, MISREAD, RECOVERY, type Setting, SLIPS, WORSE } from './setting.ts';
import { type FieldTask, roomsOf } from './task.ts';

const USAGE = `node bench/verdict/field/main.ts [--rollouts N] [--seed N] [--threads N] [--only WORDS] [--judges]

Plays rollouts as they are in the field: three stages of 5, 20 and 50 %, pods scraped one by one that differ, start cold
or lie in zones; then faults, faults that end, and slips in a profile. Seeded: the same options give the same figures.
  --only WORDS  the world of that name, or those that begin so
  --judges      asks other judges of healthy rollouts as well
`;

const { values: flags } = parseArgs({
  options: {
    rollouts: { type: 'string', default: '100' },
    seed: { type: 'string', default: '2026' },
    threads: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    judges: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const rollouts = Number(flags.rollouts);
const threads = Number(flags.threads);
/** Rollouts that a worker plays at a time. */
const PORTION = 10;

function chosen<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  const exact = all.filter(({ name }) => name === flags.only);
  return exact.length > 0 ? exact : all.filter(({ name }) => name.startsWith(flags.only));
}

const taskOf = (setting: Setting): FieldTask => ({
  setting,
  seed: Number(flags.seed),
  first: 0,
  rollouts,
  withRivals: flags.judges,
});

/** Every stage of each rollout. */
async function play(setting: Setting): Promise<readonly (readonly StageOutcome[])[]> {
  const task = taskOf(setting);
  const parts = Array.from({ length: Math.ceil(rollouts / PORTION) }, (_, part) => ({
    ...task,
    first: part * PORTION,
    rollouts: Math.min(PORTION, rollouts - part * PORTION),
  }));
  const script = new URL('./worker.ts', import.meta.url);
  return (await runAll<FieldTask, readonly (readonly StageOutcome[])[]>(script, parts, threads)).flat();
}

const percent = (value: number, digits = 2) => `${(value * 100).toFixed(digits)} %`;
const print = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const head = (...cells: readonly string[]) => {
  print(...cells);
  print(...cells.map(() => '---'));
};
const boundsOf = (events: number) =>
  `${percent(lowerBound(events, rollouts, 0.975))} – ${percent(upperBound(events, rollouts, 0.975))}`;

function pair(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const text = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : '∞');
  return `${text(quantileOf(sorted, 0.5))} / ${text(quantileOf(sorted, 0.9))}`;
}

async function healthy(): Promise<void> {
  const others = flags.judges ? RIVALS : [];
  head('healthy world', 'false FAIL', 'two-sided 95 %', 'stages that end in PASS', ...others, 'seconds');
  for (const setting of chosen(HEALTHY)) {
    const begun = Date.now();
    const outcomes = await play(setting);
    const failed = outcomes.filter((stages) => stages.some(({ failedAt }) => failedAt < Infinity)).length;
    const all = outcomes.flat();
    const passed = all.filter(({ state }) => state === 'PASS').length / all.length;
    const alarms = others.map((name) => {
      if (all.some(({ rivals }) => rivals === null)) return '';
      const wrong = outcomes.filter((stages) => stages.some(({ rivals }) => rivals?.includes(name))).length;
      return percent(wrong / rollouts, 1);
    });
    const spent = ((Date.now() - begun) / 1000).toFixed(0);
    print(setting.name, `${failed}/${rollouts}`, boundsOf(failed), percent(passed, 1), ...alarms, spent);
  }
}

async function faults(): Promise<void> {
  head('fault', 'FAIL after it, median / p90', 'before it', 'PASS after it, median / p90', 'rollouts');
  for (const setting of chosen(FAULTS)) {
    const from = setting.fault?.from ?? 0;
    const honest = (await play(setting)).flat().filter(({ failedAt }) => failedAt >= from);
    const delays = pair(honest.map(({ failedAt }) => failedAt - from));
    const passing = pair(honest.map(({ lastPassAt }) => Math.max(0, lastPassAt - from)));
    print(setting.name, delays, rollouts - honest.length, passing, rollouts);
  }
}

async function worse(): Promise<void> {
  head('worse from the start', 'ever PASS', 'two-sided 95 %', 'FAIL', 'rollouts');
  for (const setting of chosen(WORSE)) {
    const outcomes = (await play(setting)).flat();
    const passed = outcomes.filter(({ passedAt }) => passedAt < Infinity).length;
    print(setting.name, passed, boundsOf(passed), outcomes.filter(({ state }) => state === 'FAIL').length, rollouts);
  }
}

async function recoveries(): Promise<void> {
  head(
    'a fault that ends',
    'FAIL',
    'after the fault, median / p90',
    'said to be over, after its end',
    'PASS after FAIL',
    'rollouts',
  );
  for (const setting of chosen(RECOVERY)) {
    const { from = 0, until = 0 } = setting.fault ?? {};
    const failed = (await roomsOf(taskOf(setting), null)).flat().filter(({ failedAt }) => failedAt < Infinity);
    const delays = pair(failed.map(({ failedAt }) => failedAt - from));
    const over = pair(failed.map(({ recoveredAt }) => recoveredAt - until));
    print(setting.name, failed.length, delays, over, failed.filter((one) => one.passedAfterFail).length, rollouts);
  }
}

async function slips(): Promise<void> {
  head('slip in the profile', 'said', 'after, median / p90', 'ever PASS', 'rollouts');
  for (const slip of chosen(SLIPS)) {
    const outcomes = (await roomsOf(taskOf(MISREAD), slip)).flat();
    const kinds = [...new Set(outcomes.map(({ problem }) => problem ?? 'nothing'))].join(', ');
    const passed = outcomes.filter(({ passedAt }) => passedAt < Infinity).length;
    print(slip.name, kinds, pair(outcomes.map(({ problemAt }) => problemAt)), passed, rollouts);
  }
}

if (flags.help) process.stdout.write(USAGE);
else for (const part of [healthy, faults, worse, recoveries, slips]) await part();
