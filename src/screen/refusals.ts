import { refusalText } from '../operations/refusal-text.ts';
import type { Room } from '../room/room.ts';
import { validateRefusals } from '../room/validation.ts';

/** Why a ring may not be validated now, as sentences; empty when it may. The same the gate says. */
export const refusalsOf = (room: Room, ring: string): readonly string[] =>
  validateRefusals(room, ring).map((refusal) => refusalText(refusal, room.at));
