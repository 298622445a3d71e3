/** What one pod counts in a scrape, so many seconds after the stage began. */
type Load = (at: number) => readonly [requests: number, errors: number];

/** A pod of a world in which nothing is left to chance. Times in seconds since the stage began. */
export interface PastPod {
  readonly version: 'v1' | 'v2';
  readonly zone?: string;
  /** When its process began, and when it is gone. */
  readonly from?: number;
  readonly to?: number;
  /** By path. */
  readonly paths: Readonly<Record<string, Load>>;
}

export interface PastWorld {
  readonly name: string;
  readonly pods: readonly PastPod[];
  /** True: the requests and errors of all pods of a version are stored as one series each, as a recording rule does. */
  readonly isSummed?: boolean;
}

const SCRAPE = 15;
/** What is stored begins so long before the stage, and ends so long after. */
const LEAD = 300;
const END = 960;
const LONG_AGO = -90_000;

/** OpenMetrics text of several worlds, told apart by a label. @param stageAt Unix time */
export const pastWorlds = (worlds: readonly PastWorld[], stageAt: number): string =>
  `${worlds.flatMap((world) => worldLines(world, stageAt)).join('\n')}\n# EOF\n`;

function worldLines({ name, pods, isSummed = false }: PastWorld, stageAt: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < END; at += SCRAPE)
    lines.push(`stage_started_seconds{world="${name}"} ${stageAt} ${stageAt + at}`);
  if (isSummed)
    return [...lines, ...(['v1', 'v2'] as const).flatMap((version) => sumLines(name, pods, version, stageAt))];
  return [...lines, ...pods.flatMap((pod, i) => podLines(name, pod, i, stageAt))];
}

/** Each scraped at a moment of its own. */
function podLines(
  world: string,
  { version, zone, from = LONG_AGO, to = END, paths }: PastPod,
  index: number,
  stageAt: number,
) {
  const labels = `world="${world}",version="${version}",instance="${version}-${index}"${zone === undefined ? '' : `,zone="${zone}"`}`;
  const lines: string[] = [];
  for (const [path, load] of Object.entries(paths)) {
    // Counters of pods that began long ago stand at something of their own.
    let [all, failed] = from < -LEAD ? [100_000 + 977 * index, 1000 + 13 * index] : [0, 0];
    for (const at of scrapesOf(from, to, index)) {
      const [requests, errors] = load(at);
      all += requests;
      failed += errors;
      const moment = (stageAt + at).toFixed(3);
      lines.push(`requests_total{${labels},path="${path}",status="200"} ${all - failed} ${moment}`);
      if (failed > 0) lines.push(`requests_total{${labels},path="${path}",status="500"} ${failed} ${moment}`);
    }
  }
  for (const at of scrapesOf(from, to, index)) {
    const moment = (stageAt + at).toFixed(3);
    lines.push(`up{${labels}} 1 ${moment}`, `process_start_time_seconds{${labels}} ${stageAt + from} ${moment}`);
  }
  return lines;
}

function scrapesOf(from: number, to: number, index: number): number[] {
  const first = Math.max(from, -LEAD) + 1 + 2.3 * index;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / SCRAPE) + 1) }, (_, k) => first + k * SCRAPE);
}

function sumLines(world: string, pods: readonly PastPod[], version: 'v1' | 'v2', stageAt: number): string[] {
  const lines: string[] = [];
  const own = pods.filter((pod) => pod.version === version).map((pod) => ({ ...pod, all: 100_000, failed: 1000 }));
  for (let at = -LEAD; at < END; at += SCRAPE) {
    const living = own.filter(({ to = END }) => at <= to);
    for (const pod of living)
      for (const load of Object.values(pod.paths)) {
        const [requests, errors] = load(at);
        pod.all += requests;
        pod.failed += errors;
      }
    const sum = (of: 'all' | 'failed') => living.reduce((total, pod) => total + pod[of], 0);
    const labels = `world="${world}",version="${version}"`;
    lines.push(`requests_total{${labels},status="200"} ${sum('all') - sum('failed')} ${stageAt + at}`);
    lines.push(`requests_total{${labels},status="500"} ${sum('failed')} ${stageAt + at}`);
  }
  return lines;
}

/** The profile of one of them. */
export const worldProfile = (name: string, url: string): Record<string, unknown> => {
  const of = `world="${name}", version="$version"`;
  return {
    id: 'shop',
    name: 'Shop',
    datasources: { prometheus: { url } },
    refresh: '5s',
    versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
    verdict: {
      requests: `requests_total{${of}}`,
      errors: `requests_total{${of}, status=~"5.."}`,
      up: `up{${of}}`,
      started: `process_start_time_seconds{${of}}`,
      zone: 'zone',
      by: ['path', 'status'],
      duration: '30m',
    },
    checks: {
      began: { label: 'began', query: `max(stage_started_seconds{world="${name}"})`, unit: 'count', at_least: 0 },
    },
    rings: [
      {
        id: 'canary',
        name: 'Canary',
        deployed: `max(stage_started_seconds{world="${name}"})`,
        soak: '5m',
        checks: ['began'],
        verdict: 'pass',
      },
    ],
  };
};
