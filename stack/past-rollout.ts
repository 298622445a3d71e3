import { poisson, type Random, seededRandom } from './simulator/random.ts';

/** A rollout as a server would have stored it. Times in seconds; `start` is a Unix time. */
export interface PastRollout {
  readonly seed: number;
  /** First scrape, about. */
  readonly start: number;
  readonly length: number;
  readonly scrape: number;
  /** When the stage begins, after `start`. */
  readonly stageAt: number;
  /** V2's share of 40 requests a second; from `to` on it gets none. */
  readonly share: number;
  readonly to?: number;
  /** Share of V2's requests that fail. */
  readonly errors: number;
  /** From then on V2 answers no scrape. */
  readonly gone?: number;
  /** False: no histogram. */
  readonly latency?: boolean;
}

const LOAD = 40;
const PODS = 3;
const BASE_ERRORS = 0.004;
const BOUNDARIES = [0.05, 0.1, 0.25] as const;
const SLOW = [0.3, 0.04, 0.005] as const;

/** The counters of one process. */
interface Process {
  startedAt: number;
  requests: number;
  /** Not there before the first error, as client libraries have it. */
  errors: number;
  readonly slow: [number, number, number];
}

const newProcess = (startedAt: number): Process => ({ startedAt, requests: 0, errors: 0, slow: [0, 0, 0] });

/**
 * OpenMetrics text of a seeded rollout with everything that makes counting hard: pods are scraped at moments of their own,
 * some scrapes are missed, processes begin anew, pods are born late, and error counters appear with the first error.
 */
export function pastRollout(given: PastRollout): string {
  const random = seededRandom(given.seed);
  const lines: string[] = [];
  const end = given.start + given.length;
  for (const version of ['v1', 'v2'] as const) {
    for (let pod = 0; pod < PODS; pod += 1)
      for (const line of podLines(given, version, pod, end, random)) lines.push(line);
  }
  for (let at = given.start; at < end; at += given.scrape) {
    const moment = at.toFixed(3);
    lines.push(`planned_share{version="v2"} ${given.share} ${moment}`);
    if (at >= given.start + given.stageAt) lines.push(`stage_started_seconds ${given.start + given.stageAt} ${moment}`);
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

function podLines(given: PastRollout, version: 'v1' | 'v2', pod: number, end: number, random: Random): string[] {
  const lines: string[] = [];
  const labels = `version="${version}",instance="${version}-${pod}"`;
  const offset = random() * given.scrape;
  // One pod of each version comes late.
  const born = given.start + (pod === 2 ? given.stageAt + 100 : version === 'v2' ? given.stageAt - 60 : 0);
  let process = newProcess(born - 1);
  let before = born;
  for (let at = born + offset; at < end; at += given.scrape) {
    if (version === 'v2' && given.gone !== undefined && at > given.start + given.gone) {
      lines.push(`up{${labels}} 0 ${at.toFixed(3)}`);
      continue;
    }
    if (random() < 0.01) process = newProcess(at - random() * given.scrape);
    const quiet = version === 'v2' && given.to !== undefined && at > given.start + given.to;
    const share = version === 'v2' ? given.share : 1 - given.share;
    serve(
      process,
      quiet ? 0 : (LOAD * share * (at - before)) / PODS,
      version === 'v2' ? given.errors : BASE_ERRORS,
      random,
    );
    before = at;
    const missed = random() < 0.03;
    const moment = (at + (random() - 0.5) * 0.01).toFixed(3);
    lines.push(`up{${labels}} ${missed ? 0 : 1} ${moment}`);
    if (!missed) lines.push(...processLines(process, labels, moment, given.latency ?? true));
  }
  return lines;
}

function serve(process: Process, mean: number, errors: number, random: Random): void {
  const requests = poisson(mean, random);
  process.requests += requests;
  process.errors += Math.min(requests, poisson(requests * errors, random));
  SLOW.forEach((share, i) => {
    process.slow[i] = (process.slow[i] ?? 0) + Math.min(requests, poisson(requests * share, random));
  });
}

function processLines(process: Process, labels: string, moment: string, latency: boolean): string[] {
  const { requests, errors, slow, startedAt } = process;
  return [
    `requests_total{${labels},status="200"} ${requests - errors} ${moment}`,
    ...(errors > 0 ? [`requests_total{${labels},status="500"} ${errors} ${moment}`] : []),
    ...(latency ? [...BOUNDARIES, '+Inf'] : []).map(
      (le, i) => `duration_seconds_bucket{${labels},le="${le}"} ${requests - (slow[i] ?? 0)} ${moment}`,
    ),
    `orders_total{${labels}} ${requests - slow[0]} ${moment}`,
    `order_value_euros_total{${labels}} ${9.5 * (requests - slow[0]) + slow[1]} ${moment}`,
    `process_start_time_seconds{${labels}} ${startedAt} ${moment}`,
  ];
}

/** The profile of such a rollout. */
export const pastProfile = (url: string): Record<string, unknown> => ({
  id: 'shop',
  name: 'Shop',
  datasources: { prometheus: { url } },
  refresh: '5s',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  verdict: {
    requests: 'requests_total{version="$version"}',
    errors: 'requests_total{version="$version", status=~"5.."}',
    latency: { buckets: 'duration_seconds_bucket{version="$version"}', slo: 0.25 },
    metrics: [
      {
        id: 'conversion',
        successes: 'orders_total{version="$version"}',
        attempts: 'requests_total{version="$version"}',
        pass_margin: 0.05,
      },
      {
        id: 'revenue',
        sum: 'order_value_euros_total{version="$version"}',
        count: 'orders_total{version="$version"}',
        unit: 'score',
      },
    ],
    up: 'up{version="$version"}',
    started: 'process_start_time_seconds{version="$version"}',
    share: 'planned_share{version="v2"}',
    duration: '30m',
    pass_margin: 0.02,
  },
  checks: { pods: { label: 'pods', query: 'min(up{version="v1"})', unit: 'ratio', at_least: 0 } },
  rings: [
    {
      id: 'canary',
      name: 'Canary',
      deployed: 'max(stage_started_seconds)',
      soak: '5m',
      checks: ['pods'],
      verdict: 'pass',
    },
  ],
});
