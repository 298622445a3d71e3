import { promql } from '../../src/profile/query.ts';
import type { IncidentClock, Reading, Room } from '../../src/room/room.ts';
import { makeSafe, type Shown } from '../../src/room/safe.ts';
import type { Playback, Scene, Trends } from '../../src/session/session.ts';
import { millis, perSecond, ratio, seconds } from '../../src/units.ts';
import {
  acked,
  ago,
  alert,
  alertsOf,
  checks,
  HOUR,
  infra,
  infraItem,
  known,
  metrics,
  NOW,
  ring,
  rings,
  source,
  sources,
  stale,
} from './room-parts.ts';

export { alert, NOW } from './room-parts.ts';

/** A rollout that goes well. */
export const healthy = makeSafe<Room>({
  at: NOW,
  profile: { id: 'supersmartmatch', name: 'SuperSmartMatch', environment: 'production' },
  state: 'ok',
  finding: { kind: 'well' },
  unanswered: [],
  refresh: seconds(5),
  sources,
  rings,
  ringStoreError: null,
  comparison: {
    baseline: { id: 'v1', label: 'V1' },
    candidate: { id: 'v2', label: 'V2' },
    metrics: metrics([known(0.002), known(0.0023)], 'ok'),
    limits: 'ok',
    verdict: {
      state: 'same',
      method: 'limits',
      level: 'ok',
      because: 'limits',
      judged: null,
    },
  },
  traffic: {
    shares: [
      {
        role: 'candidate',
        version: 'v2',
        label: 'V2',
        requests: known(61),
        expr: promql('traffic:v2'),
        share: ratio(0.301),
      },
      {
        role: 'baseline',
        version: 'v1',
        label: 'V1',
        requests: known(141),
        expr: promql('traffic:v1'),
        share: ratio(0.699),
      },
    ],
    total: perSecond(202),
    planned: known(0.3),
    state: 'ok',
    because: 'as-planned',
  },
  patterns: null,
  alerts: alertsOf([]),
  silences: [],
  ackLife: { duration: seconds(900), max: seconds(28_800) },
  onCall: null,
  runbooks: null,
  slos: [],
  slas: [],
  incidents: null,
  infra,
  journal: [
    { at: ago(50 * HOUR), by: 'alice', act: 'validate', target: 'ring0', result: 'done', detail: 'all checks green' },
    {
      at: ago(20 * 60),
      by: 'bob',
      act: 'validate',
      target: 'ring1',
      result: 'refused',
      detail: 'ring1 is still soaking',
    },
    {
      at: ago(360),
      by: 'alice',
      act: 'acknowledge',
      target: 'RingMemoryHigh',
      result: 'done',
      detail: 'looking at the heap',
    },
  ],
  presence: null,
  panels: [],
  pages: [
    {
      id: 'war-room',
      title: 'War room',
      panels: ['rings', 'comparison', 'traffic', 'alerts', 'infra', 'journal'],
      infra: null,
      rows: null,
    },
    { id: 'alerts', title: 'Alerts', panels: ['alerts', 'journal'], infra: null, rows: null },
  ],
});

/** V2 fails: a P0 fires, ring1 has a failing check. */
export const spike = makeSafe<Room>({
  ...healthy,
  state: 'fail',
  finding: { kind: 'fires', alert: alert('V2ErrorSpike') },
  rings: [
    ...rings.slice(0, 1),
    ring('ring1', 'Pilot customers', {
      after: ['ring0'],
      state: 'failing',
      because: { kind: 'checks' },
      soak: {
        elapsed: seconds(14.2 * HOUR),
        required: seconds(24 * HOUR),
        pausedFor: seconds(240),
        paused: { since: ago(240), because: { kind: 'check', check: 'memory', silence: null } },
      },
      checks: checks(known(212e6)),
    }),
    ...rings.slice(2),
  ],
  comparison: healthy.comparison && {
    ...healthy.comparison,
    metrics: metrics([known(0.002), known(0.061)], 'fail'),
    limits: 'fail',
    verdict: {
      state: 'worse',
      method: 'limits',
      level: 'fail',
      because: 'limits',
      judged: null,
    },
  },
  alerts: alertsOf([
    alert('V2ErrorSpike'),
    acked,
    alert('CacheHitRateLow', {
      tier: 'P2',
      severity: 'info',
      state: 'silenced',
      summary: 'redis answers 79 % from memory',
      clocks: { respond: null, escalate: null, resolve: null },
      silence: { id: 's1', by: 'bob', comment: 'warming up', endsAt: millis(NOW + 3_600_000) },
    }),
  ]),
});

