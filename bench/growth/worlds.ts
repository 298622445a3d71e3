import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { fingerprint } from '../../src/frames/past-alerts.ts';
import { buildPlan, type Plan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { formatAckComment } from '../../src/room/acks/comment.ts';
import type { Ledger } from '../../src/room/build.ts';
import type { JournalEntry } from '../../src/room/journal.ts';
import { exactMatchers } from '../../src/room/silences/matchers.ts';
import type { Alert, AlertmanagerView, Silence } from '../../src/sources/alertmanager/types.ts';
import { succeeded } from '../../src/sources/error.ts';
import type { InstantResult, Labels } from '../../src/sources/prometheus/types.ts';
import { addSeconds, type Millis, millis, seconds } from '../../src/units.ts';

/** A mass incident, or a large house: how many there are of each. */
export interface Size {
  readonly alerts?: number;
  /** Names of alerts, 200 unless given. */
  readonly names?: number;
  /** Of the alerts, so many are acknowledged by ringdeck, and the journal says so. */
  readonly acked?: number;
  /** Silences of others, half of them by a regex; each covers a few alerts. */
  readonly silences?: number;
  readonly rings?: number;
  /** Of each ring. */
  readonly checks?: number;
  /** Of one query of the infrastructure. */
  readonly series?: number;
  /** Lines of the journal beside those of acknowledgements. */
  readonly journal?: number;
}

export interface GrownWorld {
  readonly plan: Plan;
  readonly history: History;
  readonly ledger: Ledger;
  readonly now: Millis;
  /** The frame it was made of, and one that says the same again. */
  readonly first: Frame;
  readonly frame: Frame;
}

const NOW = millis(Date.UTC(2026, 0, 2, 3, 4, 5));
const ago = (age: number): Millis => addSeconds(NOW, seconds(-age));
const STEP = 15;
const MEMBERS = ['am-0', 'am-1'];
const SEVERITIES = ['critical', 'warning', 'info'] as const;
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** A world of that size, as frames bring it; its frame is that of a room that has been open for a while. */
export function grownWorld(size: Size): GrownWorld {
  const plan = planOf(size);
  const history = new History(plan);
  const first = frameOf(plan, size);
  history.extend(first);
  // Stored samples come once.
  return { plan, history, ledger: ledgerOf(size), now: NOW, first, frame: { ...first, raw: [] } };
}

function planOf({ rings = 0, checks = 0, series = 0 }: Size): Plan {
  return buildPlan(
    profileSchema.parse({
      id: 'grown',
      name: 'Grown',
      datasources: {
        prometheus: { url: 'http://127.0.0.1:1' },
        alertmanagers: [{ url: 'http://127.0.0.1:2' }, { url: 'http://127.0.0.1:3' }],
      },
      versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
      ...(rings > 0 && {
        checks: Object.fromEntries(
          times(checks, (i) => [
            `check${i}`,
            { label: `check ${i}`, query: `check${i}{ring="$ring"}`, unit: 'ratio', at_most: 0.5 },
          ]),
        ),
        rings: times(rings, (i) => ({
          id: `ring${i}`,
          name: `Ring ${i}`,
          ...(i > 0 && { after: [`ring${i - 1}`] }),
          soak: '10m',
          checks: times(checks, (n) => `check${n}`),
        })),
      }),
      ...(series > 0 && {
        infra: [
          {
            id: 'hosts',
            label: 'Hosts',
            items: [{ id: 'cpu', label: '{{host}} cpu', query: 'cpu', each: 'host', unit: 'ratio', at_most: 0.9 }],
          },
        ],
      }),
    }),
  );
}

const labelsOf = (i: number, names = 200): Labels => ({
  alertname: `Trouble${i % names}`,
  severity: SEVERITIES[i % SEVERITIES.length] ?? '',
  instance: `host-${i}:9100`,
  job: `job-${i % 40}`,
  version: i % 2 === 0 ? 'v1' : 'v2',
});

function alertOf(i: number, acked: number, names?: number): Alert {
  const labels = labelsOf(i, names);
  return {
    fingerprint: fingerprint(labels),
    labels,
    annotations: { summary: `${labels.instance} is in trouble`, description: `What ${labels.instance} does.` },
    startsAt: ago(600 + (i % 300)),
    updatedAt: ago(5),
    generatorURL: `http://prometheus/graph?g0.expr=${i}`,
    receivers: ['team'],
    silencedBy: i < acked ? [`ack-${i}`] : [],
    inhibitedBy: [],
  };
}

function ackOf(i: number): Silence {
  const labels = labelsOf(i);
  const began = ago(600 + (i % 300));
  const ack = { user: 'alice', ring: '', fingerprint: fingerprint(labels), nonce: '01234567', began, note: '' };
  return {
    id: `ack-${i}`,
    matchers: exactMatchers(labels, []),
    startsAt: ago(300),
    endsAt: ago(-600),
    createdBy: 'alice',
    comment: formatAckComment(ack, 'ACK!'),
    state: 'active',
  };
}

const foreignSilence = (i: number): Silence => ({
  id: `silence-${i}`,
  matchers: [
    { name: 'alertname', value: `Trouble${i % 200}`, isRegex: false, isEqual: true },
    i % 2 === 0
      ? { name: 'instance', value: `host-${i}:9100`, isRegex: false, isEqual: true }
      : { name: 'instance', value: `host-${i}:.*`, isRegex: true, isEqual: true },
  ],
  startsAt: i % 4 < 2 ? ago(300) : ago(-300),
  endsAt: ago(-3600 - i),
  createdBy: 'bob',
  comment: 'maintenance',
  state: i % 4 < 2 ? 'active' : 'pending',
});

function frameOf(plan: Plan, size: Size): Frame {
  const { alerts = 0, acked = 0, silences = 0, names } = size;
  const view: AlertmanagerView = {
    alerts: times(alerts, (i) => alertOf(i, acked, names)),
    silences: [...times(acked, ackOf), ...times(silences, foreignSilence)],
    clockOffset: 0,
    startedAt: ago(86_400),
    routing: {
      receiver: 'team',
      matchers: [],
      continues: false,
      groupBy: ['alertname'],
      groupInterval: seconds(300),
      repeatInterval: seconds(14_400),
      routes: [],
    },
  };
  const standing = { latency: seconds(0.01) };
  return {
    at: NOW,
    queries: plan.instant.map((expr) => ({ expr, outcome: succeeded(answerTo(expr.text, plan, size)) })),
    backfills: [],
    raw: plan.firing
      ? [
          {
            selector: plan.firing.selector,
            since: ago(3600),
            from: ago(3600),
            to: NOW,
            outcome: succeeded({ series: times(alerts, (i) => recordOf(i, names)), warnings: [] }),
          },
        ]
      : [],
    alertmanagers: Object.fromEntries(MEMBERS.map((id) => [id, succeeded(view)])),
    sources: [
      { id: 'prometheus', kind: 'prometheus', outcome: succeeded(standing) },
      ...MEMBERS.map((id) => ({ id, kind: 'alertmanager', outcome: succeeded(standing) }) as const),
    ],
    sender: succeeded({ startedAt: ago(86_400), resendDelay: seconds(60) }),
  };
}

const firingLabels = (i: number, names?: number): Labels => ({
  __name__: 'ALERTS',
  alertstate: 'firing',
  ...labelsOf(i, names),
});

/** Every evaluation since it began. */
const recordOf = (i: number, names?: number) => {
  const began = 600 + (i % 300);
  return {
    labels: firingLabels(i, names),
    points: times(Math.floor(began / STEP), (n) => [ago(began - n * STEP), 1] as const),
  };
};

function answerTo(text: string, plan: Plan, { alerts = 0, series = 0, names }: Size): InstantResult {
  if (text === plan.firing?.selector)
    return { samples: times(alerts, (i) => ({ labels: firingLabels(i, names), value: 1 })), warnings: [] };
  if (text === 'cpu')
    return { samples: times(series, (i) => ({ labels: { host: `host-${i}` }, value: (i % 100) / 100 })), warnings: [] };
  return { samples: [{ labels: {}, value: 0.1 }], warnings: [] };
}

/** Acknowledgements of the alerts that are, and what was done on others in the days before. */
function ledgerOf({ acked = 0, journal = 0 }: Size): Ledger {
  const acts = times(journal, (i): JournalEntry => {
    const labels = labelsOf(i);
    return {
      seq: i,
      at: ago(86_400 - i / 2),
      by: 'alice',
      act: i % 2 === 0 ? 'claim' : 'release',
      target: labels.alertname ?? '',
      fingerprint: fingerprint(labels),
      result: 'done',
      detail: 'said so',
    };
  });
  const acks = times(acked, (i): JournalEntry => {
    const labels = labelsOf(i);
    return {
      seq: journal + i,
      at: ago(300),
      by: 'alice',
      act: 'acknowledge',
      target: labels.alertname ?? '',
      fingerprint: fingerprint(labels),
      result: 'done',
      detail: 'for 15m',
    };
  });
  return { records: {}, error: null, journal: [...acts, ...acks] };
}
