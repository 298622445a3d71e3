import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame } from '../src/frames/frame.ts';
import type { Alert, AlertmanagerView } from '../src/sources/alertmanager/types.ts';

/** A Prometheus and an Alertmanager in one, which answer what a frame holds. */
export interface FakeServers {
  readonly url: string;
  /** Whether every answer has other numbers than the one before. */
  setRestless(restless: boolean): void;
  close(): void;
}

export async function startFakeServers(frame: Frame): Promise<FakeServers> {
  let restless = false;
  let answers = 0;

  const value = (usual: number) => {
    answers += 1;
    return String(restless ? usual * (1 + 0.2 * Math.sin(answers)) : usual);
  };
  const instant = (expr: string, at: number) => {
    const outcome = frame.queries.find((answer) => answer.expr.text === expr)?.outcome;
    const samples = outcome?.ok ? outcome.value.samples : [];
    return {
      resultType: 'vector',
      result: samples.map((sample) => ({ metric: sample.labels, value: [at, value(sample.value)] })),
    };
  };
  /** Stored samples, as the frame has them. */
  const stored = (selector: string) => {
    const answers = frame.raw?.filter((answer) => answer.selector === selector) ?? [];
    const series = answers.flatMap(({ outcome }) => (outcome.ok ? outcome.value.series : []));
    return {
      resultType: 'matrix',
      result: series.map(({ labels, points }) => ({
        metric: labels,
        values: points.map(([at, sample]) => [at / 1000, String(sample)]),
      })),
    };
  };
  const range = (expr: string, start: number, end: number, step: number) => {
    const outcome = frame.queries.find((answer) => answer.expr.text === expr)?.outcome;
    const samples = outcome?.ok ? outcome.value.samples : [];
    const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);
    return {
      resultType: 'matrix',
      result: samples.map((sample) => ({
        metric: sample.labels,
        values: times.map((at) => [at, value(sample.value)]),
      })),
    };
  };

  const view = Object.values(frame.alertmanagers).find(({ ok }) => ok);
  const { alerts, silences }: Pick<AlertmanagerView, 'alerts' | 'silences'> = view?.ok
    ? view.value
    : { alerts: [], silences: [] };

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = request.method === 'POST' ? new URLSearchParams(Buffer.concat(chunks).toString()) : searchParams;
    const number = (name: string) => Number(asked.get(name) ?? Date.now() / 1000);
    const expr = asked.get('query') ?? '';
    switch (pathname) {
      case '/api/v1/query': {
        const selector = /^(.*)\[\d+ms\]$/s.exec(expr)?.[1];
        return { status: 'success', data: selector === undefined ? instant(expr, number('time')) : stored(selector) };
      }
      case '/api/v1/query_range':
        return { status: 'success', data: range(expr, number('start'), number('end'), number('step')) };
      case '/api/v2/alerts':
        return alerts.map(toApi);
      case '/api/v2/silences':
        return silences.map(({ state, ...silence }) => ({
          ...silence,
          startsAt: iso(silence.startsAt),
          endsAt: iso(silence.endsAt),
          status: { state },
        }));
      default:
        return undefined;
    }
  };

  const server = createServer(async (request, response) => {
    const body = await answer(request);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setRestless(wanted) {
      restless = wanted;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const iso = (at: number) => new Date(at).toISOString();

const toApi = ({ silencedBy, inhibitedBy, receivers, startsAt, updatedAt, ...alert }: Alert) => ({
  ...alert,
  startsAt: iso(startsAt),
  updatedAt: iso(updatedAt),
  receivers: receivers.map((name) => ({ name })),
  status: { state: silencedBy.length > 0 ? 'suppressed' : 'active', silencedBy, inhibitedBy },
});
