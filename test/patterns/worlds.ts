import type { Level } from '../../src/logs/level.ts';
import type { PatternBatch, TemplateCount } from '../../src/patterns/batch.ts';
import { Difference, type DifferenceOptions } from '../../src/patterns/difference.ts';
import type { Template } from '../../src/patterns/miner.ts';
import { millis } from '../../src/units.ts';
import { poisson, type Random, seededRandom } from '../../stack/simulator/random.ts';

/** One kind of line in a world of two versions. */
export interface Kind {
  readonly id: string;
  readonly level: Level;
  /** Causes per request, of each version. */
  readonly rates: readonly [number, number];
  /** Lines that one cause says, within a second. */
  readonly burst: number;
  /** From this round on; before, the candidate says it as the baseline does. */
  readonly since?: number;
}

export interface World {
  readonly seed: number;
  readonly kinds: readonly Kind[];
  /** The candidate's share of the requests. */
  readonly share: number;
  readonly rounds: number;
  /** Length of a round, in seconds. */
  readonly step: number;
  readonly requestsPerSecond: number;
  readonly pods: readonly [number, number];
  readonly options?: Partial<DifferenceOptions>;
}

/** An hour of 200 requests a second, a tenth of them at the candidate. */
export const HOUR: Omit<World, 'seed' | 'kinds'> = {
  share: 0.1,
  rounds: 240,
  step: 15,
  requestsPerSecond: 200,
  pods: [6, 2],
};

/** Kinds as healthy services say them: a few very often, most of them seldom, many only a few times in an hour. */
export function healthyKinds(random: Random, count = 60): Kind[] {
  return Array.from({ length: count }, (_, i) => {
    const perRequest = 0.5 * 10 ** (-6 * random());
    const burst = random() < 0.3 ? 1 + Math.floor(random() * 8) : 1;
    const level = (['info', 'warn', 'error'] as const)[i % 3] ?? 'info';
    return { id: `k${i}`, level, rates: [perRequest, perRequest] as const, burst };
  });
}

const templateOf = ({ id, level }: Kind): Template => ({ id, level, words: ['line', 'of', id] });

/** Plays a world by counts; the round in which each finding was first there, by kind of finding and template. */
export function play({ seed, kinds, share, rounds, step, requestsPerSecond, pods, options }: World) {
  const random = seededRandom(seed);
  const difference = new Difference({ planned: rounds, ...options });
  const known = new Set<string>();
  const found = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    // Load comes and goes, and with it everything that is said.
    const load = requestsPerSecond * step * (1 + 0.3 * Math.sin(round / 20));
    const requests = [poisson(load * (1 - share), random), poisson(load * share, random)] as const;
    const counts: TemplateCount[] = [];
    const fresh: Template[] = [];
    for (const kind of kinds) {
      const since = kind.since ?? 0;
      const rate = (of: 0 | 1) => (round < since ? kind.rates[0] : kind.rates[of]);
      const [a, b] = [
        causes(requests[0] * rate(0), step * pods[0], random),
        causes(requests[1] * rate(1), step * pods[1], random),
      ];
      if (a.lines + b.lines === 0) continue;
      if (!known.has(kind.id)) fresh.push(templateOf(kind));
      known.add(kind.id);
      counts.push({
        id: kind.id,
        lines: [a.lines * kind.burst, b.lines * kind.burst],
        moments: [a.moments, b.moments],
      });
    }
    const batch: PatternBatch = {
      events: fresh.map((template) => ({ kind: 'found', template })),
      counts,
      lines: [0, 0],
      streams: pods,
    };
    difference.take(
      { ...batch, examples: {} },
      {
        exposure: { baseline: requests[0], candidate: requests[1], seconds: step },
        from: millis(round * step * 1000),
        to: millis((round + 1) * step * 1000),
      },
    );
    for (const { kind, id } of difference.findings) if (!found.has(`${kind} ${id}`)) found.set(`${kind} ${id}`, round);
  }
  return { difference, found };
}

/** Causes of one round, and in how many of the pods' seconds there was one. */
function causes(mean: number, seconds: number, random: Random): { lines: number; moments: number } {
  const lines = poisson(mean, random);
  // The expected number of occupied seconds; of few causes each is as good as alone, so it is drawn.
  if (lines > 40) return { lines, moments: Math.round(seconds * (1 - (1 - 1 / seconds) ** lines)) };
  const at = new Set<number>();
  for (let i = 0; i < lines; i += 1) at.add(Math.floor(random() * seconds));
  return { lines, moments: at.size };
}