const clock = (left: number, limit: number): IncidentClock => ({
  limit: seconds(limit),
  due: millis(NOW + left * 1000),
  metAt: null,
  state: left < 0 ? 'overdue' : 'running',
});

/** Several people look at the same rollout: alice asks, bob is on an alert, others silenced some, nobody answers one. */
export const team = makeSafe<Room>({
  ...spike,
  rings: [
    ...rings.slice(0, 1),
    ring('ring1', 'Pilot customers', {
      after: ['ring0'],
      state: 'ready',
      because: { kind: 'soaked', unmet: [] },
      hold: { firing: ['V2ErrorSpike'], budgets: [], unread: [] },
      soak: { elapsed: seconds(24 * HOUR), required: seconds(24 * HOUR), pausedFor: seconds(0) },
      approvals: 2,
      approval: { by: 'alice', at: ago(130), expiresAt: millis(NOW + 3_470_000), note: 'a quiet night' },
    }),
    ring('ga', 'Everyone', {
      after: ['ring1'],
      state: 'validated',
      because: { kind: 'validated', deployed: true },
      validated: { by: 'carol', at: ago(HOUR), override: 'the gauge of db3 is broken, see OPS-12', approvedBy: 'bob' },
    }),
  ],
  alerts: alertsOf([
    alert('V2ErrorSpike', {
      startsAt: ago(730),
      clocks: {
        respond: clock(-430, 300),
        escalate: { ...clock(170, 900), to: 'backup', who: 'dave', called: null },
        resolve: clock(2870, 3600),
      },
    }),
    alert('DiskFills', {
      tier: 'P1',
      severity: 'warning',
      summary: '/var is full in 3 hours',
      claim: { by: 'bob', at: ago(180), note: 'restarting it' },
      attribution: { since: 'before', on: 'both', ring: 'ring1', versions: ['V1', 'V2'] },
      clocks: { respond: null, escalate: null, resolve: clock(9000, 14_400) },
    }),
    alert('QueueDepth', {
      tier: 'P1',
      severity: 'warning',
      summary: 'the queue holds 12,000 jobs',
      lapsed: {
        silenceId: 's9',
        by: 'alice',
        at: ago(360),
        why: 'severity-grew',
        tier: 'P2',
        silences: false,
        certain: true,
        repeatInterval: null,
      },
      attribution: { since: 'new', on: 'infrastructure', ring: 'ring1', versions: [] },
      clocks: { respond: clock(700, 900), escalate: null, resolve: null },
    }),
    acked,
    alert('CacheHitRateLow', {
      tier: 'P2',
      severity: 'info',
      state: 'silenced',
      summary: 'redis answers 79 % from memory',
      clocks: { respond: null, escalate: null, resolve: null },
      silence: { id: 's1', by: 'bob', comment: 'warming up', endsAt: millis(NOW + 3_600_000) },
    }),
  ]),
  silences: [
    {
      id: 's1',
      kind: 'silence',
      state: 'active',
      by: 'bob',
      comment: 'warming up after the deploy, OPS-7',
      startsAt: ago(600),
      endsAt: millis(NOW + 3_600_000),
      matchers: 'alertname="CacheHitRateLow", instance=~"redis-.*"',
      covers: ['fp-CacheHitRateLow'],
      elsewhere: 3,
      propagating: false,
    },
    {
      id: 's2',
      kind: 'ack',
      state: 'pending',
      by: 'karma',
      comment: 'ACK! This alert was acknowledged using karma',
      startsAt: millis(NOW + 60_000),
      endsAt: millis(NOW + 960_000),
      matchers: 'alertname="QueueDepth", queue="mail"',
      covers: [],
      elsewhere: 0,
      propagating: true,
    },
  ],
  onCall: {
    primary: 'alice',
    backup: 'dave',
    until: millis(NOW + 9 * 3_600_000),
    next: 'carol',
    source: 'rotation',
    readAt: null,
    stale: false,
    error: null,
  },
  incidents: {
    window: seconds(24 * HOUR),
    total: { count: 7, open: 3, closed: 4, answered: 5, mtta: seconds(192), mttr: seconds(1500) },
    byTier: {},
    recent: [
      { name: 'ServiceDown', tier: 'P0', from: ago(4 * HOUR), end: ago(4 * HOUR - 225), by: 'root' },
      { name: 'V2ErrorSpike', tier: 'P0', from: ago(5 * HOUR), end: ago(5 * HOUR - 440), by: null },
    ],
    detail: 'all alerts of the last 24h',
  },
  presence: [
    { by: 'alice', host: 'a', kind: 'terminal', since: ago(4000), self: true },
    { by: 'bob', host: 'b', kind: 'terminal', since: ago(900), self: false },
    { by: 'wall', host: 'w', kind: 'wall', since: ago(90_000), self: false },
  ],
});

