import type { ActResult, Operations } from '../../operations/operations.ts';
import type { Ring } from '../../room/room.ts';
import { actOnce } from '../shared/act.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import type { World } from '../shared/world.ts';
import { ringOf } from './find.ts';

interface RingAct {
  readonly act: 'validate' | 'withdraw' | 'revoke';
  /** Its id. */
  readonly ring: string;
  readonly format: Format;
}

/** Observes the room once and lets the operator act on one ring of it. */
export const actOnRing = (
  world: World,
  options: GlobalOptions,
  { act, ring, format }: RingAct,
  run: (operations: Operations, ring: Ring) => Promise<ActResult>,
): Promise<number> =>
  actOnce(world, options, {
    // What takes a word back rests on the ring store alone.
    part: act === 'validate' ? { of: 'ring', ring, to: 'validate' } : { of: 'deployments' },
    format,
    about: { act, ring },
    act: (operations, room) => run(operations, ringOf(room, ring)),
  });
