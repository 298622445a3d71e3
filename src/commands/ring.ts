import { suggestion } from '../profile/nearest.ts';
import { toSnapshot } from '../report/snapshot.ts';
import type { Ring, Room } from '../room/room.ts';
import { actOnce } from './act.ts';
import { UsageError } from './failure.ts';
import { observe } from './observe.ts';
import type { GlobalOptions } from './options.ts';
import { table } from './table.ts';

interface ActOptions extends GlobalOptions {
  readonly note: string;
}

export async function list(options: GlobalOptions & { readonly format: 'text' | 'json' }): Promise<number> {
  const { room } = (await observe(options)).scene;
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(toSnapshot(room).rings, null, 2)}\n`);
    return 0;
  }
  const passing = (ring: Ring) =>
    `${ring.checks.filter(({ state }) => state === 'ok' || state === 'warn').length}/${ring.checks.length} checks`;
  process.stdout.write(table(room.rings.map((ring) => [ring.id, ring.state, passing(ring), ring.reason])));
  return 0;
}

export const validate = (options: ActOptions, id: string): Promise<number> =>
  actOnce(options, (operations, room) => operations.validate(find(room, id), { note: options.note }));

export const revoke = (options: ActOptions, id: string): Promise<number> =>
  actOnce(options, (operations, room) => operations.revoke(find(room, id), options.note));

function find({ rings }: Room, id: string): Ring {
  const ring = rings.find((candidate) => candidate.id === id);
  if (ring) return ring;
  throw new UsageError(
    `The profile has no ring "${id}"${suggestion(
      id,
      rings.map((known) => known.id),
    )}`,
  );
}
