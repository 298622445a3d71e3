import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as a server got it, and how much it answered. */
export interface Heard {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: string;
  /** Of the answer, as it went over the wire. */
  readonly bytes: number;
}

/** Stands before a server, passes everything on and keeps what was asked. */
export interface Listener {
  readonly url: string;
  readonly heard: readonly Heard[];
  close(): void;
}

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** @param url of the server that answers */
export async function listenBefore(url: string): Promise<Listener> {
  const heard: Heard[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    const passed = httpRequest(new URL(path, url), { method, headers: { ...headers, host: new URL(url).host } });
    passed.end(body);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    const answered = await bodyOf(answer);
    heard.push({ method, path, contentType: headers['content-type'], body: body.toString(), bytes: answered.length });
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    outgoing.end(answered);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const text = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** The same requests for `curl --config`, all at once over a few connections, as ringdeck has them. @param url of the server */
export const curlConfig = (requests: readonly Heard[], url: string): string =>
  [
    'parallel\nparallel-max = 8',
    ...requests.map(({ method, path, contentType, body }) =>
      [
        'silent\nfail\ncompressed',
        `url = ${text(new URL(path, url).href)}`,
        'output = /dev/null',
        `request = ${method}`,
        ...(contentType === undefined ? [] : [`header = ${text(`content-type: ${contentType}`)}`]),
        ...(body === '' ? [] : [`data-raw = ${text(body)}`]),
      ].join('\n'),
    ),
  ]
    .join('\nnext\n')
    .replace('\nnext\n', '\n');
