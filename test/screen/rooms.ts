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
  headline: '',
  refresh: seconds(5),
  sources,
  rings,
  ringStoreError: null,
  comparison: {
    baseline: { id: 'v1', label: 'V1' },
    candidate: { id: 'v2', label: 'V2' },
    metrics: metrics([known(0.002), known(0.0023)], 'ok'),
    limits: { state: 'ok', sentence: 'V2 is within its limits against V1', reasons: [] },
    verdict: {
      state: 'same',
      method: 'limits',
      level: 'ok',
      judged: null,
      sentence: 'V2 stays within every limit against V1 (newest values only, no statistics)',
      reasons: ['error rate +0.03 pt, at most 2 pt above V1', 'accuracy +11 pt, at least 10 pt above V1'],
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
    reason: 'V2 gets 30.1 %, 30 % planned',
  },
  patterns: null,
  alerts: alertsOf([]),
  silences: [],
  ackLife: { duration: seconds(900), max: seconds(28_800) },
  onCall: null,
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
  pages: [
    {
      id: 'war-room',
      title: 'War room',
      panels: ['rings', 'comparison', 'traffic', 'alerts', 'infra', 'journal'],
      infra: null,
    },
    { id: 'alerts', title: 'Alerts', panels: ['alerts', 'journal'], infra: null },
  ],
});

/** V2 fails: a P0 fires, ring1 has a failing check. */
export const spike = makeSafe<Room>({
  ...healthy,
  state: 'fail',
  headline: 'P0 V2ErrorSpike firing for 4m: V2 answers 6.1 % errors, V1 0.2 %',
  rings: [
    ...rings.slice(0, 1),
    ring('ring1', 'Pilot customers', {
      after: ['ring0'],
      state: 'failing',
      reason: 'memory use beyond the limit',
      soak: {
        elapsed: seconds(14.2 * HOUR),
        required: seconds(24 * HOUR),
        pausedFor: seconds(240),
        paused: { since: ago(240), why: 'memory use is 212 MB, at most 200 MB is allowed' },
      },
      checks: checks(known(212e6)),
    }),
    ...rings.slice(2),
  ],
  comparison: healthy.comparison && {
    ...healthy.comparison,
    metrics: metrics([known(0.002), known(0.061)], 'fail'),
    limits: { state: 'fail', sentence: 'V2 is beyond its limits: error rate 6.1 % against 0.2 %', reasons: [] },
    verdict: {
      state: 'worse',
      method: 'limits',
      level: 'fail',
      judged: null,
      sentence: 'V2 is worse than V1: error rate is 5.9 pt above, 2 pt allowed',
      reasons: ['error rate +5.9 pt, at most 2 pt above V1'],
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
  left: seconds(left),
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
      reason: 'P0 V2ErrorSpike fires, else ready to be validated',
      soak: { elapsed: seconds(24 * HOUR), required: seconds(24 * HOUR), pausedFor: seconds(0) },
      approvals: 2,
      approval: { by: 'alice', at: ago(130), expiresAt: millis(NOW + 3_470_000), note: 'a quiet night' },
    }),
    ring('ga', 'Everyone', {
      after: ['ring1'],
      state: 'validated',
      reason: 'validated by carol',
      validated: { by: 'carol', at: ago(HOUR), override: 'the gauge of db3 is broken, see OPS-12', approvedBy: 'bob' },
    }),
  ],
  alerts: alertsOf([
    alert('V2ErrorSpike', {
      age: seconds(730),
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
      attribution: { since: 'before', on: 'both', ring: 'ring1', text: 'before ring1 · V1 and V2' },
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
        text: 'was acknowledged at P2 by alice 6m ago, severity grew',
      },
      attribution: { since: 'new', on: 'infrastructure', ring: 'ring1', text: 'new since ring1 · infrastructure' },
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
    age: null,
    stale: false,
    error: null,
  },
  incidents: {
    window: seconds(24 * HOUR),
    total: { count: 7, open: 3, closed: 4, answered: 5, mtta: seconds(192), mttr: seconds(1500) },
    byTier: {},
    detail: 'all alerts of the last 24h',
  },
  presence: [
    { by: 'alice', host: 'a', kind: 'terminal', since: ago(4000), self: true },
    { by: 'bob', host: 'b', kind: 'terminal', since: ago(900), self: false },
    { by: 'wall', host: 'w', kind: 'wall', since: ago(90_000), self: false },
  ],
});

const unknownReading: Reading = { known: false, reason: 'query-error', detail: 'prometheus refused the connection' };
const unreachable = { kind: 'unreachable', message: 'http://127.0.0.1:9090 refused the connection' } as const;
const withReadings = (room: Room, to: (reading: Reading) => Reading): Room => ({
  ...room,
  rings: room.rings.map((r) => ({
    ...r,
    state: 'unknown',
    reason: '8 checks unknown',
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
    })),
    limits: { state: 'unknown', sentence: 'Unknown: the data is too old to judge', reasons: [] },
    verdict: {
      state: 'unknown',
      method: 'limits',
      level: 'unknown',
      judged: null,
      sentence: 'Unknown: the data is too old to judge',
      reasons: [],
    },
  },
  traffic: room.traffic && {
    ...room.traffic,
    shares: room.traffic.shares.map((s) => ({ ...s, requests: to(s.requests), share: null })),
    total: null,
    state: 'unknown',
    reason: 'the request rate is unknown',
  },
  infra: room.infra.map((i) => ({ ...i, reading: to(i.reading), state: 'unknown' })),
});

