import { promql } from '../../src/profile/query.ts';
import type {
  Alerts,
  Check,
  ComparisonMetric,
  InfraItem,
  Reading,
  Ring,
  RoomAlert,
  SourceStatus,
  State,
} from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import type { MetricLimits } from '../../src/room/versions/comparison.ts';
import { type Millis, millis, seconds, type Unit } from '../../src/units.ts';

/** Rooms as an operator meets them, for tests and for looking at. */
export const NOW: Millis = millis(Date.UTC(2026, 2, 14, 21, 15, 3));
export const ago = (s: number): Millis => millis(NOW - s * 1000);
export const HOUR = 3600;

export const known = (value: number): Reading => ({ known: true, value, at: NOW, aging: false });
export const noData: Reading = { known: false, reason: 'no-series', warning: null };
export const stale = (value: number): Reading => ({
  known: false,
  reason: 'stale',
  at: ago(45),
  part: false,
  error: null,
  last: { value, at: ago(45) },
});

export const check = (
  id: string,
  label: string,
  unit: Unit,
  value: Reading,
  limit: number,
  more: Partial<Check> = {},
): Check => ({
  id,
  label,
  expr: promql(`check:${id}`),
  unit,
  reading: value,
  limit: { kind: 'at-most', most: limit },
  critical: false,
  state: value.known ? (value.value > limit ? 'fail' : 'ok') : 'unknown',
  ...more,
});

export const checks = (memory: Reading, errors: Reading = known(0.0004)): Check[] => [
  check('errors', 'error rate', 'ratio', errors, 0.001),
  check('startup', 'start-up time', 'seconds', known(3.2), 5),
  check('memory', 'memory use', 'bytes', memory, 200e6),
  check('licence', 'licence validation time', 'seconds', known(0.41), 1),
  check('signature', 'signature errors', 'count', known(0), 0, { critical: true }),
  check('rollback', 'anti-rollback errors', 'count', known(0), 0, { critical: true }),
  check('crash', 'crashes per 24 h', 'count', known(0), 0, { critical: true }),
  check('uptime', 'uptime', 'ratio', known(0.9997), 0.999, { limit: { kind: 'at-least', least: 0.999 }, state: 'ok' }),
];

export const ring = (id: string, name: string, more: Partial<Ring>) =>
  makeSafe<Ring>({
    id,
    name,
    after: [],
    state: 'soaking',
    because: { kind: 'soak', unmet: [] },
    hold: null,
    validated: null,
    approvals: 1,
    approval: null,
    deployedAt: ago(14 * HOUR),
    deployments: [more.deployedAt === undefined ? ago(14 * HOUR) : more.deployedAt].filter((at) => at !== null),
    goneAt: more.because?.kind === 'rolled-back' ? more.because.at : null,
    budgets: [],
    soak: null,
    checks: checks(known(141e6)),
    ...more,
  });

export const rings = [
  ring('ring0', 'Internal team', {
    state: 'validated',
    because: { kind: 'validated', deployed: true },
    validated: { by: 'alice', at: ago(50 * HOUR) },
  }),
  ring('ring1', 'Pilot customers', {
    after: ['ring0'],
    soak: { elapsed: seconds(14.2 * HOUR), required: seconds(24 * HOUR), pausedFor: seconds(0) },
  }),
  ring('ga', 'Everyone', {
    after: ['ring1'],
    state: 'waiting',
    because: { kind: 'not-deployed', unmet: ['ring1'] },
    deployedAt: null,
    checks: checks(noData, noData),
  }),
];

export const metric = (
  id: string,
  label: string,
  unit: Unit,
  better: 'lower' | 'higher',
  [v1, v2]: readonly [Reading, Reading],
  state: State,
  limits: MetricLimits,
): ComparisonMetric => ({
  id,
  label,
  unit,
  better,
  baseline: v1,
  candidate: v2,
  baselineExpr: promql(`v1:${id}`),
  candidateExpr: promql(`v2:${id}`),
  delta: v1.known && v2.known ? v2.value - v1.value : null,
  state,
  limits,
  states: { own: 'ok', delta: 'ok', factor: 'ok', [limits.own ? 'own' : 'delta']: state },
});

export const metrics = (errors: readonly [Reading, Reading], state: State): readonly ComparisonMetric[] => [
  metric('errors', 'error rate', 'ratio', 'lower', errors, state, { delta: { kind: 'at-most', most: 0.02 } }),
  metric('p50', 'latency p50', 'seconds', 'lower', [known(0.021), known(0.018)], 'ok', {
    own: { kind: 'at-most', most: 0.03 },
  }),
  metric('p95', 'latency p95', 'seconds', 'lower', [known(0.052), known(0.045)], 'ok', {
    own: { kind: 'at-most', most: 0.05 },
  }),
  metric('accuracy', 'accuracy', 'ratio', 'higher', [known(0.729), known(0.839)], 'warn', {
    delta: { kind: 'at-least', least: 0.1, warn: 0.12 },
  }),
];

