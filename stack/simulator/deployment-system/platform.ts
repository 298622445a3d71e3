import { approach, normal, poisson, type Random, wander } from '../random.ts';
import type { Conditions } from './scenarios.ts';

/** Applications the platform runs, each a container of its own beside those of the platform. */
export const APPS = ['shop', 'crm', 'docs'] as const;
export type App = (typeof APPS)[number];

export const FIRST_PORT = 8100;
export const PORTS = 900;

/** Where a deployment can fail. */
const STEPS = ['clone', 'build', 'push-image', 'switch-traffic'] as const;

/** One deployment under way. */
export interface Deployment {
  readonly id: string;
  readonly app: App;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly endsAt: number;
  /** When one of its steps fails and is tried again; null: never. */
  readonly stumblesAt: number | null;
  /** Whether it will fail, whatever else happens. */
  readonly doomed: boolean;
}

/** The Deployment System at one instant. Times are Unix seconds. */
export interface Platform {
  /** Ports in use, not necessarily a whole number. */
  readonly ports: number;
  readonly underWay: readonly Deployment[];
  /** Requests per second of one application. */
  readonly load: number;
  readonly slowdown: number;
  readonly diskFull: boolean;
  readonly docsAnswers: boolean;
  /** When each container began. */
  readonly started: Readonly<Record<App, number>>;
  /** Requests answered so far, and deployments begun. */
  readonly served: Readonly<Record<App, number>>;
  readonly deployed: number;
}

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly step: string; readonly reason: string };

/** What happened on the platform during a step. */
export interface PlatformEvents {
  readonly started: readonly Deployment[];
  readonly ended: readonly { readonly deployment: Deployment; readonly seconds: number; readonly outcome: Outcome }[];
  /** Under way still, after a step that failed. */
  readonly stumbled: readonly { readonly deployment: Deployment; readonly step: string; readonly reason: string }[];
  readonly allocations: number;
  /** Ports that could not be given, with the reason. */
  readonly refused: readonly string[];
  readonly restarted: readonly App[];
  /** What the host's own log calls an error and critical. */
  readonly critical: readonly string[];
  readonly requests: readonly AppRequest[];
  /** Queries that the database's profiler kept. */
  readonly slowQueries: number;
}

export interface AppRequest {
  readonly app: App;
  readonly status: '200' | '404' | '500';
  readonly seconds: number;
}

/** All per second. */
const DEPLOYMENTS = 1 / 15;
const PORT_CLASHES = 1 / 400;
const RESTARTS = 1 / 86_400;
const CRITICAL = 1 / 2400;
/** Every so many-th deployment fails, and every so many-th request: spread evenly, so that a few of them say what all do. */
const FAILS_OF = 250;
const NOT_FOUND_OF = 59;
const BROKEN_OF = 333;
const USUAL_STUMBLES = 0.05;
const MEDIAN_SECONDS = 130;
const LOAD = 12;
/** Where the disk is full, a deployment under way fails within so many seconds, and a container falls over as often. */
const FAILS_WITHIN = 1.5;
const FALLS_WITHIN = 6;
const FULL = 'no space left on device';
const FULL_DISK = `write /var/lib/docker: ${FULL}`;
const USUAL = ['connection refused', 'exit code 137', 'context deadline exceeded'] as const;

/** The example of the platform's own documents; every later id is made as the API makes them. */
const FIRST_ID = 'deploy-1755768199487';

/** Deployments are under way, and a step of one is about to fail. */
export function startPlatform(at: number): Platform {
  const first: Deployment = {
    id: FIRST_ID,
    app: 'shop',
    startedAt: at - 95,
    endsAt: at + 40,
    stumblesAt: at,
    doomed: false,
  };
  const others = [2, 31, 64, 90, 118, 140, 171].map((left, i): Deployment => {
    const startedAt = at - 10 * (i + 1);
    return {
      id: idAt(startedAt),
      app: APPS[i % APPS.length] ?? 'shop',
      startedAt,
      endsAt: at + left,
      stumblesAt: null,
      doomed: false,
    };
  });
  return {
    ports: 0.46 * PORTS,
    underWay: [first, ...others],
    load: LOAD,
    slowdown: 1,
    diskFull: false,
    docsAnswers: true,
    started: { shop: at - 86_400, crm: at - 7200, docs: at - 864_000 },
    served: { shop: 0, crm: 0, docs: 0 },
    deployed: 0,
  };
}

const idAt = (at: number): string => `deploy-${Math.round(at * 1000)}`;

