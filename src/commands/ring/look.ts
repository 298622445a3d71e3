import { toSnapshot } from '../../report/snapshot.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import { EXIT } from '../shared/failure.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import { observe } from '../shared/observe.ts';
import { operatorOf } from '../shared/operator.ts';
import type { World } from '../shared/world.ts';
import { ringOf } from './find.ts';
import { ringList, ringReport, ringReportRecord } from './report.ts';

/** Exit 3 when the ring store cannot be read: that no ring is listed as validated then says nothing. */
export async function listRings(world: World, options: GlobalOptions, format: Format): Promise<number> {
  const { room } = (await observe(world, options, { of: 'rings' })).scene;
  const { ringStoreError } = room;
  if (format === 'json') world.out.printJson(toSnapshot(room).rings);
  else world.out.print(sanitiseText(ringList(room)));
  if (ringStoreError === null) return EXIT.ok;
  world.out.say(`cannot tell which rings are validated: ${ringStoreError}`);
  return EXIT.missing;
}

/** What a validation of the ring would rest on, and what stands against it: the dialog of the screen as text. */
export async function showRing(world: World, options: GlobalOptions, id: string, format: Format): Promise<number> {
  const { room } = (await observe(world, options, { of: 'ring', ring: id, to: 'validate' })).scene;
  const ring = ringOf(room, id);
  const operator = operatorOf(world, options);
  if (format === 'json') world.out.printJson(ringReportRecord(room, ring, operator));
  else world.out.print(sanitiseText(ringReport(room, ring, operator)));
  return EXIT.ok;
}
