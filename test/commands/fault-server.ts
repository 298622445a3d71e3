import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { etcdKeys, writeRingKey } from '../../src/operations/stores/etcd-ledger.ts';
import { millis } from '../../src/units.ts';

export const SERVERS = ['prometheus', 'alertmanager', 'loki', 'etcd'] as const;
export type ServerName = (typeof SERVERS)[number];

/** What a healthy server of that kind answers to a request; undefined for a path it does not know. */
type Healthy = (path: string, body: string) => unknown;

const result = (path: string) => {
  const now = Math.floor(Date.now() / 1000);
  const data = path.includes('query_range')
    ? { resultType: 'matrix', result: [{ metric: { job: 'a' }, values: [[now, '0.25']] }] }
    : { resultType: 'vector', result: [{ metric: { job: 'a' }, value: [now, '0.25'] }] };
  return { status: 'success', data };
};

const KEYS = etcdKeys('/ringdeck/shop');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const RING0 = {
  key: base64(KEYS.ring('ring0')),
  value: base64(writeRingKey({ by: 'alice', at: millis(1_700_000_000_000) })),
  mod_revision: '42',
};

const HEALTHY: Readonly<Record<ServerName, Healthy>> = {
  prometheus: (path, body) =>
    body.includes('ALERTS') ? { status: 'success', data: { resultType: 'matrix', result: [] } } : result(path),
  alertmanager: (path) =>
    path.includes('silences')
      ? []
      : [
          {
            fingerprint: 'aa',
            labels: { alertname: 'DiskSlow' },
            startsAt: '2026-01-01T00:00:00.000Z',
            updatedAt: '2026-01-01T00:00:00.000Z',
            status: { silencedBy: [], inhibitedBy: ['bb'] },
          },
        ],
  loki: (path) => (path === '/ready' ? 'ready' : result(path)),
  etcd: (_, body) => {
    const asked: { success: { request_range: { key: string } }[] } = JSON.parse(body);
    const responses = asked.success.map(({ request_range: { key } }) => ({
      response_range: key === base64(KEYS.rings.key) ? { kvs: [RING0] } : {},
    }));
    return { header: { revision: '42' }, succeeded: true, responses };
  },
};

export interface Question {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** What a healthy server would answer. */
  readonly text: string;
}

/** What becomes of one question. */
export type Fault = (question: Question) => void;

export interface FaultServer {
  /** The address of a server of that kind with a fault. */
  at(server: ServerName, fault: string): string;
  /** And of one without. */
  well(server: ServerName): string;
  /** The most bytes of one answer that were taken from it. */
  taken(server: ServerName, fault: string): number;
  close(): Promise<void>;
}

/** Servers of all four kinds, each well and with every fault, on one port: below `/<server>/<number of the fault>`. */
export async function startFaultServer(faults: Readonly<Record<string, Fault>>): Promise<FaultServer> {
  const names = Object.keys(faults);
  const taken = new Map<string, number>();
  const folder = (name: ServerName, fault: string) => `/${name}/${names.indexOf(fault)}`;
  const server = createServer(async (raw, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of raw) chunks.push(chunk);
    const [, name = '', number = '', ...rest] = (raw.url ?? '').split('/');
    const answer = HEALTHY[name as ServerName](`/${rest.join('/')}`, Buffer.concat(chunks).toString());
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    const { socket } = raw;
    const before = socket.bytesWritten;
    response.on('close', () => {
      const key = `/${name}/${number}`;
      taken.set(key, Math.max(taken.get(key) ?? 0, socket.bytesWritten - before));
    });
    const fault = faults[names[Number(number)] ?? ''];
    if (fault) fault({ raw, response, socket, text });
    else response.writeHead(200, JSON_TYPE).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    at: (name, fault) => base + folder(name, fault),
    well: (name) => `${base}/${name}/well`,
    taken: (name, fault) => taken.get(folder(name, fault)) ?? 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };
export const LOGIN = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>';

const HUGE = 100 * 1024 * 1024;
/** So many bytes of a JSON text that goes on and on. */
function* filler(length: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  yield Buffer.from('[');
  for (let sent = 0; sent < length; sent += chunk.length) yield chunk;
}
const pour = (stream: Readable, response: ServerResponse) => {
  stream.on('error', () => {});
  response.on('close', () => stream.destroy());
  stream.pipe(response);
};

/** Always this status and body. */
const always =
  (status: number, body: string, headers: Record<string, string> = JSON_TYPE): Fault =>
  ({ response }) =>
    response.writeHead(status, headers).end(body);
/** The healthy answer, changed. */
export const changed =
  (change: (text: string) => string): Fault =>
  ({ response, text }) =>
    response.writeHead(200, JSON_TYPE).end(change(text));

const half = (text: string) => text.slice(0, Math.max(1, Math.floor(text.length / 2))).replace(/[}\]]+$/, '');

