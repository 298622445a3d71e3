import { millis, ratio, seconds } from '../../src/units.ts';
import type { RawSeries, Role, Side } from '../../src/verdict/counters/samples.ts';
import { Judge } from '../../src/verdict/judge.ts';
import { DEFAULTS, type JudgeOptions } from '../../src/verdict/options.ts';
import { type Figure, timed } from '../figure.ts';
import { BOUNDARIES } from './latency-shape.ts';
import { Random } from './random.ts';

const SCRAPE = 15;
const WEEK = (7 * 86_400) / SCRAPE;
const DAY = 86_400 / SCRAPE;
/** Scrapes before the ring's start. */
const BEFORE = 20;

/** What the verdict costs: one scrape, its numbers, and a week of scrapes heard anew. */
export async function verdictFigures(): Promise<readonly Figure[]> {
  const large = record(50, 600);
  const live = new Judge(options(600));
  let scrape = 0;
  for (; scrape < 100; scrape += 1) hear(live, large, scrape, scrape + 1);
  const small = record(5, WEEK);
  const samples = (series: readonly RawSeries[]) => series.reduce((sum, { times }) => sum + times.length, 0);
  const text = (value: number) => `${(value / 1e6).toFixed(1)} million`;
  return [
    {
      what: `verdict, one update: 11 boundaries × 50 pods × 2 versions, ${large.length} series`,
      unit: 'ms',
      values: await timed(400, () => {
        hear(live, large, scrape, scrape + 1);
        scrape += 1;
      }),
    },
    {
      what: 'verdict, its numbers read',
      unit: 'ms',
      values: await timed(100, () => live.verdict(at(scrape))),
    },
    {
      what: `verdict, 7 days at 15 s heard anew: ${small.length} series of 10 pods, ${text(samples(small))} samples`,
      unit: 'ms',
      values: await timed(5, () => {
        const judge = new Judge(options(WEEK));
        for (let from = 0; from < WEEK; from += DAY) hear(judge, small, from, from + DAY);
        judge.verdict(at(WEEK));
      }),
    },
  ];
}

const at = (scrape: number) => millis(scrape * SCRAPE * 1000);

const options = (scrapes: number): JudgeOptions => ({
  ...DEFAULTS,
  startAt: at(BEFORE),
  scrape: seconds(SCRAPE),
  planned: seconds(scrapes * SCRAPE),
  soak: seconds(600),
  latency: { slo: seconds(0.25), tolerated: 1, practical: ratio(0.005), margin: ratio(0.02) },
  share: [{ from: at(BEFORE), share: ratio(0.5) }],
});

function hear(judge: Judge, all: readonly RecordedSeries[], from: number, to: number): void {
  const cut = all.map((raw) => ({
    ...raw,
    times: raw.times.subarray(from, to),
    values: raw.values.subarray(from, to),
  }));
  judge.hear(cut, millis(at(to) - 1));
}

interface RecordedSeries extends RawSeries {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** So many pods of each version, scraped each at a moment of its own: requests, errors and a histogram of 11 boundaries. */
function record(pods: number, scrapes: number): readonly RecordedSeries[] {
  const random = new Random(1);
  const sides: readonly Side[] = ['baseline', 'candidate'];
  return sides.flatMap((side) =>
    Array.from({ length: pods }, (_, i) => {
      const times = Float64Array.from({ length: scrapes }, (__, k) => at(k) + ((i * 997) % 15_000));
      const counter = (role: Role, name: string, upTo: number): RecordedSeries => {
        const values = new Float64Array(scrapes);
        for (let k = 1; k < scrapes; k += 1) values[k] = (values[k - 1] ?? 0) + Math.floor(random.uniform() * upTo);
        const target = `${side}-${i}`;
        return { key: `${name}{pod="${target}"}`, labels: { pod: target }, target, side, role, times, values };
      };
      return [
        counter({ kind: 'request', error: false }, 'requests', 600),
        counter({ kind: 'error' }, 'errors', 4),
        ...BOUNDARIES.map((le, b) => counter({ kind: 'bucket', le }, `bucket_${le}`, 50 * (b + 1))),
        counter({ kind: 'bucket', le: Infinity }, 'bucket_inf', 600),
      ];
    }).flat(),
  );
}