/** Lets `dt` seconds pass up to `at` (Unix seconds): the platform afterwards, and what happened meanwhile. */
export function stepPlatform(
  before: Platform,
  at: number,
  dt: number,
  { diskFull, portsUsed, deploySlowdown, slowQueries, docsAnswers, docsErrors }: Conditions,
  random: Random,
): { readonly world: Platform; readonly events: PlatformEvents } {
  const ports = Math.min(PORTS, wander(before.ports, portsUsed * PORTS, 2, dt, 0.7, random));
  const started = Array.from({ length: poisson(DEPLOYMENTS * dt, random) }, (_, i) =>
    newDeployment(at - dt * random(), before.deployed + i, deploySlowdown, random),
  );
  const underWay: Deployment[] = [];
  const ended: PlatformEvents['ended'][number][] = [];
  const stumbled: PlatformEvents['stumbled'][number][] = [];
  for (const deployment of [...before.underWay, ...started]) {
    const { startedAt, endsAt, stumblesAt, doomed } = deployment;
    if (diskFull && random() < 1 - Math.exp(-dt / FAILS_WITHIN))
      ended.push({ deployment, seconds: at - startedAt, outcome: { ok: false, ...failure([FULL], random) } });
    else if (endsAt > at) {
      underWay.push(stumblesAt !== null && stumblesAt <= at ? { ...deployment, stumblesAt: null } : deployment);
      if (stumblesAt !== null && stumblesAt <= at) stumbled.push({ deployment, ...failure(USUAL, random) });
    } else
      ended.push({
        deployment,
        seconds: endsAt - startedAt,
        outcome: doomed ? { ok: false, ...failure(USUAL, random) } : { ok: true },
      });
  }
  // As the disk fills up, everything that writes falls over at once.
  const fills = diskFull && !before.diskFull;
  const falls = 1 - Math.exp(-dt * (diskFull ? 1 / FALLS_WITHIN : RESTARTS));
  const restarted = APPS.filter(() => random() < falls || fills);
  const load = wander(before.load, LOAD, 1.5, dt, 120, random);
  const slowdown = approach(before.slowdown, diskFull ? 2.5 : 1, dt, 10);
  const answered = APPS.map((app) => {
    const of = { app, slowdown, errors: app === 'docs' ? docsErrors : 0, before: before.served[app] };
    return requests(of, load * dt, random);
  });
  return {
    world: {
      ports,
      underWay,
      load,
      slowdown,
      diskFull,
      docsAnswers,
      started: { ...before.started, ...Object.fromEntries(restarted.map((app) => [app, at])) },
      served: {
        ...before.served,
        ...Object.fromEntries(APPS.map((app, i) => [app, before.served[app] + (answered[i]?.length ?? 0)])),
      },
      deployed: before.deployed + started.length,
    },
    events: {
      started,
      ended,
      stumbled,
      allocations: started.length,
      refused: refusals(ports, dt, random),
      restarted,
      critical: [...(fills ? [FULL_DISK] : []), ...critical(diskFull, dt, random)],
      requests: answered.flat(),
      // What does not happen draws no number: a seed gives a healthy platform the same whatever else may go wrong.
      slowQueries: slowQueries > 0 ? poisson(slowQueries * dt, random) : 0,
    },
  };
}

/** @param before deployments begun before it */
function newDeployment(startedAt: number, before: number, slowdown: number, random: Random): Deployment {
  const seconds = MEDIAN_SECONDS * slowdown * Math.exp(0.35 * normal(random));
  const stumbles = random() < USUAL_STUMBLES;
  return {
    id: idAt(startedAt),
    app: pick(APPS, random),
    startedAt,
    endsAt: startedAt + seconds,
    stumblesAt: stumbles ? startedAt + seconds / 2 : null,
    doomed: isHalfway(before, FAILS_OF),
  };
}

const pick = <T>(all: readonly [T, ...T[]], random: Random): T => all[Math.floor(random() * all.length)] ?? all[0];

const failure = (reasons: readonly [string, ...string[]], random: Random) => ({
  step: pick(STEPS, random),
  reason: pick(reasons, random),
});

/** Clashes happen now and then; with few ports left whoever asks is turned away. */
function refusals(ports: number, dt: number, random: Random): string[] {
  const scarce = ports > 0.8 * PORTS;
  const port = () => FIRST_PORT + Math.floor(random() * PORTS);
  return Array.from({ length: poisson((scarce ? 1 : PORT_CLASHES) * dt, random) }, () =>
    scarce ? `no free port in three tries, last ${port()}` : `port ${port()} already in use (EADDRINUSE)`,
  );
}

const critical = (diskFull: boolean, dt: number, random: Random): string[] =>
  Array.from({ length: poisson((diskFull ? 1 : CRITICAL) * dt, random) }, () =>
    diskFull ? FULL_DISK : 'I/O timeout on /dev/vda, retried',
  );

interface Answering {
  readonly app: App;
  readonly slowdown: number;
  /** Share of requests that fail, on top of the usual few. */
  readonly errors: number;
  /** Requests answered before. */
  readonly before: number;
}

function requests({ app, slowdown, errors, before }: Answering, mean: number, random: Random): AppRequest[] {
  return Array.from({ length: poisson(mean, random) }, (_, i) => {
    const failed = isHalfway(before + i, BROKEN_OF) || (errors > 0 && random() < errors);
    const status = failed ? '500' : isHalfway(before + i, NOT_FOUND_OF) ? '404' : '200';
    return { app, status, seconds: 0.035 * slowdown * Math.exp(0.5 * normal(random)) };
  });
}

/** Whether it is the one in the middle of every so many. */
const isHalfway = (count: number, of: number): boolean => count % of === Math.floor(of / 2);
