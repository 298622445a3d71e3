import { promql } from '../../src/profile/query.ts';
import type { Alerts, Check, EndedAck, Ring, Room, RoomAlert } from '../../src/room/room.ts';
import type { Alert, Silence } from '../../src/sources/alertmanager/types.ts';
import { millis, seconds } from '../../src/units.ts';

export const NOW = millis(Date.UTC(2026, 0, 2, 3, 4, 5));
export const ago = (s: number) => millis(NOW - s * 1000);

export const alert = (fields: Partial<Alert> = {}): Alert => ({
  fingerprint: 'f1',
  labels: { alertname: 'V2ErrorSpike', severity: 'critical' },
  annotations: {},
  startsAt: ago(60),
  updatedAt: ago(5),
  generatorURL: '',
  receivers: ['none'],
  silencedBy: [],
  inhibitedBy: [],
  ...fields,
});

export const silence = (fields: Partial<Silence> = {}): Silence => ({
  id: 's1',
  matchers: [{ name: 'alertname', value: 'V2ErrorSpike', isRegex: false, isEqual: true }],
  startsAt: ago(30),
  endsAt: ago(-870),
  createdBy: 'alice',
  comment: 'ACK! on it',
  state: 'active',
  ...fields,
});

export const check = (fields: Partial<Check> = {}): Check => ({
  id: 'memory',
  label: 'memory',
  expr: promql('memory'),
  unit: 'bytes',
  reading: { known: true, value: 1e8, at: NOW, aging: false },
  state: 'ok',
  limit: { kind: 'at-most', most: 2e8 },
  critical: false,
  ...fields,
});

export const ring = (fields: Partial<Ring> = {}): Ring => ({
  id: 'ring0',
  name: 'Internal team',
  after: [],
  state: 'ready',
  because: { kind: 'soaked', unmet: [] },
  hold: null,
  validated: null,
  approvals: 1,
  approval: null,
  deployedAt: ago(100_000),
  deployments: [],
  goneAt: null,
  soak: { elapsed: seconds(90_000), required: seconds(86_400), pausedFor: seconds(0) },
  checks: [check()],
  budgets: [],
  ...fields,
});

export const noAlerts: Alerts = {
  list: [],
  counts: { firing: 0, acknowledged: 0, silenced: 0, inhibited: 0 },
  acks: [],
  ended: [],
  freshness: 'ok',
  members: { is: 'answered', fresh: 1, of: 1, odd: [], errors: [] },
  complete: true,
  doubt: null,
  recorded: false,
};

export const alertsWith = (list: readonly RoomAlert[], freshness: Alerts['freshness'] = 'ok'): Alerts => ({
  ...noAlerts,
  list,
  freshness,
  complete: freshness === 'ok',
});

/** What an alert concerns that names one ring. */
export const about = (ring: string): RoomAlert['concern'] => ({
  about: 'ring',
  rings: [ring],
  versions: [],
  stranger: null,
});

export const roomAlert = (fields: Partial<RoomAlert> = {}): RoomAlert => ({
  fingerprint: 'f1',
  name: 'V2ErrorSpike',
  severity: 'critical',
  tier: 'P0',
  state: 'firing',
  startsAt: ago(60),
  began: fields.startsAt ?? ago(60),
  summary: '',
  description: '',
  runbook: null,
  generatorURL: '',
  labels: { alertname: 'V2ErrorSpike', severity: 'critical' },
  annotations: {},
  exactLabels: fields.labels ?? { alertname: 'V2ErrorSpike', severity: 'critical' },
  ack: null,
  lapsed: null,
  claim: null,
  silence: null,
  attribution: { since: 'unknown', on: 'unknown', ring: null, versions: [] },
  concern: { about: 'system', rings: ['ring0', 'ring1', 'ga'], versions: [], stranger: null },
  clocks: { respond: null, escalate: null, resolve: null },
  seenBy: [],
  ...fields,
});

export const endedAck = (fields: Partial<EndedAck> = {}): EndedAck => ({
  silenceId: 's1',
  fingerprint: 'f1',
  name: 'V2ErrorSpike',
  by: 'alice',
  at: ago(600),
  began: ago(700),
  endedAt: ago(60),
  again: null,
  standing: [],
  recorded: true,
  resent: true,
  telling: 'told',
  toldBy: ago(30),
  receivers: [],
  repeatInterval: null,
  exactLabels: { alertname: 'V2ErrorSpike', severity: 'critical' },
  ...fields,
});

export const room = (fields: Partial<Room> = {}): Room => ({
  at: NOW,
  profile: { id: 'test', name: 'Test', environment: 'production' },
  state: 'ok',
  finding: { kind: 'well' },
  unanswered: [],
  refresh: seconds(5),
  sources: [{ id: 'am-0', kind: 'alertmanager', state: 'ok', answeredAt: ago(1), latency: seconds(0.01), error: null }],
  rings: [ring()],
  ringStoreError: null,
  panels: [],
  comparison: null,
  traffic: null,
  patterns: null,
  alerts: noAlerts,
  ackLife: { duration: seconds(900), max: seconds(28_800) },
  silences: [],
  onCall: null,
  runbooks: null,
  slos: [],
  slas: [],
  incidents: null,
  infra: [],
  journal: [],
  presence: null,
  pages: [],
  ...fields,
});
