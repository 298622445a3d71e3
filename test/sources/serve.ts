import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import { type QueryDatasource, queryDatasource } from '../../src/profile/schema/http.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** What it was asked so far. */
  readonly asked: readonly Asked[];
}

export type Answering = (request: Asked, response: ServerResponse, raw: IncomingMessage) => void;

const tls = (name: string) => fileURLToPath(new URL(`./tls/${name}`, import.meta.url));
export const CERTIFICATE = tls('localhost.crt');
export const KEY = tls('localhost.key');

/** A server on loopback for one test, gone with it. */
export async function serve(
  answer: Answering,
  secure?: { readonly clientCertificate?: 'wanted' | 'required' },
): Promise<TestServer> {
  const asked: Asked[] = [];
  const listener: RequestListener = async (raw, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of raw) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const request = { method: raw.method ?? '', url: raw.url ?? '', headers: raw.headers, body };
    asked.push(request);
    answer(request, response, raw);
  };
  const files = { cert: readFileSync(CERTIFICATE), key: readFileSync(KEY), ca: readFileSync(CERTIFICATE) };
  const server = secure
    ? createTlsServer(
        {
          ...files,
          requestCert: secure.clientCertificate !== undefined,
          rejectUnauthorized: secure.clientCertificate === 'required',
        },
        listener,
      )
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${secure ? 'https' : 'http'}://${secure ? 'localhost' : '127.0.0.1'}:${port}`, port, asked };
}

/** An address on loopback where nothing listens. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export const json = (response: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

/** A datasource as the profile's schema reads it. */
export const source = (settings: z.input<typeof queryDatasource>): QueryDatasource => queryDatasource.parse(settings);
