import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from './simulator/simulator.ts';

/** Where the running stack listens for commands unless told otherwise. */
export const CONTROL_PORT = 9191;

/**
 * Listens on loopback: `GET /scenario` answers `{"scenario", "commands"}`, `POST /scenario/NAME` plays a command.
 * Port 0 is any free one.
 */
export async function startControl(
  simulator: Simulator,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    const [, resource, name, ...rest] = (request.url ?? '').split('/');
    if (resource !== 'scenario' || rest.length > 0) return answer(404, { error: 'There is only /scenario.' });
    if (request.method === 'GET' && name === undefined)
      return answer(200, { scenario: simulator.playing, commands: simulator.commands });
    if (request.method !== 'POST' || name === undefined)
      return answer(405, { error: 'GET /scenario, or POST /scenario/NAME.' });
    if (!(await simulator.play(name))) return answer(404, { error: unknownCommand(name, simulator.commands) });
    return answer(200, { scenario: simulator.playing });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What to say about a command nobody knows. */
export const unknownCommand = (name: string, commands: readonly string[]): string =>
  `There is no scenario "${name}"; there are ${commands.join(', ')}.`;

/** Plays `name` on the stack that runs elsewhere; resolves with what to print, throws a sentence when it cannot. */
export async function sendScenario(name: string, port: number): Promise<string> {
  let response: Response;
  try {
    response = await fetch(`http://127.0.0.1:${port}/scenario/${encodeURIComponent(name)}`, { method: 'POST' });
  } catch {
    throw new Error(`No stack answers on port ${port}; start one with: npm run stack`);
  }
  const body: unknown = await response.json();
  if (response.ok) return `The stack plays ${name}.`;
  throw new Error(typeof body === 'object' && body && 'error' in body ? String(body.error) : `HTTP ${response.status}`);
}
