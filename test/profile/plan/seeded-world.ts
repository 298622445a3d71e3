import { Collector } from '../../../src/frames/collect.ts';
import { type CollectorServers, openPosts } from '../../../src/frames/servers/registry.ts';
import { type PlanPart, partOf } from '../../../src/profile/plan/part.ts';
import { buildPlan, type Plan } from '../../../src/profile/plan/plan.ts';
import type { Ledger } from '../../../src/room/build.ts';
import { Observer } from '../../../src/session/observe.ts';
import type { Scene } from '../../../src/session/session.ts';
import { failed, type Outcome, succeeded } from '../../../src/sources/error.ts';
import type { Backoff } from '../../../src/sources/http/backoff.ts';
import type { RangeResult } from '../../../src/sources/prometheus/types.ts';
import { type Millis, millis } from '../../../src/units.ts';
import { SYSTEMS } from '../../../stack/profiles.ts';
import { alert, NOW } from '../../room/fixtures.ts';
import { planOf } from '../../room/observe.ts';
import { loadShipped } from '../../stack/queries.ts';

export interface AskedServers {
  readonly servers: CollectorServers;
  /** What was asked so far. */
  readonly asked: readonly string[];
}

const open: Backoff = { shouldTry: () => true, succeeded() {}, failed() {} };

const hashOf = (text: string, seed: number): number =>
  Math.abs([...text].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) | 0, seed));

/** How many seconds ago a ring may have been deployed to; null: it is not. */
const AGES = [null, 0, 40, 900, 3590, 9000, 3 * 86_400, -600] as const;
const [MINUTE, STEP] = [60_000, 15_000];

/** A number that follows from two. */
const mix = (a: number, b: number): number => Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b) >>> 1;

/** Servers whose every answer follows from a seed and the instant it is about, and what they were asked. */
function seededWorld(plan: Plan, seed: number): AskedServers {
  const asked: string[] = [];
  const starts = new Set(plan.starts.map(({ text }) => text));
  const startOf = (expr: string): number | null => {
    const age = AGES[hashOf(expr, seed) % AGES.length] ?? null;
    return age === null ? null : NOW / 1000 - age;
  };
  /** What a query answers when; null: there is no series then. */
  const valuesOf = (expr: string): ((at: number) => number | null) => {
    const hash = hashOf(expr, seed);
    if (starts.has(expr)) {
      const start = startOf(expr);
      if (start !== null) return (at) => (at >= start * 1000 ? start : null);
      // Half of what is not deployed once was.
      return (at) => (hash % 2 === 0 || at > NOW - 9 * MINUTE ? null : NOW / 1000 - 4000);
    }
    return (at) => {
      const stretch = mix(hash, Math.floor(at / (7 * MINUTE)));
      if (stretch % 11 === 0) return null;
      return stretch % 13 === 0 ? Number.NaN : (stretch % 8) / 400;
    };
  };
  const answer = <T>(what: string, expr: string, value: () => T): Outcome<T> => {
    asked.push(what);
    return hashOf(expr, seed) % 17 === 0 ? failed({ kind: 'timeout', message: 'slow' }) : succeeded(value());
  };
  const seriesOf = (expr: string, first: number, to: number, step: number): RangeResult => {
    const points: [Millis, number][] = [];
    const valueAt = valuesOf(expr);
    for (let at = first; at <= to; at += step) {
      const value = valueAt(at);
      if (value !== null) points.push([millis(at), value]);
    }
    const labels = { pod: 'a', instance: 'a' };
    return { series: points.length > 0 ? [{ labels, points }] : [], warnings: [] };
  };
  const severe = { severity: 'critical', system: plan.profile.id, project: plan.profile.id };
  const servers: CollectorServers = {
    prometheus: {
      instant: async (expr, at) => {
        const value = valuesOf(expr)(at);
        const samples = value === null ? [] : [{ labels: {}, value }];
        return answer(expr, expr, () => ({ samples, warnings: [] }));
      },
      range: async (expr, { from, to, step }) =>
        answer(`${expr} from ${from} by ${step}`, expr, () => seriesOf(expr, from, to, step * 1000)),
      raw: async (selector, from, to) =>
        answer(`samples of ${selector} from ${from}`, selector, () =>
          seriesOf(selector, Math.ceil((from + 1) / STEP) * STEP, to, 20 * STEP),
        ),
    },
    alertmanager: [
      {
        id: 'am',
        view: async () =>
          succeeded({
            alerts: [
              alert({ fingerprint: 'a', labels: { alertname: 'Old', ...severe }, startsAt: millis(NOW - 8 * MINUTE) }),
              alert({ fingerprint: 'b', labels: { alertname: 'New', ...severe }, startsAt: millis(NOW - 20_000) }),
            ],
            silences: [],
            clockOffset: millis(0),
          }),
      },
    ],
    loki: null,
    patterns: null,
    lines: null,
    calendar: [],
  };
  return { servers, asked };
}

