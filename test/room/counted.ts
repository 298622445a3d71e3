import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { isWhole, type RawAnswer } from '../../src/frames/raw/raw.ts';
import type { Plan } from '../../src/profile/plan/plan.ts';
import { promql } from '../../src/profile/query.ts';
import { buildRoom } from '../../src/room/build.ts';
import type { Room } from '../../src/room/room.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import type { RangeSeries } from '../../src/sources/prometheus/types.ts';
import { millis } from '../../src/units.ts';
import { planOf } from './observe.ts';
import { worded } from './worded.ts';

export const SCRAPE = 15;
export const STAGE = 10_000;
const LEAD = 300;
const PODS = 3;

/** What goes wrong, and from when on, in seconds since the stage began. */
export interface Fault {
  readonly kind:
    | 'query-error'
    | 'partial'
    | 'odd-bound'
    | 'no-samples'
    | 'no-traffic'
    | 'no-series'
    | 'prometheus'
    | 'pods-down'
    | 'one-pod-down'
    | 'one-pod-gone'
    | 'crashing'
    | 'gauge'
    | 'nothing'
    | 'no-errors-counter'
    | 'no-buckets'
    | 'fractions';
  readonly from: number;
}

export interface Rollout {
  /** Requests a second of each version. */
  readonly v1?: number;
  readonly v2?: number;
  /** Pods of V1; 3 unless given. */
  readonly pods1?: number;
  /** Share of requests that fail. */
  readonly e1?: number;
  readonly e2?: number;
  /** Share of requests that take longer than 0.1 s. */
  readonly slow1?: number;
  readonly slow2?: number;
  readonly fault?: Fault;
  /** From so many seconds on V2's rate of errors is another. */
  readonly later?: { readonly from: number; readonly e2: number };
  /** False: no ring is deployed. */
  readonly begun?: boolean;
}

const requests = (version: string) => `requests_total{version="${version}"}`;
const errors = (version: string) => `errors_total{version="${version}"}`;
const buckets = (version: string) => `duration_bucket{version="${version}"}`;
const durations = (version: string) => `scrape_duration_seconds{version="${version}"}`;
const up = (version: string) => `up{version="${version}"}`;

export const countedPlan = (fields: Record<string, unknown> = {}, verdict: Record<string, unknown> = {}): Plan =>
  planOf({
    refresh: '5s',
    versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
    verdict: {
      requests: requests('$version'),
      errors: errors('$version'),
      latency: { buckets: buckets('$version'), slo: 0.1 },
      up: up('$version'),
      duration: '30m',
      ...verdict,
    },
    checks: { q: { label: 'q', query: 'q', unit: 'count', at_most: 10 } },
    rings: [{ id: 'canary', name: 'Canary', deployed: 'started', soak: '5m', checks: ['q'], verdict: 'pass' }],
    ...fields,
  });

/** What had been counted so many seconds after the stage began: rates are exact, so that nothing is left to chance. */
function samplesOf(
  selector: string,
  at: number,
  rollout: Rollout,
): readonly (readonly [Record<string, string>, number])[] {
  const { v1 = 70, v2 = 30, e1 = 0.002, e2 = 0.002, slow1 = 0.01, slow2 = 0.01, fault } = rollout;
  const version = selector.includes('v1') ? 'v1' : 'v2';
  const faulty = (kind: Fault['kind']) => version === 'v2' && fault?.kind === kind && at >= fault.from;
  if (fault?.kind === 'nothing' || (fault?.kind === 'no-errors-counter' && selector.startsWith('errors'))) return [];
  if (fault?.kind === 'no-buckets' && selector.startsWith('duration')) return [];
  if (faulty('no-samples') || (version === 'v2' && fault?.kind === 'no-series')) return [];
  const served = faulty('no-traffic') ? (fault?.from ?? 0) : at;
  const [load, failing, slow] = version === 'v1' ? [v1, e1, slow1] : [v2, e2, slow2];
  const pods = version === 'v1' ? (rollout.pods1 ?? PODS) : PODS;
  return Array.from({ length: pods }, (_, pod) => {
    const crashes = faulty('crashing') && pod === 0;
    const swing = fault?.kind === 'gauge' ? 500 * ((at / SCRAPE) % 2) : 0;
    const isGone = faulty('one-pod-gone');
    if (isGone && pod === 0) return [];
    const taken = isGone ? ((at - (fault?.from ?? 0)) * load) / pods / (pods - 1) : 0;
    const all = Math.floor(taken + ((crashes ? at % 60 : served + LEAD + 1000) * load) / pods) + pod - swing;
    const labels = { version, instance: `${version}-${pod}` };
    if (faulty('pods-down')) return [];
    if (selector === durations(version)) return [[labels, 0.1] as const];
    if (fault?.kind === 'fractions' && selector === requests(version)) return [[labels, all + 0.3] as const];
    if (selector === requests(version)) return [[labels, all] as const];
    const since = version === 'v2' && rollout.later ? Math.max(0, ((served - rollout.later.from) * load) / pods) : 0;
    const failed = Math.floor((all - since) * failing + since * (rollout.later?.e2 ?? 0));
    if (selector === errors(version)) return [[labels, failed] as const];
    return [
      [{ ...labels, le: faulty('odd-bound') ? '0.1abc' : '0.1' }, all - Math.floor(all * slow)] as const,
      [{ ...labels, le: '+Inf' }, all] as const,
    ];
  }).flat();
}

