import { seededRandom } from '../../stack/simulator/random.ts';
import type { RunningSystem, SimulatedSystem } from '../../stack/simulator/system.ts';

/** A series as promtool's unit tests take it. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** What plays for so many samples: a scenario, or what an operator does once. */
export interface Act {
  readonly scenario: string;
  readonly samples: number;
}

/**
 * What Prometheus would have scraped of a system while scenarios played one after the other, one sample each `interval`
 * seconds: time is played, not waited for.
 */
export async function playedSeries(
  system: SimulatedSystem,
  acts: readonly Act[],
  interval: number,
): Promise<InputSeries[]> {
  // promtool's time begins with its first sample, at 0.
  const began = -interval;
  const running = system.begin(began, seededRandom(5), seededRandom(6), null);
  const rows = new Map<string, string[]>();
  let count = 0;
  for (const { scenario, samples } of acts) {
    if (!running.command(scenario, began + count * interval)) running.play(scenario);
    for (let i = 0; i < samples; i += 1) {
      running.step(interval);
      running.record(began + (count + 1) * interval);
      for (const [series, value] of await scraped(running)) {
        const row = rows.get(series) ?? [];
        // What was not there so far, or not for a while, ended when it went.
        if (row.length > 0 && row.length < count) row.push('stale');
        while (row.length < count) row.push('_');
        row.push(value);
        rows.set(series, row);
      }
      count += 1;
    }
  }
  return [...rows].map(([series, row]) => ({ series, values: runs(row.length < count ? [...row, 'stale'] : row) }));
}

async function scraped({ expositions, down }: RunningSystem): Promise<(readonly [series: string, value: string])[]> {
  const all = await Promise.all(
    expositions.map(async ({ job, instance, registry }) => {
      const target = { job, instance };
      if (down.includes(job)) return [[named('up', target), '0'] as const];
      const metrics = await registry.getMetricsAsJSON();
      const samples = metrics.flatMap(({ name, values }) =>
        values.map((sample) => {
          const metric = 'metricName' in sample && sample.metricName ? String(sample.metricName) : name;
          return [named(metric, { ...sample.labels, ...target }), String(sample.value)] as const;
        }),
      );
      return [[named('up', target), '1'] as const, ...samples];
    }),
  );
  return all.flat();
}

const named = (metric: string, labels: Readonly<Record<string, string | number | undefined>>): string =>
  `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(String(value))}`)
    .join(', ')}}`;

/** `7 7 7` as `7x2`: most of what is exposed stands still. */
function runs(values: readonly string[]): string {
  const written: string[] = [];
  for (let i = 0; i < values.length; ) {
    const value = values[i] ?? '';
    let next = i + 1;
    while (values[next] === value) next += 1;
    written.push(next - i > 1 ? `${value}x${value === '_' ? next - i : next - i - 1}` : value);
    i = next;
  }
  return written.join(' ');
}