const unknownReading: Reading = { known: false, reason: 'query-error', error: 'prometheus refused the connection' };
const unreachable = { kind: 'unreachable', message: 'http://127.0.0.1:9090 refused the connection' } as const;
const withReadings = (room: Room, to: (reading: Reading) => Reading): Room => ({
  ...room,
  rings: room.rings.map((r) => ({
    ...r,
    state: 'unknown',
    because: { kind: 'checks' },
    checks: r.checks.map((c) => ({ ...c, reading: to(c.reading), state: 'unknown' })),
  })),
  comparison: room.comparison && {
    ...room.comparison,
    metrics: room.comparison.metrics.map((m) => ({
      ...m,
      baseline: to(m.baseline),
      candidate: to(m.candidate),
      delta: null,
      state: 'unknown',
      states: { own: 'ok', delta: 'ok', factor: 'ok', [m.limits.own ? 'own' : 'delta']: 'unknown' },
    })),
    limits: 'unknown',
    verdict: {
      state: 'unknown',
      method: 'limits',
      level: 'unknown',
      because: 'limits',
      judged: null,
    },
  },
  traffic: room.traffic && {
    ...room.traffic,
    shares: room.traffic.shares.map((s) => ({ ...s, requests: to(s.requests), share: null })),
    total: null,
    state: 'unknown',
    because: 'rate-unknown',
  },
  infra: room.infra.map((i) => ({ ...i, reading: to(i.reading), state: 'unknown' })),
});

/** Prometheus is gone for a while; Alertmanager still answers. */
export const stalePrometheus = makeSafe<Room>({
  ...withReadings(spike, (r) => (r.known ? stale(r.value) : r)),
  state: 'fail',
  sources: [
    source('prometheus', 'prometheus', { state: 'stale', answeredAt: ago(45), error: unreachable }),
    ...sources.slice(1),
  ],
});

/** No server ever answered. */
export const nothingKnown = makeSafe<Room>({
  ...withReadings(healthy, () => unknownReading),
  state: 'unknown',
  finding: { kind: 'source', source: { ...source('prometheus', 'prometheus'), state: 'failed', error: unreachable } },
  sources: sources.map((s) => ({ ...s, state: 'failed', answeredAt: null, latency: null, error: unreachable })),
  alerts: alertsOf([], { freshness: 'unknown', members: { is: 'silent', errors: [] } }),
  ringStoreError: 'ring-targets.json: permission denied',
});

const LONG = 'an exceedingly-long-label-that-nobody-would-choose-but-somebody-will '.repeat(4);
const WIDE = '本番環境のとても長い名前と絵文字👩‍🚀🇫🇷を含むラベル'.repeat(3);

