import { suggestion } from '../profile/nearest.ts';
import { toSnapshot } from '../report/snapshot.ts';
import type { Ring, Room } from '../room/room.ts';
import { sanitiseText } from '../text/sanitise.ts';
import { actOnce } from './act.ts';
import { ringList, ringReport, ringReportRecord } from './ring-report.ts';
import { EXIT, UsageError } from './shared/failure.ts';
import { observe } from './shared/observe.ts';
import { operatorOf } from './shared/operator.ts';
import type { FormatOptions } from './shared/options.ts';
import type { World } from './shared/world.ts';

interface ActOptions extends FormatOptions {
  readonly note: string;
}

/** Exit 3 when the ring store cannot be read: that no ring is listed as validated then says nothing. */
export async function list(world: World, options: FormatOptions): Promise<number> {
  const { room } = (await observe(world, options, 'rings')).scene;
  const { ringStoreError } = room;
  if (options.format === 'json') world.out.printJson(toSnapshot(room).rings);
  else world.out.print(sanitiseText(ringList(room)));
  if (ringStoreError === null) return EXIT.ok;
  world.out.say(`which rings are validated is not known: ${ringStoreError}`);
  return EXIT.missing;
}

/** What a validation of the ring would rest on, and what stands against it: the dialog of the screen as text. */
export async function show(world: World, options: FormatOptions, id: string): Promise<number> {
  const { room } = (await observe(world, options, 'rings')).scene;
  const ring = find(room, id);
  const operator = operatorOf(world, options);
  if (options.format === 'json') world.out.printJson(ringReportRecord(room, ring, operator));
  else world.out.print(sanitiseText(ringReport(room, ring, operator)));
  return EXIT.ok;
}

export const validate = (
  world: World,
  options: ActOptions & { readonly override?: string },
  id: string,
): Promise<number> =>
  actOnce(
    world,
    options,
    'rings',
    (operations, room) => {
      const { note, override } = options;
      return operations.validate(find(room, id), { note, ...(override !== undefined && { override }) });
    },
    { act: 'validate', ring: id },
  );

export const withdraw = (world: World, options: FormatOptions, id: string): Promise<number> =>
  actOnce(world, options, 'rings', (operations, room) => operations.withdraw(find(room, id)), {
    act: 'withdraw',
    ring: id,
  });

export const revoke = (world: World, options: ActOptions, id: string): Promise<number> =>
  actOnce(world, options, 'rings', (operations, room) => operations.revoke(find(room, id), options.note), {
    act: 'revoke',
    ring: id,
  });

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
