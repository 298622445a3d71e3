import type { Frame } from '../../../src/frames/frame.ts';
import { History } from '../../../src/frames/history.ts';
import type { Plan } from '../../../src/profile/plan/plan.ts';
import type { Query } from '../../../src/profile/query.ts';
import { buildRoom } from '../../../src/room/build.ts';
import type { Scene } from '../../../src/session/session.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import type { Sample } from '../../../src/sources/prometheus/types.ts';
import { millis } from '../../../src/units.ts';
import { planOf } from '../../room/observe.ts';
import { live, NOW } from '../rooms.ts';

/*
 * Boards over an hour of a world that is the same in every run: what each query answers follows from its text and the
 * time. The room is made of frames, as any other.
 */

const PANELS = {
  cpu: { id: 'cpu', type: 'stat', title: 'CPU', query: 'cpu', unit: 'ratio', at_most: 0.8, delta: '1h' },
  orders: { id: 'orders', type: 'stat', title: 'Orders', query: 'orders', unit: 'currencyEUR', delta: '1d' },
  apps: { id: 'apps', type: 'stat', title: 'Apps', query: 'apps', unit: 'reqps', legend: '{{app}}' },
  latency: {
    id: 'latency',
    type: 'timeseries',
    title: 'Latency by endpoint',
    width: 2,
    unit: 's',
    at_most: 0.5,
    queries: [{ query: 'latency', legend: '{{endpoint}}' }],
    thresholds: {
      steps: [
        { value: null, color: 'green' },
        { value: 0.3, color: 'yellow' },
      ],
    },
  },
  traffic: {
    id: 'traffic',
    type: 'timeseries',
    title: 'Requests by app',
    unit: 'reqps',
    stacked: true,
    queries: [{ query: 'apps', legend: '{{app}}' }],
  },
  endpoints: {
    id: 'endpoints',
    type: 'table',
    title: 'Endpoints',
    by: ['endpoint'],
    columns: [
      { id: 'p95', label: 'p95', query: 'latency', unit: 's', at_most: 0.5 },
      { id: 'rate', label: 'rate', query: 'rates', unit: 'reqps' },
      { id: 'errors', label: 'errors', query: 'errors', unit: 'percentunit', at_most: 0.01 },
    ],
    sort: { column: 'p95' },
  },
  browsers: {
    id: 'browsers',
    type: 'share',
    title: 'Browsers',
    unit: 'reqps',
    query: 'browsers',
    legend: '{{browser}}',
  },
  probes: {
    id: 'probes',
    type: 'status',
    title: 'Probes',
    by: 'target',
    query: 'probe_up',
    response: 'probe_seconds',
    code: 'probe_code',
    at_most: 1,
  },
  heat: { id: 'heat', type: 'histogram', title: 'Latency', unit: 's', query: 'buckets' },
  disk: { id: 'disk', type: 'gauge', title: 'Disk /var', unit: 'percentunit', query: 'disk', at_most: 0.9, warn: 0.8 },
  pools: {
    id: 'pools',
    type: 'gauge',
    title: 'Pools',
    unit: 'short',
    query: 'pools',
    legend: '{{pool}}',
    max: 100,
    at_most: 90,
  },
  critical: { id: 'critical', type: 'alerts', title: 'Critical', matchers: ['severity="critical"'] },
  lines: { id: 'lines', type: 'logs', title: 'Errors', query: '{job="api"} |= "error"' },
  goals: { id: 'goals', type: 'slo', title: 'Objectives' },
  promises: { id: 'promises', type: 'sla', title: 'Promises' },
  runbook: {
    id: 'runbook',
    type: 'text',
    title: 'What to do',
    text: '# When orders stop\n\nLook at **payment** first, then the queue.\n\n    kubectl -n shop rollout undo deploy/api\n\n- [Runbook](https://runbooks.example/orders)\n- call `#payments`',
  },
} as const;

type PanelName = keyof typeof PANELS;

const row = (panels: readonly PanelName[], more: object = {}) => ({
  ...more,
  panels: panels.map((name) => PANELS[name]),
});

/** Every kind of panel on one page. */
const OVERVIEW = {
  id: 'api',
  title: 'API',
  rows: [
    row(['cpu', 'orders', 'disk', 'pools'], { priority: 7 }),
    row(['latency', 'heat', 'traffic'], { height: 2 }),
    row(['endpoints', 'probes', 'browsers', 'apps'], { height: 1.5, priority: 4 }),
    row(['critical', 'lines', 'runbook'], { height: 1.5, priority: 3 }),
  ],
};

/** A panel for each of many values. */
const REPEATED = {
  id: 'disks',
  title: 'Disks',
  rows: [
    {
      panels: [
        {
          id: 'disk',
          type: 'stat',
          title: '{{device}}',
          query: 'devices',
          unit: 'percentunit',
          at_most: 0.9,
          repeat: 'device',
          legend: '{{device}}',
        },
      ],
    },
  ],
};

/** What fires, beside a panel of its own. */
const MIXED = {
  id: 'mixed',
  title: 'Mixed',
  rows: [
    { panels: ['alerts', PANELS.probes] },
    { panels: [PANELS.goals, PANELS.promises] },
    { panels: [PANELS.latency] },
  ],
};

const PAGES = [OVERVIEW, REPEATED, MIXED];

const wave = (seed: number, t: number, period = 900) => Math.sin((2 * Math.PI * t) / period + seed * 1.7);
const each = (label: string, values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));

