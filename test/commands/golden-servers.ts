import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The instant at which golden outputs are asked for, in milliseconds. */
export const GOLDEN_NOW = Date.UTC(2026, 2, 14, 21, 15, 3);
const HOUR = 3_600_000;
const iso = (ago: number) => new Date(GOLDEN_NOW - ago).toISOString();

/** A number that is always the same for a text, from 0 to 9999. */
const numberOf = (text: string): number =>
  [...text].reduce((hash, character) => (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003, 7) % 10_000;

/** What a query answers, whenever it is asked: a time for one that asks for times, else a number of its own. */
function answerTo(query: string): string {
  const own = numberOf(query);
  if (/deploy|start_time|timestamp|expir|not_after/.test(query)) return `${GOLDEN_NOW / 1000 - 3600 - own}`;
  if (/\bup\b|probe_success/.test(query)) return own % 5 === 0 ? '0' : '1';
  if (/bytes|memory_usage_mb/.test(query)) return `${own * 25_000}`;
  return own % 3 === 0 ? '0' : `${own / 10_000}`;
}

/** Labels that queries group by, each with some values. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  version: ['v1', 'v2'],
  instance: ['host-a', 'host-b'],
  job: ['api', 'worker'],
  name: ['web', 'db'],
  app: ['shop', 'blog'],
};
function seriesOf(query: string): readonly Record<string, string>[] {
  const grouped = /\bby\s*\(\s*(\w+)/.exec(query)?.[1];
  return (VALUES[grouped ?? ''] ?? []).map((value) => ({ [grouped ?? '']: value })).concat(grouped ? [] : [{}]);
}

function prometheus(path: string, form: URLSearchParams): unknown {
  const query = form.get('query') ?? '';
  const ok = (data: unknown) => ({ status: 'success', data });
  if (!path.includes('/query')) return ok([]);
  const known = query.includes('ALERTS') || /\[\d+\w\]$/.test(query) ? [] : seriesOf(query);
  if (path.endsWith('/query_range')) {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number.parseFloat(form.get(name) ?? '0')) as [
      number,
      number,
      number,
    ];
    const count = Math.floor((end - start) / step) + 1;
    const value = answerTo(query);
    const values = Array.from({ length: count }, (_, i) => [start + i * step, value]);
    return ok({ resultType: 'matrix', result: known.map((metric) => ({ metric, values })) });
  }
  const resultType = /\[\d+\w\]$/.test(query) ? 'matrix' : 'vector';
  const value = (metric: Record<string, string>) => [
    GOLDEN_NOW / 1000 - 2,
    answerTo(`${query}${JSON.stringify(metric)}`),
  ];
  return ok({ resultType, result: known.map((metric) => ({ metric, value: value(metric) })) });
}

const alertOf = (name: string, labels: Record<string, string>, ago: number, silencedBy: readonly string[] = []) => ({
  fingerprint: numberOf(name).toString(16).padStart(16, '0'),
  labels: { alertname: name, ...labels },
  annotations: { summary: `${name} since a while`, runbook_url: `https://runbooks.example/${name}` },
  startsAt: iso(ago),
  updatedAt: iso(10_000),
  endsAt: iso(-HOUR),
  generatorURL: 'http://prometheus.example:9090/graph',
  receivers: [{ name: 'team' }],
  status: { state: silencedBy.length > 0 ? 'suppressed' : 'active', silencedBy, inhibitedBy: [] },
});
const silenceOf = (id: string, name: string, createdBy: string, comment: string) => ({
  id,
  matchers: [{ name: 'alertname', value: name, isRegex: false, isEqual: true }],
  startsAt: iso(600_000),
  endsAt: iso(-HOUR),
  updatedAt: iso(600_000),
  createdBy,
  comment,
  status: { state: 'active' },
});
const ALERTS = [
  alertOf('V2ErrorSpike', { severity: 'critical', version: 'v2', service: 'matcher', ring: 'ring1' }, 252_000),
  alertOf('RingMemoryHigh', { severity: 'warning', ring: 'ring1' }, 1_860_000, ['s-ack']),
  alertOf('DiskFills', { severity: 'warning', instance: 'host-a', tier: 'infrastructure' }, 9_000_000),
  alertOf('CacheHitRateLow', { severity: 'info', instance: 'host-b' }, 700_000, ['s-other']),
];
const SILENCES = [
  silenceOf('s-ack', 'RingMemoryHigh', 'bob', 'ACK! looking at the heap'),
  silenceOf('s-other', 'CacheHitRateLow', 'carol', 'warming up after the deploy'),
];

function answer(path: string, form: URLSearchParams): unknown {
  const [, system = ''] = path.split('/');
  if (path.endsWith('/api/v2/alerts'))
    return ALERTS.map((alert) => ({ ...alert, labels: { ...alert.labels, system, project: system } }));
  if (path.includes('/api/v2/')) return path.endsWith('/silences') ? SILENCES : {};
  return prometheus(path, form);
}

/** A Prometheus and an Alertmanager on one port, below the name of each system: every answer is always the same. */
export async function startGoldenServer() {
  /** The same is asked again by each command. */
  const told = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const form = new URLSearchParams(chunks.length > 0 ? Buffer.concat(chunks).toString() : url.search);
    response.writeHead(200, { 'content-type': 'application/json', date: new Date(GOLDEN_NOW).toUTCString() });
    const question = `${url.pathname}?${form}`;
    const text = told.get(question) ?? JSON.stringify(answer(url.pathname, form));
    told.set(question, text);
    response.end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
