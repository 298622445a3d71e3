import { systemClock } from '../clock.ts';
import type { ActResult, Operations } from '../operations/operations.ts';
import type { Room } from '../room/room.ts';
import { openProfile, openServers, openStore } from './context.ts';
import { EXIT } from './failure.ts';
import { observeWith } from './observe.ts';
import { createOperations } from './operations.ts';
import type { GlobalOptions } from './options.ts';

/** Observes the room once, lets the operator act on it, and says what came of it. Exit 0 done, 1 refused or failed. */
export async function actOnce(
  options: GlobalOptions,
  act: (operations: Operations, room: Room) => Promise<ActResult>,
): Promise<number> {
  const { plan } = openProfile(options);
  const servers = openServers(plan);
  try {
    const observed = await observeWith(plan, servers, undefined);
    // Its age counts from when every answer was in: what took long to answer is not old.
    const room = { ...observed.room, at: systemClock.now() };
    const operations = createOperations(plan, options, {
      members: servers.members,
      ...openStore(plan),
      clock: systemClock,
      room: () => room,
    });
    const { result, message } = await act(operations, room);
    (result === 'done' ? process.stdout : process.stderr).write(
      `${result === 'done' ? '' : `${result}: `}${message}\n`,
    );
    return result === 'done' ? EXIT.ok : EXIT.fail;
  } finally {
    await servers.close();
  }
}
