import { FileJournal } from '../../src/operations/journal/file-journal.ts';
import type { JournalRecord } from '../../src/operations/journal/journal.ts';
import type { Report } from '../../src/reporting/schema/report.ts';
import { fingerprint } from '../../src/sources/alertmanager/fingerprint.ts';
import { millis } from '../../src/units.ts';
import { type RunningServer, startPrometheus } from '../../stack/servers.ts';
import { Desk } from '../desk.ts';
import { type PastAlert, pastShop } from './past-shop.ts';

const at = (text: string): number => Date.parse(text) / 1000;

/** Nothing of it is of today: the 27th of October 2024 had 25 hours in Paris. */
export const FROM = at('2024-09-20T00:00:00Z');
export const TO = at('2024-11-04T00:00:00Z');
/** No markup, and no end of anything, in whatever is made of it. */
export const HOSTILE = '</td><script>alert(1)</script>|`x`[a](javascript:b)\\';

export const ALERTS: readonly PastAlert[] = [
  { name: 'SiteDown', severity: 'critical', from: at('2024-10-27T09:00:00Z'), to: at('2024-10-27T09:24:00Z') },
  { name: 'SiteDown', severity: 'critical', from: at('2024-10-30T09:00:00Z'), to: at('2024-10-30T09:09:00Z') },
  { name: 'SiteSlow', severity: 'warning', from: at('2024-10-26T20:00:00Z'), to: at('2024-10-26T23:30:00Z') },
  { name: 'SiteSlow', severity: 'warning', from: at('2024-10-27T15:00:00Z'), to: at('2024-10-27T15:45:00Z') },
  {
    name: 'Hostile',
    severity: 'info',
    from: at('2024-10-27T22:00:00Z'),
    to: at('2024-10-27T23:30:00Z'),
    labels: `,path="${HOSTILE.replaceAll('\\', '\\\\')}"`,
  },
];

const siteDown = fingerprint({ alertname: 'SiteDown', severity: 'critical' });

/** What people did: one answer to the first outage, and a ring validated and revoked. */
const ACTS: readonly JournalRecord[] = [
  {
    ...{ at: millis(Date.parse('2024-10-27T09:06:00Z')), by: 'bob', act: 'claim', target: 'SiteDown' },
    ...{ fingerprint: siteDown, result: 'done', detail: 'bob is on SiteDown' },
  },
  {
    ...{
      at: millis(Date.parse('2024-10-27T08:30:00Z')),
      by: 'alice',
      act: 'validate',
      target: 'canary',
      result: 'done',
    },
    detail: 'canary is validated',
    override: 'the dashboard is late',
    evidence: { verdict: { state: 'worse', sentence: 'V2 is worse: 0.9 s' } },
  },
  {
    ...{ at: millis(Date.parse('2024-10-27T09:20:00Z')), by: 'bob', act: 'revoke', target: 'canary', result: 'done' },
    detail: 'the validation of canary is revoked',
  },
];