const BOUNDS = ['0.05', '0.1', '0.25', '0.5', '1', '2.5', '+Inf'];

/** What a query answers so many seconds ago. */
const WORLD: Readonly<Record<string, (t: number) => readonly Sample[]>> = {
  cpu: (t) => [{ labels: {}, value: 0.62 + 0.11 * wave(0, t) }],
  orders: (t) => [{ labels: {}, value: 1240 + 80 * wave(1, t, 3600) }],
  apps: (t) => each('app', { web: 61 + 9 * wave(2, t), ios: 24 + 5 * wave(3, t), android: 33 + 6 * wave(4, t) }),
  latency: (t) =>
    each('endpoint', {
      '/cart': 0.12 + 0.03 * wave(5, t),
      '/checkout': t < 600 ? 0.61 : 0.24 + 0.05 * wave(6, t),
      '/search': 0.2 + 0.09 * wave(7, t, 500),
    }),
  rates: () => each('endpoint', { '/cart': 41, '/checkout': 12.4, '/search': 88 }),
  errors: () => each('endpoint', { '/cart': 0.0004, '/checkout': 0.031, '/search': 0 }),
  browsers: () => each('browser', { chrome: 71, firefox: 22, safari: 31, other: 4 }),
  probe_up: () => each('target', { shop: 1, api: 1, search: 0.5, mail: 0, cdn: 1 }),
  probe_seconds: () => each('target', { shop: 0.12, api: 0.08, search: 1.4, mail: 0, cdn: 0.02 }),
  probe_code: () => each('target', { shop: 200, api: 200, search: 200, mail: 503, cdn: 304 }),
  buckets: (t) => {
    const slow = t < 600 ? 3 : 1;
    const shares = [30, 44, 21, 9 * slow, 4 * slow, 1 * slow, 0.2];
    return BOUNDS.map((le, i) => ({
      labels: { le },
      value: shares.slice(0, i + 1).reduce((sum, n) => sum + n, 0) * (1 + 0.1 * wave(8, t)),
    }));
  },
  disk: () => [{ labels: {}, value: 0.84 }],
  pools: () => each('pool', { main: 42, batch: 95, reports: 7 }),
  slo_errors: () => [{ labels: {}, value: 0.0016 }],
  devices: () =>
    each(
      'device',
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`sd${i}`, i === 250 ? 0.97 : (i % 80) / 100])),
    ),
};

const answerTo = ({ text }: Query, t: number) => {
  const name = Object.keys(WORLD).find((known) => new RegExp(`\\b${known}\\b`).test(text));
  return WORLD[name ?? '']?.(text.includes('offset') ? t + 3600 : t);
};

const [HOUR, STEP] = [3600, 15];

const LINES = ['payment gateway answered 503', 'retry 2 of 3 for order 8812', 'cannot reach mail: connection refused'];

/** A frame of so many seconds ago. @param broken queries by their names, which fail from now on */
function frameAgo(plan: Plan, t: number, broken: readonly string[]): Frame {
  const at = millis(NOW - t * 1000);
  const queries = plan.instant.map((expr) => {
    const samples = answerTo(expr, t);
    const fails = broken.some((name) => expr.text.includes(name));
    if (fails) return { expr, outcome: failed({ kind: 'unreachable', message: 'connection refused' } as const) };
    return { expr, outcome: succeeded({ samples: samples ?? [], warnings: [] }) };
  });
  const lines = plan.panels.flatMap(({ content }) =>
    content.type === 'logs'
      ? [
          {
            expr: content.expr,
            outcome: succeeded(
              LINES.map((text, i) => ({
                at: millis(at - i * 41_000),
                text,
                level: i === 1 ? ('warn' as const) : ('error' as const),
                labels: { job: 'api', pod: `api-${i}` },
              })),
            ),
          },
        ]
      : [],
  );
  const alert = {
    fingerprint: 'fp-checkout',
    labels: { alertname: 'CheckoutSlow', severity: 'critical', endpoint: '/checkout' },
    annotations: { summary: 'checkout answers in 610 ms' },
    startsAt: millis(NOW - 560_000),
    updatedAt: at,
    generatorURL: '',
    receivers: ['team'],
    silencedBy: [],
    inhibitedBy: [],
  };
  const am = succeeded({ alerts: t < 560 ? [alert] : [], silences: [], clockOffset: millis(0) });
  return { at, queries, backfills: [], lines, alertmanagers: { 'am-1': am }, sources: [] };
}

/** Boards of every kind of panel, and of one that is repeated 300 times. @param broken as of the last two minutes */
export function boardScene(broken: readonly string[] = []): Scene {
  const plan = planOf({
    refresh: '15s',
    datasources: {
      prometheus: { url: 'http://127.0.0.1:1' },
      alertmanagers: [{ url: 'http://127.0.0.1:2' }],
      loki: { url: 'http://127.0.0.1:3' },
    },
    slos: [{ id: 'availability', label: 'Availability', objective: 0.999, errors: 'slo_errors[$window]' }],
    slas: [{ id: 'p95', label: 'p95', query: 'cpu', unit: 'seconds', at_most: 0.7 }],
    pages: PAGES,
  });
  const history = new History(plan);
  for (let t = HOUR; t >= 0; t -= STEP) history.extend(frameAgo(plan, t, t <= 120 ? broken : []));
  return {
    room: buildRoom(plan, history, { records: {}, error: null, journal: [] }, NOW),
    trends: history,
    playback: live,
    asked: [],
    evidenceOf: () => null,
  };
}
