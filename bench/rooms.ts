import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/clock.ts';
import { createCollector, openServers } from '../src/commands/shared/context.ts';
import { costOf, type SourceCost } from '../src/frames/cost.ts';
import { isBehind } from '../src/frames/raw/raw.ts';
import { loadProfile } from '../src/profile/load.ts';
import type { Plan } from '../src/profile/plan/plan.ts';
import { SYSTEMS } from '../stack/profiles.ts';
import { startStack } from '../stack/stack.ts';

const USAGE = `npm run bench -- rooms [--profile ID] [--seconds N] [--warm-up N] [--json]

What rooms cost one Prometheus: its own counters while no room, one and ten are open on it, each asked as a live room
asks, from connections of its own. The Prometheus is real and begins empty; it is scraped at 5 s.
  --profile ID  a shipped profile (supersmartmatch)
  --seconds N   how long each is watched (60)
  --warm-up N   how long before, so that rates have what they reach back to (330)
  --json        as JSON
`;
const ROOMS = [0, 1, 10] as const;

const { values: flags } = parseArgs({
  options: {
    profile: { type: 'string', default: 'supersmartmatch' },
    seconds: { type: 'string', default: '60' },
    'warm-up': { type: 'string', default: '330' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** What a Prometheus says of itself. */
interface Counters {
  readonly cpu: number;
  /** Requests to its query API, and the seconds between each and its answer. */
  readonly requests: number;
  readonly answering: number;
  readonly resident: number;
}

const PATTERNS: Readonly<Record<keyof Counters, RegExp>> = {
  cpu: /^process_cpu_seconds_total (\S+)/gm,
  requests: /^prometheus_http_request_duration_seconds_count\{handler="\/api\/v1\/query(?:_range)?"\} (\S+)/gm,
  answering: /^prometheus_http_request_duration_seconds_sum\{handler="\/api\/v1\/query(?:_range)?"\} (\S+)/gm,
  resident: /^process_resident_memory_bytes (\S+)/gm,
};

async function countersOf(url: string): Promise<Counters> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (pattern: RegExp) => [...text.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0);
  const counters = Object.entries(PATTERNS).map(([name, pattern]) => [name, read(pattern)]);
  return Object.fromEntries(counters) as Record<keyof Counters, number>;
}

/** So many refreshes without any past in them: what is asked from then on is what a room asks for as long as it is open. */
const SETTLED = 3;

interface OpenRoom {
  /** Resolves once its past is filled. */
  readonly settled: Promise<void>;
  stop(): Promise<void>;
}

/** A room's own questions at every refresh, until it is stopped. @param refreshed told what each cost */
function openRoom(plan: Plan, refreshed: (costs: readonly SourceCost[]) => void): OpenRoom {
  const servers = openServers(plan);
  const collector = createCollector(plan, servers);
  const stopped = new AbortController();
  const settled = Promise.withResolvers<void>();
  const refresh = async () => {
    let quiet = 0;
    while (!stopped.signal.aborted) {
      const started = systemClock.now();
      const patience = delay(plan.refresh * 900, undefined, { ref: false });
      const frame = await collector.collect(started, patience, stopped.signal);
      refreshed(costOf(frame));
      const isWhole = frame.sources.every(({ outcome, askedAt }) => outcome.ok && askedAt === undefined);
      quiet = isWhole && frame.backfills.length === 0 && !isBehind(frame) ? quiet + 1 : 0;
      if (quiet >= SETTLED) settled.resolve();
      const pause = Math.max(0, started + plan.refresh * 1000 - systemClock.now());
      await delay(pause, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = refresh();
  return {
    settled: settled.promise,
    async stop() {
      stopped.abort();
      await running;
      await servers.close();
    },
  };
}

interface Watched extends Counters {
  readonly rooms: number;
  readonly seconds: number;
  /** Refreshes that were made of those that were due: less than 1 where this machine could not keep up. */
  readonly kept: number;
  /** Of all rooms: what came. */
  readonly samples: number;
  readonly received: number;
  readonly unpacked: number;
}

async function watch(plan: Plan, url: string, rooms: number, seconds: number): Promise<Watched> {
  const costs: SourceCost[] = [];
  let refreshes = 0;
  const open: OpenRoom[] = [];
  for (let i = 0; i < rooms; i += 1) {
    open.push(
      openRoom(plan, (cost) => {
        costs.push(...cost);
        refreshes += 1;
      }),
    );
    // Rooms are opened by people, and not all at once.
    await delay((plan.refresh * 1000) / rooms);
  }
  await Promise.all(open.map((room) => room.settled));
  costs.length = 0;
  refreshes = 0;
  const [before, started] = [await countersOf(url), performance.now()];
  await delay(seconds * 1000);
  const [after, ended] = [await countersOf(url), performance.now()];
  const own = costs.filter(({ kind }) => kind === 'prometheus');
  await Promise.all(open.map((room) => room.stop()));
  const sum = (of: (cost: SourceCost) => number) => own.reduce((all, cost) => all + of(cost), 0);
  return {
    rooms,
    seconds: (ended - started) / 1000,
    kept: rooms === 0 ? 1 : refreshes / ((rooms * (ended - started)) / 1000 / plan.refresh),
    cpu: after.cpu - before.cpu,
    requests: after.requests - before.requests,
    answering: after.answering - before.answering,
    resident: after.resident,
    samples: sum(({ samples }) => samples ?? 0),
    received: sum(({ received }) => received),
    unpacked: sum(({ unpacked }) => unpacked),
  };
}

function tell(all: readonly Watched[]): string {
  const idle = all.find(({ rooms }) => rooms === 0);
  const rows = all.map(({ rooms, seconds, kept, ...of }) => {
    const each = (value: number, digits = 0) => (rooms === 0 ? '' : (value / rooms / seconds).toFixed(digits));
    const cpu = (of.cpu / seconds) * 100;
    return [
      String(rooms),
      `${cpu.toFixed(2)} %`,
      idle && rooms > 0 ? `${((cpu - (idle.cpu / idle.seconds) * 100) / rooms).toFixed(2)} %` : '',
      rooms === 0 ? '' : `${(kept * 100).toFixed(0)} %`,
      each(of.requests, 1),
      each(of.answering * 1000, 1),
      each(of.samples),
      each(of.received / 1000, 2),
      each(of.unpacked / 1000, 2),
      `${(of.resident / 1e6).toFixed(0)} MB`,
    ];
  });
  const head = [
    'rooms',
    'processor',
    'a room',
    'refreshes kept',
    'queries/s',
    'ms of answers/s',
    'samples/s',
    'kB/s',
    'kB/s unpacked',
    'resident',
  ];
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [head, ...rows].map((row) => `${row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')}\n`).join('');
}

async function run(): Promise<void> {
  if (!SYSTEMS.some((id) => id === flags.profile)) throw new Error(`No profile "${flags.profile}" is shipped.`);
  const stack = await startStack();
  try {
    const { plan } = loadProfile({
      config: flags.profile,
      cwd: process.cwd(),
      env: {},
      prometheus: stack.prometheus.url,
      alertmanager: [stack.alertmanager.url],
    });
    await delay(Number(flags['warm-up']) * 1000);
    const all: Watched[] = [];
    for (const rooms of ROOMS) all.push(await watch(plan, stack.prometheus.url, rooms, Number(flags.seconds)));
    process.stdout.write(flags.json ? `${JSON.stringify(all, null, 2)}\n` : tell(all));
  } finally {
    await stack.stop();
  }
}

if (flags.help) process.stdout.write(USAGE);
else await run();
