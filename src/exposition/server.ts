import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from './address.ts';
import { Connections } from './connections.ts';
import type { Family } from './family.ts';
import { CONTENT_TYPES, expose, negotiate } from './text.ts';

export interface Answer {
  readonly status: number;
  /** One sentence; empty for none. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface MetricsServer {
  /** Of the exposition. */
  readonly url: string;
  /** Takes no more connections, lets what is being answered end, and gives up on it after a second. */
  close(): Promise<void>;
}

const PATH = '/metrics';
/** Who takes longer for the head of a request, for all of it, or until the answer is taken, is cut off; in milliseconds. */
const PATIENCE = { head: 5000, request: 10_000, answer: 20_000, look: 1000 };
/** More than come in one moment: each needs its time to be heard. */
const MOST_CONNECTIONS = 256;
const GRACE = 1000;

/**
 * Serves `families()` at /metrics, to GET and HEAD alone unless there is somebody to `receive` a POST there.
 * @throws when it cannot listen there
 */
export async function serveMetrics(
  { host, port }: ListenAddress,
  families: () => readonly Family[],
  receive?: (request: IncomingMessage) => Promise<Answer>,
  patience = PATIENCE,
): Promise<MetricsServer> {
  const allowed = receive ? 'GET, HEAD, POST' : 'GET, HEAD';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    if (url.split('?', 1)[0] !== PATH) return say(response, { status: 404, text: `There is only ${PATH}.` });
    if (method === 'POST' && receive) return say(response, await receive(request));
    if (method !== 'GET' && method !== 'HEAD')
      return say(response, { status: 405, text: `Ask with ${allowed}.`, headers: { allow: allowed } });
    const format = negotiate(headers.accept);
    const text = await expose(families(), format);
    response
      .writeHead(200, { 'content-type': CONTENT_TYPES[format], 'content-length': Buffer.byteLength(text) })
      .end(text);
  };

  const connections = new Connections(MOST_CONNECTIONS);
  const server = createServer(
    { headersTimeout: patience.head, requestTimeout: patience.request, connectionsCheckingInterval: patience.look },
    (request, response) => {
      connections.hear(request, response);
      const giveUp = setTimeout(() => response.destroy(), patience.answer);
      response.once('close', () => clearTimeout(giveUp));
      answer(request, response).catch(() => {
        // The reason may hold anything; whoever asks gets none of it.
        if (response.headersSent) response.destroy();
        else say(response, { status: 500, text: 'The metrics could not be written.' });
      });
    },
  );
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}${PATH}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const giveUp = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(giveUp);
    },
  };
}

function say(response: ServerResponse, { status, text, headers }: Answer): void {
  response
    .writeHead(status, { ...(text && { 'content-type': 'text/plain; charset=utf-8' }), ...headers })
    .end(text && `${text}\n`);
}