/** Of every second ring that it is validated, and of all that somebody asked for it. */
export function ledgerOf({ rings }: Plan, seed: number): Ledger {
  const validated = rings.filter((_, i) => (seed >> i) % 2 === 1);
  const by = { by: 'alice', at: millis(NOW - 20 * MINUTE) };
  const request = { at: millis(NOW - 5 * MINUTE), by: 'bob', act: 'request', result: 'done', detail: '' } as const;
  return {
    records: Object.fromEntries(validated.map(({ id }) => [id, by])),
    error: null,
    journal: rings.map(({ id }) => ({ ...request, target: id })),
  };
}

/** The room as a part of the plan has it, and what was asked for it. */
export async function seenBy(
  plan: Plan,
  part: PlanPart,
  { servers, asked }: AskedServers,
  at: Millis,
  ledger: Ledger,
): Promise<{ readonly scene: Scene; readonly asked: readonly string[] }> {
  const wanted = partOf(plan, part);
  const collector = new Collector(wanted, openPosts(servers, { plan: wanted, createBackoff: () => open }));
  const scene = await new Observer(plan, collector, wanted).observe(at, Promise.resolve(ledger));
  // How long an answer took is the machine's, and which further queries fail is not asked.
  const sources = scene.room.sources.map((source) => ({ ...source, latency: null, state: 'ok' as const, error: null }));
  return { scene: { ...scene, room: { ...scene.room, sources } }, asked };
}

export const seen = (plan: Plan, part: PlanPart, seed: number) =>
  seenBy(plan, part, seededWorld(plan, seed), NOW, ledgerOf(plan, seed));

/** A ring of which no query tells when it was deployed, one without a soak, and one that asks for no verdict. */
const odd = planOf({
  refresh: '10s',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  comparison: [{ id: 'p95', label: 'p95', query: 'p95{version="$version"}', unit: 'seconds', better: 'lower' }],
  traffic: { requests: 'rate{version="$version"}' },
  checks: {
    errors: { label: 'error rate', query: 'errors{ring="$ring"}', unit: 'ratio', at_most: 0.01 },
    memory: { label: 'memory', query: 'memory', unit: 'bytes', at_most: 1 },
  },
  rings: [
    { id: 'a', name: 'A', soak: '2h', deployed: 'deployed{ring="$ring"}', checks: ['errors', 'memory'] },
    { id: 'b', name: 'B', after: ['a'], deployed: 'deployed{ring="$ring"}', checks: ['errors'] },
    { id: 'c', name: 'C', after: ['b'], soak: '9d', deployed: 'deployed{ring="$ring"}', checks: ['memory'] },
    { id: 'd', name: 'D', after: ['c'], soak: '1h', approvals: 2, checks: ['errors', 'memory'] },
  ],
});
export const PLANS = [
  ...SYSTEMS.map((system) => [system, buildPlan(loadShipped(system))] as const),
  ['odd', odd] as const,
];
