import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { dictionary } from '../src/dictionary.ts';
import { type Millis, millis } from '../src/units.ts';

const time = z.iso.datetime({ offset: true }).transform((text) => millis(Date.parse(text)));

const payload = z.object({
  receiver: z.string(),
  groupKey: z.string(),
  status: z.enum(['firing', 'resolved']),
  /** Base URL of the member that sent it. */
  externalURL: z.string(),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: dictionary(z.string(), z.string()),
      startsAt: time,
      endsAt: time,
      fingerprint: z.string(),
    }),
  ),
});

/** What Alertmanager told the receiver of a group, and when that came. */
export interface Notification extends z.output<typeof payload> {
  readonly at: Millis;
}

/** A webhook receiver on loopback, as a pager would be one: it takes everything and keeps account of it. */
export class Receiver {
  readonly log: Notification[] = [];
  #server: Server | null = null;
  #port = 0;

  /** Resolves when it listens. */
  async open(): Promise<void> {
    const server = createServer(async (request, response) => {
      const at = millis(Date.now());
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      this.log.push({ at, ...payload.parse(JSON.parse(Buffer.concat(chunks).toString())) });
      response.end();
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Known once it has been opened. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
