import { parseArgs } from 'node:util';
import { lowerBound, upperBound } from '../clopper-pearson.ts';
import { quantileOf } from '../tally.ts';
import { playRollouts } from './play.ts';
import { FAULTS, HEALTHY, type Setting, WORSE } from './setting.ts';

const USAGE = `node bench/verdict/field/main.ts [--rollouts N] [--seed N] [--only WORDS]

Plays rollouts as they are in the field: three stages of 5, 20 and 50 %, pods scraped one by one that differ, start cold
or lie in zones. Seeded: the same options give the same figures.
  --only WORDS  the world of that name, or those that begin so
`;

const { values: flags } = parseArgs({
  options: {
    rollouts: { type: 'string', default: '100' },
    seed: { type: 'string', default: '2026' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
const rollouts = Number(flags.rollouts);
const chosen = (settings: readonly Setting[]) => {
  const exact = settings.filter(({ name }) => name === flags.only);
  return exact.length > 0 ? exact : settings.filter(({ name }) => name.startsWith(flags.only));
};
const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
const print = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

function run(): void {
  print('healthy world', 'false FAIL', 'two-sided 95 %', 'PASS at the end of a stage', 'seconds');
  for (const setting of chosen(HEALTHY)) {
    const begun = Date.now();
    const outcomes = playRollouts(setting, rollouts, Number(flags.seed));
    const failed = outcomes.filter((stages) => stages.some(({ failedAt }) => failedAt < Infinity)).length;
    const all = outcomes.flat();
    const passed = all.filter(({ state }) => state === 'PASS').length / all.length;
    const bounds = `${percent(lowerBound(failed, rollouts, 0.975))} – ${percent(upperBound(failed, rollouts, 0.975))}`;
    print(setting.name, `${failed}/${rollouts}`, bounds, percent(passed), ((Date.now() - begun) / 1000).toFixed(0));
  }
  print('fault: +2 points', 'median / p90', 'before it', 'PASS after it, median / p90', 'rollouts');
  for (const setting of chosen(FAULTS)) {
    const from = setting.fault?.from ?? 0;
    const outcomes = playRollouts(setting, rollouts, Number(flags.seed)).flat();
    const honest = outcomes.filter(({ failedAt }) => failedAt >= from);
    const delays = honest.map(({ failedAt }) => failedAt - from).sort((a, b) => a - b);
    const passing = honest.map(({ lastPassAt }) => Math.max(0, lastPassAt - from)).sort((a, b) => a - b);
    const pair = (of: readonly number[]) => `${quantileOf(of, 0.5).toFixed(0)} / ${quantileOf(of, 0.9).toFixed(0)}`;
    print(setting.name, pair(delays), rollouts - honest.length, pair(passing), rollouts);
  }
  print('worse from the start', 'ever PASS', 'two-sided 95 %', 'FAIL', 'rollouts');
  for (const setting of chosen(WORSE)) {
    const outcomes = playRollouts(setting, rollouts, Number(flags.seed)).flat();
    const passed = outcomes.filter(({ passedAt }) => passedAt < Infinity).length;
    const bounds = `${percent(lowerBound(passed, rollouts, 0.975))} – ${percent(upperBound(passed, rollouts, 0.975))}`;
    print(setting.name, passed, bounds, outcomes.filter(({ state }) => state === 'FAIL').length, rollouts);
  }
}

if (flags.help) process.stdout.write(USAGE);
else run();