function answerOf(selector: string, from: number, to: number, rollout: Rollout): RawAnswer {
  const about = {
    selector,
    since: millis(STAGE * 1000),
    from: millis((STAGE + from) * 1000),
    to: millis((STAGE + to) * 1000),
  };
  const { fault } = rollout;
  const faulty = (kind: Fault['kind']) => fault?.kind === kind && to >= fault.from && selector === errors('v2');
  if (faulty('query-error')) return { ...about, outcome: failed({ kind: 'server', message: 'too busy' }) };
  if (faulty('partial'))
    return { ...about, outcome: succeeded({ series: [], warnings: ['a store is down'], partial: true }) };
  const series = new Map<string, { labels: Record<string, string>; points: [ReturnType<typeof millis>, number][] }>();
  for (let at = (Math.floor(from / SCRAPE) + 1) * SCRAPE; at <= to; at += SCRAPE) {
    for (const [labels, value] of samplesOf(selector, at, rollout)) {
      const key = JSON.stringify(labels);
      const known = series.get(key) ?? { labels, points: [] };
      known.points.push([millis((STAGE + at) * 1000), value]);
      series.set(key, known);
    }
  }
  return { ...about, outcome: succeeded({ series: [...series.values()] satisfies RangeSeries[], warnings: [] }) };
}

const isDown = (fault: Fault | undefined, pod: number, position: number): boolean =>
  fault !== undefined &&
  position >= fault.from &&
  (fault.kind === 'pods-down' || (fault.kind === 'one-pod-down' && pod === 0));

/** A room over a rollout of which nothing is left to chance. */
export class CountedRoom {
  readonly #plan: Plan;
  readonly #rollout: Rollout;
  readonly #history: History;
  readonly #covered = new Map<string, number>();

  constructor(rollout: Rollout = {}, plan: Plan = countedPlan()) {
    this.#plan = plan;
    this.#rollout = rollout;
    this.#history = new History(plan);
  }

  /** The room so many seconds after the stage began, at which its servers are asked. */
  look(position: number): Room {
    const { fault, begun = true } = this.#rollout;
    const at = millis((STAGE + position) * 1000);
    const dead = fault?.kind === 'prometheus' && position >= fault.from;
    const down = failed({ kind: 'unreachable', message: 'connection refused' });
    const sample = (value: number) => succeeded({ samples: [{ labels: {}, value }], warnings: [] });
    const gone = fault?.kind === 'no-samples' && position >= fault.from;
    const isLeft = (pod: number) => !(fault?.kind === 'one-pod-gone' && position >= fault.from && pod === 0);
    const pods = Array.from({ length: gone ? 0 : PODS }, (_, pod) => pod)
      .filter(isLeft)
      .map((pod) => ({ labels: { instance: `v2-${pod}` }, value: isDown(fault, pod, position) ? 0 : 1 }));
    const raw = [...this.#plan.raw.keys()].map((selector) =>
      answerOf(selector, this.#covered.get(selector) ?? -LEAD, position, this.#rollout),
    );
    const frame: Frame = {
      at,
      queries: [
        { expr: promql('started'), outcome: begun ? sample(STAGE) : succeeded({ samples: [], warnings: [] }) },
        { expr: promql('q'), outcome: sample(1) },
        { expr: promql(up('v2')), outcome: succeeded({ samples: pods, warnings: [] }) },
      ].map(({ expr, outcome }) => ({ expr, outcome: dead ? down : outcome })),
      backfills: [],
      ...(!dead && begun && { raw }),
      alertmanagers: {},
      sources: [{ id: 'prometheus', kind: 'prometheus', outcome: dead ? down : succeeded({ latency: 0 as never }) }],
    };
    if (!dead) for (const answer of raw) if (isWhole(answer)) this.#covered.set(answer.selector, position);
    this.#history.extend(frame);
    return buildRoom(this.#plan, this.#history, EMPTY_LEDGER, at);
  }
}

/** Looks every ten seconds up to an instant; the last room. */
export function watch(rollout: Rollout, until: number, plan = countedPlan()): Room {
  const counted = new CountedRoom(rollout, plan);
  let room = counted.look(5);
  for (let now = 15; now <= until; now += 10) room = counted.look(now);
  return room;
}

/** The verdict of a room, with what is said of it. */
export function verdictOf(room: Room): NonNullable<ReturnType<typeof worded>['verdict']> {
  const { verdict } = worded(room);
  if (!verdict) throw new Error('nothing is compared');
  return verdict;
}