/** Prometheus is gone for a while; Alertmanager still answers. */
export const stalePrometheus = makeSafe<Room>({
  ...withReadings(spike, (r) => (r.known ? stale(r.value) : r)),
  state: 'fail',
  headline: 'P0 V2ErrorSpike firing for 4m: V2 answers 6.1 % errors, V1 0.2 %',
  sources: [
    source('prometheus', 'prometheus', { state: 'stale', age: seconds(45), error: unreachable }),
    ...sources.slice(1),
  ],
});

/** No server ever answered. */
export const nothingKnown = makeSafe<Room>({
  ...withReadings(healthy, () => unknownReading),
  state: 'unknown',
  headline: 'prometheus: http://127.0.0.1:9090 refused the connection',
  sources: sources.map((s) => ({ ...s, state: 'failed', age: null, latency: null, error: unreachable })),
  alerts: alertsOf([], { freshness: 'unknown', detail: 'no Alertmanager member answered' }),
  ringStoreError: 'ring-targets.json: permission denied',
});

const LONG = 'an exceedingly-long-label-that-nobody-would-choose-but-somebody-will '.repeat(4);
const WIDE = '本番環境のとても長い名前と絵文字👩‍🚀🇫🇷を含むラベル'.repeat(3);

/** Names and texts as long and as wide as servers and people make them. */
export const hostile = makeSafe<Room>({
  ...spike,
  headline: `${WIDE} ${LONG}`,
  profile: { id: 'hostile', name: `${WIDE}${LONG}`, environment: 'vorproduktion-für-alle-fälle' },
  rings: spike.rings.map((r, i) => ({
    ...r,
    id: `${r.id}-${'x'.repeat(20)}`,
    name: i === 0 ? WIDE : LONG,
    reason: LONG,
    checks: r.checks.map((c) => ({ ...c, label: i === 0 ? WIDE : LONG })),
  })),
  comparison: spike.comparison && {
    baseline: { id: 'v1', label: WIDE },
    candidate: { id: 'v2', label: LONG },
    metrics: spike.comparison.metrics.map((m, i) => ({ ...m, label: i % 2 === 0 ? WIDE : LONG, limitText: LONG })),
    limits: { ...spike.comparison.limits, sentence: `${LONG}${WIDE}`, reasons: [LONG, WIDE] },
    verdict: { ...spike.comparison.verdict, sentence: `${LONG}${WIDE}`, reasons: [LONG, WIDE] },
  },
  traffic: spike.traffic && {
    ...spike.traffic,
    shares: spike.traffic.shares.map((s) => ({ ...s, label: WIDE })),
    reason: LONG,
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
export const tape: Playback = {
  kind: 'tape',
  label: 'DEMO',
  paused: false,
  speed: 8,
  position: seconds(754),
  length: seconds(2400),
};

export const sceneOf = (room: Room, playback: Playback = live): Scene => ({
  room: makeSafe(room),
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
