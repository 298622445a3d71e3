import { parseArgs } from 'node:util';
import { millis, seconds } from '../../src/units.ts';
import type { RawSeries, Role, Side } from '../../src/verdict/counters/samples.ts';
import { Judge } from '../../src/verdict/judge.ts';
import { DEFAULTS, type JudgeOptions, type MetricOptions } from '../../src/verdict/options.ts';
import { lowerBound, upperBound } from './clopper-pearson.ts';
import { Random, seedOf } from './random.ts';
import { quantileOf } from './tally.ts';

const USAGE = `node bench/verdict/metrics.ts [--rollouts N] [--seed N] [--only WORDS]

Plays rollouts of which a ratio or a mean is compared: three stages of 5, 20 and 50 %, nine pods of V1 and three of V2, each scraped
every 15 s at a moment of its own. Seeded: the same options give the same figures.
`;

const EPOCH = 1_000_000;
const SCRAPE = 15;
const STAGE = 1800;
const BEFORE = 300;
const ONSET = 600;
const SHARES = [0.05, 0.2, 0.5];

interface World {
  readonly name: string;
  readonly kind: MetricOptions['kind'];
  /** Cases a second of both versions. */
  readonly cases: number;
  /** The value of a case, or the chance of a success, where `level` is what it is on average. */
  readonly draw: (cases: number, level: number, random: Random) => number;
  readonly level: number;
  /** Standard deviation of a pod's level, as a part of it. */
  readonly uneven?: number;
  /** All lose so much of it for a minute every ten. */
  readonly outages?: number;
  /** V2 loses so much of it, as a part of it, from ten minutes on. */
  readonly loss?: number;
}

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log1p(-random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
const summed = (value: (random: Random) => number) => (cases: number, level: number, random: Random) => {
  let sum = 0;
  for (let i = 0; i < cases; i += 1) sum += level * value(random);
  return sum;
};
/** Skewed as amounts of money are: the standard deviation is 1.3 times the mean. */
const LOGNORMAL = summed((random) => Math.exp(normal(random) - 0.5));
/** Of hardly any variance that is finite: Pareto with the exponent 2.2. */
const HEAVY = summed((random) => (1.2 / 2.2) * (1 - random.uniform()) ** (-1 / 2.2));
const SUCCESSES: World['draw'] = (cases, level, random) => random.binomial(cases, Math.min(1, level));

const REVENUE: World = { name: 'revenue', kind: 'mean', cases: 50, draw: LOGNORMAL, level: 10 };
const ACCURACY: World = { name: 'accuracy 90 %', kind: 'ratio', cases: 50, draw: SUCCESSES, level: 0.9 };
const CONVERSION: World = { ...ACCURACY, name: 'conversion 3 %', level: 0.03 };

const HEALTHY: readonly World[] = [
  REVENUE,
  { ...REVENUE, name: 'revenue of few cases', cases: 5 },
  { ...REVENUE, name: 'revenue with heavy tails', draw: HEAVY },
  { ...REVENUE, name: 'revenue of uneven pods', uneven: 0.03 },
  { ...REVENUE, name: 'revenue, all lose a third now and then', outages: 0.33 },
  ACCURACY,
  { ...ACCURACY, name: 'accuracy of uneven pods', uneven: 0.01 },
  CONVERSION,
];
const FAULTS: readonly World[] = [
  ...[0.1, 0.2, 0.4].map((loss) => ({ ...REVENUE, name: `revenue −${loss * 100} %`, cases: 200, loss })),
  { ...ACCURACY, name: 'accuracy −2 points', cases: 200, loss: 0.02 / 0.9 },
  { ...ACCURACY, name: 'accuracy −5 points', cases: 200, loss: 0.05 / 0.9 },
  { ...CONVERSION, name: 'conversion −1.5 points', cases: 200, loss: 0.5 },
];

interface Pod {
  readonly id: string;
  readonly side: Side;
  readonly phase: number;
  readonly level: number;
  readonly totals: [requests: number, cases: number, sum: number];
}

const ROLES: readonly Role[] = [
  { kind: 'request', error: false },
  { kind: 'cases', metric: 0 },
  { kind: 'sum', metric: 0 },
];

const optionsOf = ({ kind }: World): JudgeOptions => ({
  ...DEFAULTS,
  startAt: millis(EPOCH * 1000),
  scrape: seconds(SCRAPE),
  planned: seconds(STAGE),
  soak: seconds(STAGE / 2),
  rings: SHARES.length,
  attempts: 2,
  latency: null,
  share: [],
  metrics: [
    {
      id: 'metric',
      label: 'metric',
      unit: 'score',
      kind,
      worse: 'lower',
      weight: 1,
      ...(kind === 'ratio' ? { practical: 0.01, margin: 0.02 } : { practical: 0.02, margin: 0.05 }),
    },
  ],
});

/** @returns when it said FAIL, in seconds since the stage began, and whether the metric passes in the end */
function playStage(
  world: World,
  share: number,
  random: Random,
): { readonly failedAt: number; readonly passes: boolean } {
  const judge = new Judge(optionsOf(world));
  const pods = Array.from({ length: 12 }, (_, i): Pod => {
    const level = world.level * Math.exp((world.uneven ?? 0) * normal(random));
    const side = i < 9 ? ('baseline' as const) : ('candidate' as const);
    return { id: `pod-${i}`, side, phase: random.uniform() * SCRAPE, level, totals: [0, 0, 0] };
  });
  let end = 0;
  for (let at = -BEFORE; at <= STAGE; at += SCRAPE) {
    const heard = pods
      .filter(({ side }) => at >= 0 || side === 'baseline')
      .flatMap((pod) => scrape(world, pod, share, at, random));
    end = EPOCH + at + SCRAPE;
    judge.hear(heard, millis(end * 1000 - 1));
  }
  const { failedAt, metrics } = judge.verdict(millis(end * 1000));
  return { failedAt: failedAt === null ? Infinity : failedAt / 1000 - EPOCH, passes: metrics[0]?.passes ?? false };
}

function scrape(world: World, pod: Pod, share: number, from: number, random: Random): readonly RawSeries[] {
  const { draw, cases, loss = 0, outages = 0 } = world;
  const at = from + pod.phase;
  const ofPod = (pod.side === 'candidate' ? share / 3 : (1 - share) / 9) * SCRAPE;
  const isOut = (at + BEFORE) % 600 < 60;
  const kept = (pod.side === 'candidate' && at >= ONSET ? 1 - loss : 1) * (isOut ? 1 - outages : 1);
  const n = random.poisson(cases * ofPod);
  pod.totals[0] += random.poisson(200 * ofPod);
  pod.totals[1] += n;
  pod.totals[2] += draw(n, pod.level * kept, random);
  const { id, side, totals } = pod;
  return ROLES.map((role, i) => ({
    key: `${id} ${role.kind}`,
    labels: { instance: id, what: role.kind },
    target: id,
    side,
    role,
    times: [Math.round((EPOCH + at) * 1000)],
    values: [totals[i] ?? 0],
  }));
}

const { values: flags } = parseArgs({
  options: {
    rollouts: { type: 'string', default: '100' },
    seed: { type: 'string', default: '2026' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
const rollouts = Number(flags.rollouts);
const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
const print = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const chosen = (worlds: readonly World[]) => worlds.filter(({ name }) => name.startsWith(flags.only));
const play = (world: World, shares: readonly number[]) =>
  Array.from({ length: rollouts }, (_, rollout) =>
    shares.map((share, stage) => playStage(world, share, new Random(seedOf(Number(flags.seed), rollout, stage)))),
  );

function run(): void {
  print('healthy world', 'false FAIL', 'two-sided 95 %', 'stages in which it passes');
  for (const world of chosen(HEALTHY)) {
    const outcomes = play(world, SHARES);
    const failed = outcomes.filter((stages) => stages.some(({ failedAt }) => failedAt < Infinity)).length;
    const passed = outcomes.flat().filter(({ passes }) => passes).length / (rollouts * SHARES.length);
    const bounds = `${percent(lowerBound(failed, rollouts, 0.975))} – ${percent(upperBound(failed, rollouts, 0.975))}`;
    print(world.name, `${failed}/${rollouts}`, bounds, percent(passed));
  }
  print('V2 loses from 10 min on, at 10 %', 'median / p90', 'before it', 'rollouts');
  for (const world of chosen(FAULTS)) {
    const delays = play(world, [0.1])
      .flat()
      .map(({ failedAt }) => failedAt - ONSET);
    const honest = delays.filter((delay) => delay >= 0).sort((a, b) => a - b);
    const pair = `${quantileOf(honest, 0.5).toFixed(0)} / ${quantileOf(honest, 0.9).toFixed(0)}`;
    print(world.name, pair, delays.length - honest.length, rollouts);
  }
}

if (flags.help) process.stdout.write(USAGE);
else run();