const profile = (url: string) => `
id: shop
name: Shop
datasources:
  prometheus: { url: ${url} }
  # Nothing listens there: reports ask Prometheus for what fired.
  alertmanagers: [{ url: http://127.0.0.1:9 }]
ring_store: { file: rings.json }
versions: { baseline: { id: v1, label: V1 }, candidate: { id: v2, label: V2 } }
comparison:
  - { id: latency, label: Latency, query: 'max(latency_seconds{version="$version"})', unit: seconds, better: lower, limit: { at_most: 0.1 } }
checks: { up: { label: up, query: 'min(up{job="web"})', unit: count, at_least: 1 } }
rings:
  - { id: canary, name: Canary, deployed: 'max(ring_deployed_timestamp_seconds{ring="$ring"})', checks: [up] }
alerts: { tiers: { P0: { severities: [critical] }, P1: { severities: [warning] }, P2: { severities: [info] } } }
slos:
  - { id: served, label: Served, objective: 0.99, good: 'sum(rate(http_requests_total{status!~"5.."}[$window]))', total: 'sum(rate(http_requests_total[$window]))' }
slas:
  - { id: available, label: Available, query: 'avg_over_time(up{job="web"}[$window])', unit: ratio, at_least: 0.995 }
on_call: { rotation: { start: "2024-01-01", time_zone: Europe/Paris, people: [Alice, Bob], backup: next } }
reports:
  time_zone: Europe/Paris
  levels: { P0: critical, P1: major, P2: minor }
  deployments: sum(increase(shop_deployments_total[$period]))
  metrics:
    - id: uptime
      label: Uptime
      section: uptime
      in: [daily, weekly, monthly, sla]
      query: avg_over_time(up{job="web"}[$period])
      unit: ratio
      at_least: 0.999
      plot: true
    - id: p95
      label: Response p95
      section: performance
      in: [daily, weekly, monthly, sla]
      query: histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[$period])))
      unit: seconds
      at_most: 0.2
    - id: errors
      label: Errors
      section: errors
      in: [daily, weekly, monthly, sla]
      query: |
        sum(increase(http_requests_total{status=~"5.."}[$period]))
          / sum(increase(http_requests_total[$period])) # of all
      unit: ratio
      at_most: 0.001
      plot: true
      peak: highest
    - { id: requests, label: Requests, section: performance, query: 'sum(rate(http_requests_total[10m])) # all', statistic: mean, unit: per-second, plot: true, peak: highest }
    - { id: quiet, label: Slowest, section: performance, query: 'max(latency_seconds)', statistic: p95, unit: seconds, in: [weekly] }
    - { id: users, label: "Users {{plan}}", section: business, query: sum by (plan) (shop_users), statistic: last, each: plan, unit: count, in: [daily] }
    - { id: served, label: Served, section: business, query: 'http_requests_total{status="200"}', statistic: increase, unit: count, in: [daily, monthly] }
    - { id: nothing, label: Nothing, section: security, query: no_such_thing, statistic: max, unit: count, at_most: 5, in: [daily] }
    - { id: refused, label: Refused, section: security, query: sum(, statistic: max, unit: count, in: [daily] }
    - { id: several, label: Several, section: security, query: shop_users, statistic: last, unit: count, in: [daily] }
    - { id: nan, label: No number, section: security, query: 0 * vector(1) / vector(0), statistic: last, unit: ratio, at_most: 1, in: [daily] }
    - { id: always, label: Always, section: security, query: vector(0), statistic: max, unit: count, at_most: 5, in: [daily] }
`;

/** What is asked for, of each kind one. */
export const REPORTS = {
  // 25 hours: the clocks were set back.
  daily: ['daily', '--at', '2024-10-28'],
  weekly: ['weekly', '--at', '2024-11-04'],
  monthly: ['monthly', '--at', '2024-11-02'],
  sla: ['sla', '--at', '2024-11-01'],
  rollout: ['rollout', '--from', '2024-10-27 08:00', '--to', '2024-10-28 00:00'],
} as const;

export interface Shop {
  readonly desk: Desk;
  readonly prometheus: RunningServer;
  /** Of each kind the one above, asked for once. */
  report(kind: keyof typeof REPORTS): Promise<Report>;
  stop(): Promise<void>;
}

/** A shop whose past is known, with its profile and its journal. */
export async function openShop(): Promise<Shop> {
  const past = pastShop({
    from: FROM,
    to: TO,
    alerts: ALERTS,
    outages: [[at('2024-10-27T09:00:00Z'), at('2024-10-27T09:25:00Z')]],
    rings: { canary: at('2024-10-27T08:00:00Z') },
  });
  const prometheus = await startPrometheus({ past, retention: '100d' });
  const desk = new Desk(['-c', 'shop.yaml']);
  desk.write('shop.yaml', profile(prometheus.url));
  const journal = new FileJournal(desk.path('rings.json'));
  for (const act of ACTS) await journal.append(act);
  const reports = new Map<string, Promise<Report>>();
  return {
    desk,
    prometheus,
    report(kind) {
      const asked = reports.get(kind) ?? desk.json<Report>(['report', ...REPORTS[kind]]);
      reports.set(kind, asked);
      return asked;
    },
    async stop() {
      await prometheus.stop();
      desk.remove();
    },
  };
}