export const infraItem = (
  group: string,
  id: string,
  label: string,
  unit: Unit,
  show: InfraItem['show'],
  reading: Reading,
  limit: number | null,
  state: State = 'ok',
): InfraItem => ({
  group,
  id,
  label,
  unit,
  show,
  reading,
  state: reading.known ? state : 'unknown',
  limit: limit === null ? null : { kind: 'at-most', most: limit },
  expr: promql(`infra:${id}`),
  exactLabels: {},
});

export const infra: readonly InfraItem[] = [
  infraItem('host', 'cpu', 'cpu', 'ratio', 'bar', known(0.35), 0.8),
  infraItem('host', 'memory', 'memory', 'ratio', 'bar', known(0.55), 0.85),
  infraItem('host', 'disk', 'disk', 'ratio', 'bar', known(0.61), 0.9),
  infraItem('host', 'load', 'load1', 'score', 'value', known(1.2), 2),
  infraItem('redis', 'hit', 'redis hits', 'ratio', 'value', known(0.953), null),
  infraItem('services', 'v1', 'V1', 'count', 'up', known(1), null),
  infraItem('services', 'v2', 'V2', 'count', 'up', known(1), null),
  infraItem('services', 'nexten', 'nexten', 'count', 'up', known(1), null),
  infraItem('services', 'nginx', 'nginx', 'count', 'up', known(1), null),
  infraItem('certs', 'expiry', 'certificates', 'seconds', 'value', known(61 * 24 * HOUR), null),
];

const alertParts = (name: string, more: Partial<RoomAlert> = {}): RoomAlert => ({
  fingerprint: `fp-${name}`,
  name,
  severity: 'critical',
  tier: 'P0',
  state: 'firing',
  startsAt: ago(252),
  began: more.startsAt ?? ago(252),
  summary: 'V2 answers 6.1 % errors, V1 0.2 %',
  description:
    'The error rate of V2 is more than two points above that of V1 for one minute. Roll back below 10 % traffic.',
  runbook: 'https://runbooks.example/v2-error-spike',
  generatorURL: 'http://prometheus.example:9090/graph?g0.expr=migration%3Aerror_rate_comparison',
  labels: { alertname: name, severity: 'critical', version: 'v2', service: 'matcher' },
  annotations: { summary: 'V2 answers 6.1 % errors, V1 0.2 %', dashboard: 'https://grafana.example/d/warroom' },
  ack: null,
  lapsed: null,
  claim: null,
  silence: null,
  attribution: { since: 'new', on: 'candidate', ring: 'ring1', versions: ['V2'] },
  concern: { about: 'candidate', rings: ['ring0', 'ring1', 'ga'], versions: ['V2'], stranger: null },
  clocks: {
    respond: { limit: seconds(300), due: millis(NOW + 48_000), metAt: null, state: 'running' },
    escalate: null,
    resolve: null,
  },
  seenBy: [],
  exactLabels: { alertname: name, severity: 'critical', version: 'v2', service: 'matcher' },
  ...more,
});
export const alert = (name: string, more: Partial<RoomAlert> = {}) => makeSafe(alertParts(name, more));

export const acked = alert('RingMemoryHigh', {
  tier: 'P1',
  severity: 'warning',
  state: 'acknowledged',
  startsAt: ago(31 * 60),
  summary: 'ring1 uses 212 MB, 200 MB allowed',
  clocks: { respond: null, escalate: null, resolve: null },
  ack: {
    silenceId: '5f1c',
    by: 'alice',
    at: ago(360),
    expiresAt: millis(NOW + 9 * 60_000),
    comment: 'ACK! looking at the heap',
    note: 'looking at the heap',
    propagating: false,
    ours: true,
    fixed: false,
  },
});

export const alertsOf = (list: readonly RoomAlert[], more: Partial<Alerts> = {}) => {
  const count = (state: RoomAlert['state']) => list.filter((a) => a.state === state).length;
  const counts = {
    firing: count('firing'),
    acknowledged: count('acknowledged'),
    silenced: count('silenced'),
    inhibited: count('inhibited'),
  };
  return makeSafe<Alerts>({
    list,
    counts,
    acks: [],
    ended: [],
    freshness: 'ok',
    members: { is: 'answered', fresh: 2, of: 2, odd: [], errors: [] },
    complete: true,
    doubt: null,
    recorded: false,
    ...more,
  });
};

export const source = (id: string, kind: SourceStatus['kind'], more: Partial<SourceStatus> = {}): SourceStatus => ({
  id,
  kind,
  state: 'ok',
  answeredAt: ago(1),
  latency: seconds(0.012),
  error: null,
  ...more,
});
export const sources = [
  source('prometheus', 'prometheus'),
  source('am-1', 'alertmanager'),
  source('am-2', 'alertmanager'),
  source('loki', 'loki', { answeredAt: ago(2) }),
];