/** Names and texts as long and as wide as servers and people make them. */
export const hostile = makeSafe<Room>({
  ...spike,
  finding: { kind: 'unanswered', query: { state: 'unknown', expr: promql('wide'), query: WIDE, why: LONG } },
  unanswered: [{ state: 'unknown', expr: promql('wide'), query: WIDE, why: LONG }],
  profile: { id: 'hostile', name: `${WIDE}${LONG}`, environment: 'vorproduktion-für-alle-fälle' },
  rings: spike.rings.map((r, i) => ({
    ...r,
    id: `${r.id}-${'x'.repeat(20)}`,
    name: i === 0 ? WIDE : LONG,
    because: i === 2 ? { kind: 'not-deployed', unmet: [LONG] } : r.because,
    checks: r.checks.map((c) => ({ ...c, label: i === 0 ? WIDE : LONG })),
  })),
  comparison: spike.comparison && {
    baseline: { id: 'v1', label: WIDE },
    candidate: { id: 'v2', label: LONG },
    metrics: spike.comparison.metrics.map((m, i) => ({ ...m, label: i % 2 === 0 ? WIDE : LONG })),
    limits: 'fail',
    verdict: spike.comparison.verdict,
  },
  traffic: spike.traffic && {
    ...spike.traffic,
    shares: spike.traffic.shares.map((s) => ({ ...s, label: WIDE })),
  },
  alerts: alertsOf(
    Array.from({ length: 60 }, (_, i) =>
      alert(i % 2 === 0 ? `${WIDE}${i}` : `${LONG}${i}`, { summary: LONG, description: WIDE }),
    ),
  ),
  infra: Array.from({ length: 40 }, (_, i) =>
    infraItem('g', `i${i}`, i % 2 === 0 ? WIDE : LONG, 'ratio', 'bar', known(i / 40), 0.9),
  ),
  journal: healthy.journal.map((e) => ({ ...e, by: WIDE, target: LONG, detail: LONG })),
});

/** Curves that are the same for the same query: a slow wave, with a gap. */
export const trends: Trends = {
  since: ago(HOUR),
  sliceOf: (expr, labels, from, to, columns) =>
    trends.slice(promql(`${expr.text}${Object.values(labels).join()}`), from, to, columns),
  slice: (expr, from, to, columns) =>
    Array.from({ length: columns }, (_, i) => {
      const at = from + ((to - from) * i) / Math.max(1, columns);
      const minute = (at - (NOW - HOUR * 1000)) / 60_000;
      if (minute < 0 || (minute > 20 && minute < 23)) return null;
      const base = expr.text.endsWith('errors') ? 0.002 : 0.04;
      const jump = expr.text === 'v2:errors' && minute > 52 ? 0.059 : 0;
      return base * (1 + 0.2 * Math.sin(minute / 5 + expr.text.length)) + jump;
    }),
};

export const live: Playback = { kind: 'live', paused: false };
export const tape: Playback & { readonly kind: 'tape' } = {
  kind: 'tape',
  label: 'DEMO',
  paused: false,
  speed: 8,
  position: seconds(754),
  length: seconds(2400),
};
/** A live room that is of ten minutes ago. */
export const viewing: Playback = { ...live, viewing: { at: millis(NOW - 600_000) } };
/** One that was moved back. */
export const leftTape: Playback = { ...tape, left: seconds(944) };

/** A room is made safe to draw once, however often it is drawn. */
const safeRooms = new WeakMap<Room, Scene['room']>();
function safeRoom(room: Room): Scene['room'] {
  const known = safeRooms.get(room) ?? makeSafe(room);
  safeRooms.set(room, known);
  return known;
}

export const sceneOf = (room: Room, playback: Playback = live): Scene => ({
  room: safeRoom(room),
  trends,
  playback,
  evidenceOf: () => null,
  asked: makeSafe([
    {
      source: 'prometheus',
      what: 'sum by (version) (rate(http_requests_total[5m]))',
      latency: seconds(0.012),
      answer: '2 series',
      ok: true,
    },
    { source: 'am-1', what: 'GET /api/v2/alerts', latency: seconds(0.004), answer: '3 alerts', ok: true },
    { source: 'loki', what: 'GET /ready', latency: null, answer: 'connection refused', ok: false },
  ]),
});

export const ROOMS: Readonly<Record<string, Shown<Room>>> = {
  healthy,
  spike,
  team,
  stale: stalePrometheus,
  unknown: nothingKnown,
  hostile,
};
