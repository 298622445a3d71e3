import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A TCP port nobody listens on: the one asked for, or any; throws a sentence when the one asked for is taken. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(`Port ${wanted} on 127.0.0.1 is in use; stop what listens there, or choose another port.`);
    throw error;
  } finally {
    server.close();
  }
}
