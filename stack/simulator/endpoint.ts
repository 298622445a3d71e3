import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exposition } from './exposition.ts';

/** One scrape target on a loopback port of its own, which stays the same while it is closed and opened again. */
export class Endpoint {
  readonly job: string;
  readonly instance: string;
  readonly #exposition: Exposition;
  #server: Server | null = null;
  #port = 0;

  constructor(exposition: Exposition) {
    this.#exposition = exposition;
    this.job = exposition.job;
    this.instance = exposition.instance;
  }

  /** `host:port`, known once it has been opened. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    if (this.#server) return;
    const { registry } = this.#exposition;
    const server = createServer((_request, response) => {
      registry.metrics().then(
        (text) => response.setHeader('Content-Type', registry.contentType).end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Refuses connections from now on, and drops the ones Prometheus keeps. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
