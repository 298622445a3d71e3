import type { IncomingMessage } from 'node:http';
import { isLoopback, type ListenAddress } from '../../exposition/address.ts';
import type { Family } from '../../exposition/family.ts';
import { type Answer, type MetricsServer, serveMetrics } from '../../exposition/server.ts';
import { safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { UsageError } from './failure.ts';
import type { Output } from './print.ts';

/** Serves metrics and says where, on standard error. @throws UsageError when it cannot listen there */
export async function listen(
  out: Output,
  address: ListenAddress,
  families: () => readonly Family[],
  receive?: (request: IncomingMessage) => Promise<Answer>,
): Promise<MetricsServer> {
  const server = await serveMetrics(address, families, receive).catch((error: Error) => {
    throw new UsageError(`Nothing can be served at ${address.host}:${address.port}: ${error.message}.`);
  });
  const reach = safe(isLoopback(address) ? '' : ', to whoever can reach it');
  out.warn(`Serving ${sanitiseLine(`${server.url}`)}${reach}; Ctrl-C ends it.\n`);
  return server;
}
