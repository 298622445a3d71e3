import { openServers } from '../src/commands/shared/context.ts';
import { History } from '../src/frames/history.ts';
import { isBehind, type RawAnswer } from '../src/frames/raw/raw.ts';
import { RawWindows } from '../src/frames/raw/raw-windows.ts';
import { buildPlan, type Plan } from '../src/profile/plan/plan.ts';
import { profileSchema } from '../src/profile/schema/profile.ts';
import { succeeded } from '../src/sources/error.ts';
import { type Millis, millis, seconds } from '../src/units.ts';
import { findProgram } from '../stack/binaries.ts';
import { pastProfile, pastRollout } from '../stack/past-rollout.ts';
import { startPrometheus } from '../stack/servers.ts';
import type { Figure } from './figure.ts';

const DAY = 86_400;
const LENGTH = 7 * DAY;
const SCRAPE = 15;
const LEAD = 600;

/**
 * What a restart after a week costs: the stored samples of a whole rollout from a real Prometheus, and the verdict counted
 * from them anew. Nothing when there is no Prometheus here.
 */
export async function recountFigures(): Promise<readonly Figure[]> {
  if (!findProgram('prometheus') || !findProgram('promtool')) return [];
  const start = Math.floor(Date.now() / 1000) - LENGTH - LEAD - 3600;
  const past = pastRollout({
    seed: 1,
    start,
    length: LENGTH + LEAD,
    scrape: SCRAPE,
    stageAt: LEAD,
    share: 0.3,
    errors: 0.004,
    latency: false,
  });
  const server = await startPrometheus({ past });
  try {
    const { verdict, ...rest } = pastProfile(server.url) as { verdict: { latency?: unknown } };
    const { latency: _, ...counted } = verdict;
    const plan = buildPlan(profileSchema.parse({ ...rest, verdict: counted }));
    return await measure(plan, millis((start + LEAD) * 1000), millis((start + LEAD + LENGTH) * 1000));
  } finally {
    await server.stop();
  }
}

async function measure(plan: Plan, since: Millis, now: Millis): Promise<readonly Figure[]> {
  const servers = openServers(plan);
  const fetching: number[] = [];
  const counting: number[] = [];
  let samples = 0;
  let kept = 0;
  try {
    for (let run = 0; run < 4; run += 1) {
      const windows = new RawWindows(plan.raw);
      const history = new History(plan);
      const spent = { fetching: 0, counting: 0 };
      samples = 0;
      for (let behind = true; behind; ) {
        const asked = performance.now();
        const raw = await windows.ask(servers.prometheus[0].client, now, since);
        spent.fetching += performance.now() - asked;
        samples += countSamples(raw);
        behind = isBehind({ at: now, raw });
        const began = performance.now();
        history.extend(frameOf(plan, now, since, raw));
        spent.counting += performance.now() - began;
      }
      const requests = history.stage(now)?.verdict?.errors.candidate.requests ?? 0;
      if (requests === 0) throw new Error('Nothing was counted in the bench.');
      globalThis.gc?.();
      kept = process.memoryUsage().heapUsed;
      // The first run warms up, as `timed` has it.
      if (run === 0) continue;
      fetching.push(spent.fetching);
      counting.push(spent.counting);
    }
  } finally {
    await servers.close();
  }
  const of = `${(samples / 1e6).toFixed(1)} million stored samples: 7 days at ${SCRAPE} s, 6 pods`;
  return [
    { what: `fetched from a real Prometheus: ${of}`, unit: 'ms', values: fetching },
    { what: 'counted and judged: the same', unit: 'ms', values: counting },
    { what: 'heap after that', unit: 'bytes', values: [kept] },
  ];
}

const countSamples = (answers: readonly RawAnswer[]): number =>
  answers.reduce(
    (sum, { outcome }) =>
      sum + (outcome.ok ? outcome.value.series.reduce((all, { points }) => all + points.length, 0) : 0),
    0,
  );

const frameOf = (plan: Plan, at: Millis, since: Millis, raw: readonly RawAnswer[]) => ({
  at,
  queries: plan.starts.map((expr) => ({
    expr,
    outcome: succeeded({ samples: [{ labels: {}, value: since / 1000 }], warnings: [] }),
  })),
  backfills: [],
  raw,
  alertmanagers: {},
  sources: [{ id: 'prometheus', kind: 'prometheus' as const, outcome: succeeded({ latency: seconds(0) }) }],
});