/** Every text a number, and every number a text. */
function confused(value: unknown): unknown {
  if (typeof value === 'string') return 1;
  if (typeof value === 'number') return 'one';
  if (Array.isArray(value)) return value.map(confused);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, confused(item)]));
}

/** How servers, networks and whatever lies in between fail. */
export const FAULTS = {
  'closes the connection without an answer': ({ socket }) => socket.destroy(),
  'says nothing': () => {},
  'begins an answer and stalls': ({ response, text }) => void response.writeHead(200, JSON_TYPE).write(half(text)),
  'answers a login page': always(200, LOGIN, { 'content-type': 'text/html' }),
  'redirects to a login page': ({ raw, response }) =>
    raw.url?.endsWith('/login')
      ? response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN)
      : response.writeHead(302, { location: `${raw.url?.split('/').slice(0, 3).join('/')}/login` }).end(),
  'answers a login page as JSON': always(200, LOGIN),
  'answers JSON that is cut': changed(half),
  'tells a length that is too long': ({ response, text, socket }) =>
    response.writeHead(200, { ...JSON_TYPE, 'content-length': `${text.length + 100}` }).write(text, () => socket.end()),
  'tells a length that is too short': ({ socket, text }) =>
    socket.end(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${half(text).length}\r\n\r\n${text}`,
    ),
  'resets the connection in the middle': ({ response, text, socket }) =>
    response.writeHead(200, JSON_TYPE).write(half(text), () => socket.resetAndDestroy()),
  'answers 100 MB, told beforehand': ({ response }) =>
    pour(Readable.from(filler(HUGE)), response.writeHead(200, { ...JSON_TYPE, 'content-length': `${HUGE}` })),
  'answers 100 MB, nobody knows how much': ({ response }) =>
    pour(Readable.from(filler(HUGE)), response.writeHead(200, JSON_TYPE)),
  'answers what unpacks to 100 MB': ({ response }) =>
    pour(
      Readable.from(filler(HUGE)).pipe(createGzip()),
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    ),
  'answers what claims to be packed': ({ response, text }) =>
    response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(text),
  'answers null': always(200, 'null'),
  'answers {}': always(200, '{}'),
  'answers []': always(200, '[]'),
  'answers nothing': always(200, ''),
  'answers 204': always(204, ''),
  'answers an error with status 200': always(200, '{"status":"error","errorType":"internal","error":"disk full"}'),
  'answers wrong types': changed((text) => (text.startsWith('r') ? '1' : JSON.stringify(confused(JSON.parse(text))))),
  'answers numbers and times nobody writes': changed((text) =>
    text
      .replaceAll('"0.25"', '"0x10"')
      .replaceAll('"42"', '"0x2a"')
      .replace(/"2026-[^"]*"/g, '"2026"'),
  ),
  'answers another program’s JSON': always(200, '{"database":"ok","version":null}'),
  'answers plain text': always(200, 'OK', { 'content-type': 'text/plain' }),
  'answers 500 with its own words': always(500, '{"status":"error","errorType":"internal","error":"disk full"}'),
  'answers a proxy’s page with 502': always(502, '<html><title>Bad gateway</title></html>', {
    'content-type': 'text/html',
  }),
  'refuses every question': always(400, '{"status":"error","errorType":"bad_data","error":"too long a query"}'),
} satisfies Record<string, Fault>;
export type FaultName = keyof typeof FAULTS;
