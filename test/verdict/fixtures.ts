import { millis, ratio, seconds } from '../../src/units.ts';
import type { RawSeries, Role, Side } from '../../src/verdict/counters/samples.ts';
import { DEFAULTS, type JudgeOptions } from '../../src/verdict/options.ts';
import { Counting } from '../../src/verdict/rounds/counting.ts';

export const STEP = 15_000;
/** On no round number, as in life. */
export const START = 1_700_000_003_217;

export const OPTIONS: JudgeOptions = {
  ...DEFAULTS,
  startAt: millis(START),
  scrape: seconds(15),
  planned: seconds(1800),
  soak: seconds(60),
  warmup: seconds(0),
  latency: null,
  share: [],
};

export const withLatency: JudgeOptions = {
  ...OPTIONS,
  latency: { slo: seconds(0.25), tolerated: 1, practical: ratio(0.005), margin: ratio(0.02) },
};

export const REQUESTS: Role = { kind: 'request', error: false };
export const FAILED: Role = { kind: 'request', error: true };

export function series(
  target: string,
  side: Side,
  role: Role,
  samples: readonly (readonly [number, number])[],
  key = `${target} ${JSON.stringify(role)} ${role.kind === 'bucket' ? role.le : ''}`,
): RawSeries {
  return {
    key,
    labels: { series: key },
    target,
    side,
    role,
    times: samples.map(([at]) => at),
    values: samples.map(([, value]) => value),
  };
}

/** What one round said, as plain numbers. */
export interface Said {
  readonly at: number;
  readonly counted: boolean;
  readonly n1: number;
  readonly e1: number;
  readonly n2: number;
  readonly e2: number;
  readonly timed: readonly number[];
  readonly slow: readonly number[];
  readonly restarts: number;
}

const sum = (values: ArrayLike<number>, pods: number) =>
  Array.from(values)
    .slice(0, pods)
    .reduce((a, b) => a + b, 0);

/** Hears everything in one go. */
export function rounds(all: readonly RawSeries[], horizon: number, options: JudgeOptions = OPTIONS): readonly Said[] {
  const counting = new Counting(options);
  counting.hear(all);
  return close(counting, horizon);
}

export function close(counting: Counting, horizon: number): readonly Said[] {
  const said: Said[] = [];
  counting.close(millis(horizon), ({ at, counted, baseline, candidate }) => {
    said.push({
      at,
      counted,
      n1: sum(baseline.requests, baseline.pods),
      e1: sum(baseline.errors, baseline.pods),
      n2: sum(candidate.requests, candidate.pods),
      e2: sum(candidate.errors, candidate.pods),
      timed: [...baseline.timed, ...candidate.timed].map((of, i) =>
        sum(of, i < baseline.timed.length ? baseline.pods : candidate.pods),
      ),
      slow: [...baseline.slow, ...candidate.slow].map((of, i) =>
        sum(of, i < baseline.slow.length ? baseline.pods : candidate.pods),
      ),
      restarts: baseline.restarts + candidate.restarts,
    });
  });
  return said;
}

export interface Script {
  /** Requests and errors a scrape, by pod. */
  readonly v1: (k: number) => readonly [number, number];
  readonly v2: (k: number) => readonly [number, number];
}
export const steady = (n: number, e: number) => () => [n, e] as const;

/** Three pods of V1 and one of V2, scraped together from four scrapes before the start. */
export function scripted({ v1, v2 }: Script, scrapes: number): readonly RawSeries[] {
  const counters = (of: Script['v1']) => {
    let n = 0;
    let e = 0;
    return Array.from({ length: scrapes + 5 }, (_, i) => {
      const [more, errors] = of(i - 4);
      n += more;
      e += errors;
      return [START + (i - 4) * STEP, n, e] as const;
    });
  };
  const pod = (id: string, side: 'baseline' | 'candidate', of: Script['v1']) => {
    const counted = counters(of);
    return [
      series(
        id,
        side,
        REQUESTS,
        counted.map(([at, n, e]) => [at, n - e]),
      ),
      series(
        id,
        side,
        FAILED,
        counted.map(([at, , e]) => [at, e]),
      ),
    ];
  };
  return [
    ...['a', 'b', 'c'].flatMap((id) => pod(id, 'baseline', v1)),
    ...pod('canary', 'candidate', (k) => (k <= 0 ? [0, 0] : v2(k))),
  ];
}
